"""Long works: one for each person and few at once, so that they never take every thread from those who only read."""

import time

from django.conf import settings
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from config import slots, views
from config.rates import kind_of

# Forms that compute, publish, read in or decide by the hundred.
FORMS = frozenset({
    "board-prepare", "import-upload", "import-apply", "import-undo", "review-accept-all",
})  # fmt: skip
PAGES = frozenset({"schemes-replay"})  # pages that compute
PATIENCE = 3.0  # seconds; in a bureau of usual size the one before has ended by then, in a large one it has its page
LOOK = 0.05


class LongWorkMiddleware:
    """Whoever begins a second long work, or comes when enough are going on, is told so within seconds."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer; its slot is free again whatever happened."""
        try:
            return self.get_response(request)
        finally:
            slot = getattr(request, "slot", None)
            if slot:
                slot.free()

    def process_view(self, request, *_view):
        """The page that says wait, or None."""
        if not is_long(request) or not request.user.is_authenticated:
            return None
        until = time.monotonic() + PATIENCE
        while True:
            try:
                request.slot = slots.take(settings.SLOTS, str(request.user.pk), settings.LONG_WORKS)
                return None
            except slots.Taken as taken:
                if time.monotonic() >= until:
                    return _in_progress(request) if taken.own else views.busy(request, _others())
            time.sleep(LOOK)


def is_long(request) -> bool:
    """May this take long in a large bureau?"""
    named = FORMS if request.method == "POST" else PAGES
    return request.resolver_match.url_name in named or kind_of(request) == "export"


def _in_progress(request):
    """A form that was sent twice leads to the page of the first; everything else is told where that is."""
    page, is_same = import_string(settings.WORK_IN_PROGRESS)(request)
    if is_same:
        return redirect(page)
    return views.busy(request, _("You already have a long task in progress; this one was not begun."), page)


def _others() -> str:
    return _("Others have long tasks in progress; this one was not begun.")
