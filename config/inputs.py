"""What a visitor sends, before any form reads it: the same characters for every database and every reader."""

from django.contrib import messages
from django.http import QueryDict
from django.utils.translation import ngettext

from branches.basics.texts import cleaned, unseen_in
from config import views

# Passwords are taken as they are typed; keys and tokens are compared, never shown.
UNTOUCHED = ("password", "new", "again", "current", "code")


class InputMiddleware:
    """Takes control, zero-width and direction characters out of all texts, and says that it did."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Addresses are cleaned at once; a control character in the path names nothing."""
        if unseen_in(request.path_info):
            return views.not_found(request)
        if request.META.get("QUERY_STRING"):
            request.GET, _count = _cleaned(request.GET)
        return self.get_response(request)

    def process_view(self, request, *_view):
        """The form's texts; whoever sees a page is told when something was taken out."""
        if request.method != "POST":
            return
        request.POST, count = _cleaned(request.POST)
        if count and "text/html" in request.headers.get("Accept", ""):
            messages.info(request, ngettext(
                "%(count)d character that cannot be seen was taken out of what you sent.",
                "%(count)d characters that cannot be seen were taken out of what you sent.", count,
            ) % {"count": count})


def _cleaned(sent: QueryDict) -> tuple[QueryDict, int]:
    """The same names and values, cleaned, and how many unseen characters there were."""
    fresh, count = QueryDict(mutable=True), 0
    for name, values in sent.lists():
        if name.strip("_") in UNTOUCHED:
            fresh.setlist(name, values)
            continue
        count += sum(map(unseen_in, values))
        fresh.setlist(cleaned(name), [cleaned(value) for value in values])
    fresh._mutable = False
    return fresh, count
