"""Refused access is on record; many refusals in a short time raise an alarm for whoever reads the trail."""

import logging

from django.db import DatabaseError, transaction
from django.urls import ResolverMatch
from django.utils.deprecation import MiddlewareMixin

from branches.access.models import User
from branches.access.source import address_of
from branches.access.throttle import count_refusal
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics.refusals import Refusal

MANY = 20
NO_MORE_AFTER = 60  # in one window: the trail shows what goes on, and is not filled by it
LOG = logging.getLogger("wusetu.access")


class RefusedMiddleware(MiddlewareMixin):
    """Notes every 403, and every 404 of a thing: a foreign one answers like a missing one, and is noted like it."""

    def process_response(self, request, response):
        """The same answer; a trail that cannot be written does not turn a refusal into anything else."""
        match, user = request.resolver_match, getattr(request, "user", None)
        is_noted = getattr(request, "is_noted", False)  # by the process that did it for this request
        refuses = match is not None and is_refusal(response.status_code, match) and not getattr(response, "asks", False)
        if refuses and not is_noted and user is not None and user.is_authenticated:
            try:
                note(user, response.status_code, method=request.method, path=request.path, address=address_of(request))
            except (DatabaseError, Refusal):
                LOG.exception("a refusal could not be recorded")
        return response


def is_refusal(status: int, match: ResolverMatch) -> bool:
    """Is such an answer of this address to be on record?"""
    return status == 403 or (status == 404 and bool(match.kwargs))


@transaction.atomic
def note(user: User, status: int, *, method: str, path: str, address: str) -> None:
    """One refusal more; the twentieth in five minutes is an alarm."""
    count = count_refusal(user)
    if count > NO_MORE_AFTER:
        return
    about = {"method": method, "status": status, "address": address}
    record(EventKind.ACCESS_REFUSED, by=user, subject="address", subject_id=path[:120], after=about)
    if count == MANY:
        record(EventKind.ACCESS_ALARM, by=user, subject="alarm", subject_id=user.username, after={"count": MANY, **about})
        LOG.warning("account %s: %d refusals within five minutes", user.pk, MANY)
