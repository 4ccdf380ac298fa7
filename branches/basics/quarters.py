"""Quarters and months as values: "2026Q2" and "2026-05"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month; prints as 2026-05 and sorts by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 9998 and 1 <= self.number <= 12):
            raise ValueError(f"not a month: {self.year}-{self.number}")

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def __lt__(self, other: "Month") -> bool:
        return (self.year, self.number) < (other.year, other.number)

    @property
    def first_day(self) -> date:
        """Day one of the month."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def quarter(self) -> "Quarter":
        """The quarter that holds this month."""
        return Quarter(self.year, (self.number - 1) // 3 + 1)

    def shifted(self, months: int) -> "Month":
        """The month so many months later (or earlier, when negative)."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    @property
    def next(self) -> "Month":
        """The month after."""
        return self.shifted(1)

    @property
    def previous(self) -> "Month":
        """The month before."""
        return self.shifted(-1)


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter; prints as 2026Q2 and sorts by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 9998 and 1 <= self.number <= 4):
            raise ValueError(f"not a quarter: {self.year}Q{self.number}")

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        return (self.year, self.number) < (other.year, other.number)

    def __contains__(self, day: object) -> bool:
        if isinstance(day, Month):
            return day.quarter == self
        return isinstance(day, date) and quarter_of(day) == self

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """Its three months in order."""
        first = Month(self.year, self.number * 3 - 2)
        return first, first.shifted(1), first.shifted(2)

    @property
    def first_day(self) -> date:
        """Day one of the quarter."""
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        """The quarter's last day."""
        return self.months[2].last_day

    def shifted(self, quarters: int) -> "Quarter":
        """The quarter so many quarters later (or earlier, when negative)."""
        year, index = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, index + 1)

    @property
    def next(self) -> "Quarter":
        """The quarter after."""
        return self.shifted(1)

    @property
    def previous(self) -> "Quarter":
        """The quarter before."""
        return self.shifted(-1)


def parse(text: str) -> Quarter:
    """Read "2026Q2"; anything else is a ValueError."""
    found = _QUARTER.fullmatch(str(text))
    if not found:
        raise ValueError(f"not a quarter: {text!r}; write it as 2026Q2")
    return Quarter(int(found[1]), int(found[2]))


def parse_month(text: str) -> Month:
    """Read "2026-05"; anything else is a ValueError."""
    found = _MONTH.fullmatch(str(text))
    if not found:
        raise ValueError(f"not a month: {text!r}; write it as 2026-05")
    return Month(int(found[1]), int(found[2]))


def quarter_of(day: date) -> Quarter:
    """The quarter that holds a day."""
    return Quarter(day.year, (day.month - 1) // 3 + 1)


def month_of(day: date) -> Month:
    """The month that holds a day."""
    return Month(day.year, day.month)


def months_of(quarter: Quarter | str) -> tuple[str, str, str]:
    """The texts of a quarter's three months: ("2026-04", "2026-05", "2026-06")."""
    first, second, third = _quarter(quarter).months
    return str(first), str(second), str(third)


def last_day(quarter: Quarter | str) -> date:
    """The last day of a quarter."""
    return _quarter(quarter).last_day


def previous(quarter: Quarter | str) -> str:
    """The text of the quarter before."""
    return str(_quarter(quarter).previous)


def next_(quarter: Quarter | str) -> str:
    """The text of the quarter after."""
    return str(_quarter(quarter).next)


def _quarter(value: Quarter | str) -> Quarter:
    return value if isinstance(value, Quarter) else parse(value)
