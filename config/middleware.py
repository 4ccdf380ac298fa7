"""Answers' headers, the language of a page, and the end of a long session."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from config import views

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware(MiddlewareMixin):
    """Adds the headers that Django has no setting for."""

    def process_response(self, request, response):
        """The answer with a permissions policy, and kept by no cache unless it says otherwise."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class WrongMethodMiddleware(MiddlewareMixin):
    """Puts a page into the empty answer that a browser gets for the wrong method."""

    def process_response(self, request, response):
        """The same answer, with a page and a way on; programs keep the bare one."""
        if response.status_code != 405 or response.content or "text/html" not in request.headers.get("Accept", ""):
            return response
        page = views.not_allowed(request)
        page["Allow"] = response["Allow"]
        return page


class LanguageMiddleware(MiddlewareMixin):
    """Chinese unless the visitor's cookie asks otherwise; the browser's own wish is not asked.

    Many office machines run an English browser; their users still read Chinese.
    """

    def process_request(self, request):
        """Activate the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request, response):
        """Name the language in the answer and leave none behind on the thread."""
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        translation.activate(settings.LANGUAGE_CODE)
        return response


class SessionAgeMiddleware(MiddlewareMixin):
    """Ends a session after its absolute age, however busy it was; being idle ends it sooner."""

    STARTED = "started_at"

    def process_request(self, request):
        """Note when a signed-in session began, and end it when that is too long ago."""
        if not request.user.is_authenticated:
            return
        started = request.session.setdefault(self.STARTED, time.time())
        if time.time() - started > settings.SESSION_ABSOLUTE_AGE:
            logout(request)
