"""Addresses that belong to no slice: health, language, and the pages of last resort."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import redirect
from django.template import TemplateDoesNotExist, loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from config import health
from config.numbering import current
from config.outage import Outage, outage_of

RETRY_AFTER = "30"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def healthz(request):
    """200 when database and evidence folder answer, otherwise 503; words only, no data, no log-in."""
    words = health.words()
    alive = all(words[name] != health.AWAY for name in health.NEEDED)
    answer = JsonResponse(words, status=200 if alive else 503)
    if not alive:
        answer["Retry-After"] = RETRY_AFTER
    return answer


@require_POST
def switch_language(request):
    """Remember the language in a cookie and go back to the page."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
        )
    return answer


healthz.is_public = switch_language.is_public = True


def bad_request(request, exception=None):
    """The page for a request that cannot be read, or is larger than allowed."""
    if isinstance(exception, TOO_LARGE):
        return _page(request, 413, _("This is larger than allowed."))
    return _page(request, 400, _("The request could not be read."))


def forbidden(request, exception=None):
    """The page for what one's role may not do."""
    return _page(request, 403, _("Your role does not allow this."))


def not_found(request, exception=None):
    """The page for what does not exist, or is not yours to see: the same answer for both."""
    return _page(request, 404, _("There is nothing at this address."))


def too_often(request, seconds: int):
    """The page for whoever asks more often than a person needs to."""
    answer = _page(request, 429, _("That was too often in a short time."))
    answer["Retry-After"] = str(seconds)
    return answer


def busy(request, sentence: str, page: str = ""):
    """The page for whoever begins a long work while too many are going on; `page` is the one of his own."""
    answer = _page(request, 429, sentence, page=page, hint=_("Please wait until it is finished and try again. What you typed is still in your browser: go back."))
    answer["Retry-After"] = RETRY_AFTER
    return answer


def not_allowed(request):
    """The page for an address that answers only to its own form."""
    return _page(request, 405, _("This address cannot be opened directly."))


def broken(request):
    """The page for an error of ours; carries a number to quote, and nothing about the cause."""
    error = sys.exc_info()[1]
    outage = outage_of(error, health.database_answers()) if error else None
    if outage:
        return _unable(outage)
    return _page(request, 500, _("Something went wrong on our side; nothing was saved."))


def _unable(outage: Outage) -> HttpResponse:
    # Without the request: who asks, and whether he is signed in, is a question to the database.
    answer = _page(None, outage.status, outage.sentence)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def _page(request, status: int, sentence: str, **more: str) -> HttpResponse:
    number = current()
    try:
        template = loader.get_template(f"{status}.html")
    except TemplateDoesNotExist:
        kind = HttpResponseNotFound if status == 404 else HttpResponse
        return kind(
            f"{sentence} ({number})", status=status, content_type="text/plain; charset=utf-8"
        )
    context = {"status": status, "sentence": sentence, "number": number, **more}
    return HttpResponse(template.render(context, request), status=status)
