"""The only clock: what time it is for deadlines, stamps and the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("wusetu_frozen_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in the bureau's time zone."""
    return _frozen.get() or datetime.now(ZONE)


def today() -> date:
    """The present day in the bureau's time zone."""
    return now().date()


def local(moment: datetime) -> datetime:
    """The same moment on the bureau's clock; a naive one is taken to be local already."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """That day at that time on the bureau's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@contextmanager
def frozen(moment: datetime | date | str) -> Iterator[datetime]:
    """Hold the clock at a moment; a day or an ISO text counts as 09:00 of that day.

    Nested uses restore the outer moment; other threads keep the real time.
    """
    token = _frozen.set(_as_moment(moment))
    try:
        yield now()
    finally:
        _frozen.reset(token)


def advance(by: timedelta) -> datetime:
    """Move a frozen clock on; refuses when the clock runs, because time cannot be pushed."""
    held = _frozen.get()
    if held is None:
        raise RuntimeError("clock.advance() works only inside clock.frozen()")
    _frozen.set(held + by)
    return now()


def _as_moment(moment: datetime | date | str) -> datetime:
    if isinstance(moment, str):
        moment = date.fromisoformat(moment) if len(moment) == 10 else datetime.fromisoformat(moment)
    if isinstance(moment, datetime):
        return local(moment)
    return at(moment)
