"""A view without a declared guard answers nobody: forgetting one closes a page, it does not open it."""

from django.core.exceptions import PermissionDenied
from django.utils.deprecation import MiddlewareMixin

# Every address in these name spaces is behind the guard of its own API (`scoring.api`).
GUARDED = frozenset({"api-v1"})


class DefaultDenyMiddleware(MiddlewareMixin):
    """Lets through what names its permissions, or is marked public."""

    def process_view(self, request, view, args, kwargs):
        """None for a guarded view; 403 for any other, whoever asks."""
        if hasattr(view, "permissions") or getattr(view, "is_public", False):
            return
        if not set(request.resolver_match.namespaces) & GUARDED:
            raise PermissionDenied
