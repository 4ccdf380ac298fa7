"""Open sessions of a person: what they are, and their end."""

import time

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from branches.access.models import SignIn, User
from branches.access.source import address_of, device_of
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock

STARTED = "started_at"  # written by the middleware of the session's absolute age


def note(request, user: User) -> SignIn:
    """Remember the session that was just opened or got a new key."""
    request.session.save()
    SignIn.objects.filter(session_key=request.session.session_key).delete()
    return SignIn.objects.create(
        user=user, session_key=request.session.session_key, epoch=user.session_epoch, address=address_of(request),
        device=device_of(request), at=clock.now(),
    )


def seconds_left(session) -> dict[str, int]:
    """`idle`: without another request, at least; `rest`: at its absolute age, whatever is done."""
    started = session.get(STARTED, time.time())
    rest = max(0, round(started + settings.SESSION_ABSOLUTE_AGE - time.time()))
    return {"idle": min(settings.SESSION_COOKIE_AGE - settings.SESSION_RENEWED_EVERY, rest), "rest": rest}


def only_watch(request) -> None:
    """A page that asks on its own how far something is keeps nobody signed in."""
    request.session.is_renewed = not request.headers.get("X-Watch")


def renew(request) -> None:
    """A new key for the session that goes on; the old one opens nothing any more."""
    old = request.session.session_key
    request.session.cycle_key()
    SignIn.objects.filter(session_key=old).update(session_key=request.session.session_key)


def open_sessions(user: User) -> QuerySet[SignIn]:
    """Those that still open a page, newest first."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return SignIn.objects.filter(user=user, epoch=user.session_epoch, session_key__in=alive).order_by("-at")


def session_for(user: User, pk: int) -> SignIn:
    """One of the person's own sessions, or 404."""
    found = open_sessions(user).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


@transaction.atomic
def end(*, one: SignIn, by: User | None) -> None:
    """End one session; its next request is a stranger's."""
    Session.objects.filter(session_key=one.session_key).delete()
    record(EventKind.ACCESS_SESSION_ENDED, by=by, subject=one.user, after={"address": one.address})
    one.delete()


@transaction.atomic
def end_all(*, user: User, by: User | None) -> User:
    """End every session of an account at once."""
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    record(EventKind.ACCESS_SESSION_ENDED, by=by, subject=user, after={"all": True})
    return user


def forget_ended() -> int:
    """Drop the notes of sessions that are gone; how many."""
    return SignIn.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
