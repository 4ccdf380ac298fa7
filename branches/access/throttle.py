"""Slows down guessing by name and source, over all processes, without a lock that an outsider can hold.

Three counts: a name from one address, a name from anywhere, one address for any name. Each grows
with failures, is forgotten after a quarter of an hour without one, and asks for a wait that doubles. The
last two never hold up a name at an address where it signed in before: whoever guesses at the chief
reviewer's name from elsewhere cannot keep the chief reviewer out. Wrong codes of a second factor are counted apart and for a whole day: only who knows the
password gets to try them.
"""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from branches.access.models import Guesses, User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=15)
KNOWN_FOR = timedelta(days=60)
CODES_FOR = timedelta(days=1)
REFUSALS_FOR = timedelta(minutes=5)
PAIR, NAME, ADDRESS, CODE = "pair", "name", "address", "code"
FREE = {PAIR: 5, NAME: 20, ADDRESS: 60, CODE: 5}
LONGEST = {PAIR: WINDOW, NAME: timedelta(minutes=1), ADDRESS: timedelta(minutes=5), CODE: WINDOW}


def wait_for(*, username: str, address: str) -> int:
    """Seconds to wait before the next try; 0 when one may try now. The same for names that nobody has."""
    slots = _slots(username, address)
    if _is_known(username, address):
        slots = {PAIR: slots[PAIR]}
    rows = {row.slot: row for row in Guesses.objects.filter(slot__in=slots.values())}
    waits = [_wait(kind, rows[slot]) for kind, slot in slots.items() if slot in rows]
    return max(waits, default=0)


@transaction.atomic
def note_failure(*, username: str, address: str) -> None:
    """Count a failed try; a name that nobody has is kept as a hash, it may be a password."""
    for slot in sorted(_slots(username, address).values()):
        _count(slot, WINDOW)
    record(
        EventKind.ACCESS_LOGIN_FAILED, by=None, subject="login", subject_id=_alias(username),
        after={"address": address},
    )


def count_refusal(user: User) -> int:
    """How many refusals the account met in the five minutes that the first of them began."""
    slot, now = f"refused:{user.pk}", clock.now()
    Guesses.objects.filter(slot=slot, last_at__lt=now - REFUSALS_FOR).delete()
    row, _new = Guesses.objects.get_or_create(slot=slot, defaults={"last_at": now})
    Guesses.objects.filter(pk=row.pk).update(failures=F("failures") + 1)
    return row.failures + 1


def wait_for_code(*, username: str) -> int:
    """Seconds to wait before the next code of this account."""
    row = Guesses.objects.filter(slot=_code_slot(username)).first()
    return _wait(CODE, row) if row else 0


@transaction.atomic
def note_wrong_code(*, username: str, address: str) -> None:
    """Count a wrong code; whoever sends one knows the password."""
    _count(_code_slot(username), CODES_FOR)
    record(
        EventKind.ACCESS_LOGIN_FAILED, by=None, subject="login", subject_id=_alias(username),
        after={"address": address, "second_factor": True},
    )


def forget_codes(*, username: str) -> None:
    """A right code clears the count."""
    Guesses.objects.filter(slot=_code_slot(username)).delete()


def forget(*, username: str, address: str) -> None:
    """A success clears the count of this name at this address, and only that."""
    Guesses.objects.filter(slot=_slots(username, address)[PAIR]).delete()


def clear(user: User) -> int:
    """The administrator lets an account try again at once; how many counts were forgotten."""
    return Guesses.objects.filter(slot__contains=f":{_short(user.username)}").delete()[0]


def _count(slot: str, remembered: timedelta) -> None:
    now = clock.now()
    Guesses.objects.filter(slot=slot, last_at__lt=now - remembered).delete()
    row, _new = Guesses.objects.get_or_create(slot=slot, defaults={"last_at": now})
    Guesses.objects.filter(pk=row.pk).update(failures=F("failures") + 1, last_at=now)


def _code_slot(username: str) -> str:
    return f"{CODE}:{_short(username)}"


def _wait(kind: str, row: Guesses) -> int:
    over = row.failures - FREE[kind]
    if over < 0:
        return 0
    length = min(LONGEST[kind], FIRST_WAIT * 2 ** min(over, 10))
    return max(0, round((_until(row, length) - clock.now()).total_seconds()))


def _until(row: Guesses, length: timedelta) -> datetime:
    return row.last_at + length


def _slots(username: str, address: str) -> dict[str, str]:
    name, place = _short(username), _short(address)
    return {PAIR: f"pair:{name}:{place}", NAME: f"name:{name}", ADDRESS: f"address:{place}"}


def _short(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def _is_known(username: str, address: str) -> bool:
    """Did this name sign in from this address lately?"""
    user = User.objects.filter(username=username.strip()).values_list("pk", flat=True).first()
    return Event.objects.filter(
        subject="user", subject_id=str(user or ""), kind=EventKind.ACCESS_LOGIN, after__address=address,
        at__gte=clock.now() - KNOWN_FOR,
    ).exists()


def _alias(username: str) -> str:
    name = username.strip()
    if User.objects.filter(username=name).exists():
        return name
    return "unknown:" + hashlib.sha256(name.encode()).hexdigest()[:12]
