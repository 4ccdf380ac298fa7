"""Slows down guessing: failures are counted by name in the trail and by address in memory."""

import hashlib
from datetime import timedelta

from django.core.cache import cache

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock

WINDOW = timedelta(minutes=15)
BY_NAME, BY_ADDRESS = 10, 60


def is_closed(*, username: str, address: str) -> bool:
    """Have there been too many failures for this name or from this address?"""
    if cache.get(_slot(address), 0) >= BY_ADDRESS:
        return True
    failures = Event.objects.filter(
        subject="login", subject_id=_alias(username), kind=EventKind.ACCESS_LOGIN_FAILED,
        at__gte=clock.now() - WINDOW,
    )
    return failures.count() >= BY_NAME


def note_failure(*, username: str, address: str) -> None:
    """Count a failed try; a name that nobody has is kept as a hash, it may be a password."""
    cache.add(_slot(address), 0, WINDOW.total_seconds())
    cache.incr(_slot(address))
    record(
        EventKind.ACCESS_LOGIN_FAILED, by=None, subject="login", subject_id=_alias(username),
        after={"address": address},
    )


def _slot(address: str) -> str:
    return f"login-failures:{address}"


def _alias(username: str) -> str:
    name = username.strip()
    if User.objects.filter(username=name).exists():
        return name
    return "unknown:" + hashlib.sha256(name.encode()).hexdigest()[:12]
