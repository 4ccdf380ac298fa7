"""Signing in by a certificate that a proxy has checked: it names the user in a header.

Off unless the environment names the header and the proxies. From any other address the header is taken away
before anybody reads it; the proxy itself has to overwrite what a visitor sends under that name.
"""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.contrib.auth.backends import BaseBackend
from django.utils.deprecation import MiddlewareMixin

from branches.access.models import User
from branches.access.source import is_trusted

LONGEST = 60


def header() -> str:
    """Where the header stands in a request; "" while this way in is off."""
    return "HTTP_" + settings.SIGN_IN_HEADER.upper().replace("-", "_") if settings.SIGN_IN_HEADER else ""


def vouched_name(request) -> str:
    """The user name that a trusted proxy vouches for, else ""."""
    return request.META.get(header(), "").strip()[:LONGEST] if header() else ""


class VouchedBackend(BaseBackend):
    """An active account of exactly the vouched name; accounts are never made by a header."""

    def authenticate(self, request, *, vouched: str):
        """The account, or None."""
        return User.objects.filter(username=vouched, is_active=True).first() if vouched else None

    def get_user(self, user_id):
        """The active user of a session, or None."""
        return User.objects.filter(pk=user_id, is_active=True).first()


BACKEND = f"{VouchedBackend.__module__}.{VouchedBackend.__qualname__}"


class VouchedMiddleware(MiddlewareMixin):
    """Strips the header of strangers, and ends a session whose certificate is gone or is another one's."""

    def process_request(self, request):
        """Nothing to do while this way in is off."""
        if not header():
            return
        if not is_trusted(request):
            request.META.pop(header(), None)
        if request.session.get(BACKEND_SESSION_KEY) == BACKEND and request.user.is_authenticated \
                and vouched_name(request) != request.user.username:
            logout(request)
