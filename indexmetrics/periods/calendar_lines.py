"""A list of holidays as text: one day or one span a line, then the word for worked, then a name."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|~|/)\s*(\d{4}-\d{2}-\d{2}))?(?:[\s,;\t]+(.*))?")
LONGEST_SPAN = 31
MOST_DAYS = 400


@dataclass(frozen=True)
class Day:
    """One day that differs from the week."""

    day: date
    is_worked: bool
    name: str


def read_lines(text: str) -> tuple[list[Day], list[str]]:
    """The days of a list and the sentences about bad lines; free weekend days in a span are left out."""
    found: dict[date, Day] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.strip().startswith("#"):
            continue
        try:
            for one in _read(line.strip()):
                if one.day in found:
                    raise ValueError(_("%(day)s stands in the list twice.") % {"day": one.day.isoformat()})
                found[one.day] = one
        except ValueError as error:
            problems.append(_("Line %(number)d: %(what)s") % {"number": number, "what": error})
    if len(found) > MOST_DAYS:
        problems.append(_("More than %(most)d days at once.") % {"most": MOST_DAYS})
    return [found[day] for day in sorted(found)], problems


def _read(line: str) -> list[Day]:
    match = LINE.fullmatch(line)
    if match is None:
        raise ValueError(_("write it as 2026-10-01 name, or 2026-10-01..2026-10-07 name"))
    first, last = _date(match[1]), _date(match[2] or match[1])
    if not 0 <= (last - first).days < LONGEST_SPAN:
        raise ValueError(_("the span ends before it begins or is longer than a month"))
    words = (match[3] or "").replace(",", " ").split()
    is_worked = bool(words) and words[0].casefold() in _worked_words()
    name = " ".join(words[1:] if is_worked else words)
    if len(name) > 40:
        raise ValueError(_("the name is longer than 40 characters"))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    differing = [day for day in days if is_worked == (day.weekday() >= 5)]
    if len(days) == 1 and not differing:
        raise ValueError(_("%(day)s is so already by its day of the week.") % {"day": first.isoformat()})
    return [Day(day, is_worked, name) for day in differing]


def _worked_words() -> set[str]:
    """The word that marks a worked day, in both languages of the interface."""
    words = {"worked", "work"}
    for language in ("zh-hans", "en"):
        with override(language):
            words.add(_("worked").casefold())
    return words


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(_("%(text)s is no day of the calendar") % {"text": text}) from error
