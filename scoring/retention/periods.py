"""How long things are kept, as days: from the settings and the notice that was given."""

from datetime import date, datetime, timedelta

from django.conf import settings

from branches.basics import clock, quarters

NOTICE = timedelta(days=30)  # a deletion of evidence is announced so long before, so that it can be archived


def drafts_before() -> datetime | None:
    """What was last changed before this moment has lain long enough; None: kept for ever."""
    days = settings.DRAFT_KEPT_DAYS
    return clock.now() - timedelta(days=days) if days else None


def last_kept_day(code: str) -> date | None:
    """The last day on which a quarter's evidence is kept for certain; None: kept for ever."""
    years = settings.EVIDENCE_KEPT_YEARS
    last = quarters.last_day(code)
    return last.replace(year=last.year + years) if years else None


def tables_before() -> datetime | None:
    """Import tables uploaded before this moment are as old as evidence that goes; None: kept for ever."""
    years, today = settings.EVIDENCE_KEPT_YEARS, clock.today()
    if not years:
        return None
    return clock.at(date(today.year - years, today.month, min(today.day, 28)), 0)


def goes_on(code: str, announced: datetime | None) -> date | None:
    """The day on which the evidence of a quarter is deleted: its time is over, and the notice was long enough."""
    last = last_kept_day(code)
    if last is None:
        return None
    told = clock.local(announced).date() if announced else clock.today()
    return max(last + timedelta(days=1), told + NOTICE)


def is_announced_by(code: str) -> bool:
    """Is it time to give notice for this quarter?"""
    last = last_kept_day(code)
    return last is not None and clock.today() > last - NOTICE
