"""Who looked at personal data is on record: one event for a reader, a page and a day, however often it is opened.

A page about other people, or an answer of the API, says so with `shows_people`; what one reads about oneself is not
noted. The trail is written after the answer is made, and when it cannot be written (a full disk, a database that only
reads) the page is still shown: looking must not depend on writing. The log says then that a note is missing.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils.deprecation import MiddlewareMixin

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Refusal

LONGEST = 120  # of an address in the trail
A_DAY = 24 * 3600
PAGES = ("text/html", "application/json")
LOG = logging.getLogger("wusetu.access")


def shows_people(view: Callable) -> Callable:
    """Marks a view whose page tells of other people: accounts, posts, seats, sign-ins, what they did or wrote."""
    view.shows_people = True
    return view


class LookedMiddleware(MiddlewareMixin):
    """Notes each page about people that was shown; a workbook of it is noted as an export already."""

    def process_response(self, request, response):
        """The same answer, whatever becomes of the note."""
        match, user = request.resolver_match, getattr(request, "user", None)
        if not _is_shown(request, response) or match is None or not getattr(match.func, "shows_people", False):
            return response
        if user is None or not user.is_authenticated or match.kwargs.get("username") == user.username:
            return response
        try:
            note(request, user)
        except (DatabaseError, Refusal):
            LOG.exception("looking at personal data could not be recorded")
        return response


def note(request, user: User) -> None:
    """One event, unless this reader has one of today for this page; what is known is asked of no database."""
    path, today = request.path[:LONGEST], clock.today()
    slot = f"looked:{today}:{user.pk}:{path}"
    if cache.get(slot):
        return
    midnight = clock.at(today, 0)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two requests of one reader come one after the other
        if not Event.objects.filter(
            kind=EventKind.ACCESS_VIEWED, subject="address", subject_id=path, by_name=user.username,
            at__gte=midnight, at__lt=midnight + timedelta(days=1),
        ).exists():
            record(EventKind.ACCESS_VIEWED, by=user, subject="address", subject_id=path)
    cache.set(slot, True, A_DAY)


def _is_shown(request, response) -> bool:
    """A page or a document of the API, not a download, a redirect or a refusal."""
    return request.method == "GET" and response.status_code == 200 and response.get("Content-Type", "").startswith(PAGES)
