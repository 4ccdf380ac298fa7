"""How often one person may ask for costly things: papers, searches, uploads; counted per minute."""

import time

from django.conf import settings
from django.core.cache import cache

from config import views

MINUTE = 60
# Addresses that answer with a file made on the spot end so; files beside records are only read.
PAPERS = (
    "-workbook", "-circular", "-pdf", "-export", "-download", "-template", "-problems", "-paper", "-folder", "-xlsx", "-list",
)  # fmt: skip
SEARCHES = ("q", "search", "find")


class RateMiddleware:
    """Answers 429 with the seconds to wait; whoever is not signed in is slowed down at the door."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(self, request, *_view):
        """The page that says wait, or None."""
        kind = kind_of(request)
        if not kind or not request.user.is_authenticated:
            return None
        minute, passed = divmod(time.time(), MINUTE)
        slot = f"rate:{kind}:{request.user.pk}:{minute:.0f}"
        cache.add(slot, 0, MINUTE * 2)
        if cache.incr(slot) > settings.RATES[kind]:
            return views.too_often(request, int(MINUTE - passed) + 1)
        return None


def kind_of(request) -> str:
    """What is counted about this request: export, search, upload, or nothing."""
    name, reads = request.resolver_match.url_name or "", request.method in ("GET", "HEAD")
    if name.endswith(PAPERS) or (reads and request.GET.get("as") == "xlsx"):
        return "export"
    if reads:
        return "search" if any(request.GET.get(field) for field in SEARCHES) else ""
    return "upload" if request.method == "POST" and request.FILES else ""
