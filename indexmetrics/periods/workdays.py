"""The bureau's working calendar (pure): due days that move to the next working day."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from branches.basics import quarters


def is_working(day: date, exceptions: Mapping[date, bool]) -> bool:
    """Monday to Friday, unless the calendar says otherwise for that day."""
    return exceptions.get(day, day.weekday() < 5)


def moved(day: date, exceptions: Mapping[date, bool]) -> date:
    """The day itself, or the next working day."""
    while not is_working(day, exceptions):
        day += timedelta(days=1)
    return day


def plus(day: date, working_days: int, exceptions: Mapping[date, bool]) -> date:
    """The day that many working days later."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= is_working(day, exceptions)
    return day


def between(start: date, end: date, exceptions: Mapping[date, bool]) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when end is not later."""
    days = (end - start).days
    return sum(is_working(start + timedelta(days=n), exceptions) for n in range(1, days + 1))


def day_of(phrase: str) -> int:
    """The day of the month in a calendar phrase of the scheme, e.g. "5th of next month" → 5."""
    return int(re.match(r"\d+", phrase).group())


def nth_after(month: str, nth: int, exceptions: Mapping[date, bool]) -> date:
    """The nth of the month after `month` ("2026-05"), moved to a working day."""
    following = quarters.parse_month(month).next
    return moved(following.first_day.replace(day=nth), exceptions)
