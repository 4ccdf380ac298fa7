"""Where a post asks for a second factor, nothing opens before it was shown in this session."""

from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from branches.account.door import PROVEN
from branches.account.queries import is_required

OPEN = {
    "account-factor", "account-factor-begin", "account-factor-confirm", "password-change", "logout",
    "language-switch", "theme-switch", "healthz", "help", "confirm",
}


class MustEnrolMiddleware(MiddlewareMixin):
    """Leads to the page that sets one up; a session from before it was asked for signs in anew."""

    def process_view(self, request, view, args, kwargs):
        """A redirect while the second factor is due, else None."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated or request.session.get(PROVEN) or not is_required(user):
            return None
        match = request.resolver_match
        if match and (match.url_name in OPEN or getattr(view, "is_public", False)):
            return None
        return redirect("account-factor")
