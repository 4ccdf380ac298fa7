"""Whoever has a one-time password chooses an own one before anything else."""

from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from branches.access.backends import keeps_password
from branches.access.passwords import has_aged
from branches.access.people import has_expired

OPEN = {"password-change", "logout", "language-switch", "theme-switch", "healthz", "help"}


class MustChangeMiddleware(MiddlewareMixin):
    """Leads to the password page; an expired one-time password leads back to the door."""

    def process_view(self, request, view, args, kwargs):
        """A redirect while the password must be changed, else None."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or not (user.must_change_password or has_aged(user)):
            return None
        if not keeps_password(request.session.get(BACKEND_SESSION_KEY, "")):
            return None
        if has_expired(user):
            logout(request)
            messages.error(request, _("The one-time password has expired; please ask the administrator for a new one."))
            return redirect("login")
        match = request.resolver_match
        if match and (match.url_name in OPEN or getattr(view, "is_public", False)):
            return None
        return redirect("password-change")
