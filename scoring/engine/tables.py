"""The three inputs as columns: branches, facts, events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from .exact import scaled
from .quarter import months_of


class Measure(NamedTuple):
    """What a fact is about: indicator, part ('' unless composite) and key."""

    indicator: str
    part: str
    key: str


@dataclass(frozen=True)
class Branches:
    """The branches of a quarter in input order."""

    codes: Sequence[str]
    types: Sequence[str]  # the distinct branch types
    type_of: np.ndarray  # position in `types`
    attributes: Mapping[str, np.ndarray] = field(default_factory=dict)
    ranked: np.ndarray | None = None  # None: every branch whose type is ranked

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def of(cls, rows: Branches | Iterable[Mapping[str, Any]]) -> Branches:
        """Columns from rows {code, type, attributes: {name: bool} or [names], ranked?}."""
        if isinstance(rows, Branches):
            return rows
        rows = list(rows)
        types: dict[str, int] = {}
        type_of = np.array([types.setdefault(row["type"], len(types)) for row in rows], np.int32)
        attributes: dict[str, np.ndarray] = {}
        for position, row in enumerate(rows):
            given = row.get("attributes") or {}
            names = [n for n, v in given.items() if v] if isinstance(given, Mapping) else given
            for name in names:
                column = attributes.setdefault(name, np.zeros(len(rows), bool))
                column[position] = True
        ranked = np.array([bool(row.get("ranked", True)) for row in rows], bool)
        codes = [str(row["code"]) for row in rows]
        if len(set(codes)) != len(codes):
            raise ValueError("a branch code stands twice")
        return cls(codes, list(types), type_of, attributes, None if ranked.all() else ranked)

    def positions(self) -> dict[str, int]:
        """Code → position."""
        return {code: position for position, code in enumerate(self.codes)}

    def attribute(self, name: str) -> np.ndarray:
        """Which branches have the attribute."""
        found = self.attributes.get(name)
        return np.zeros(len(self), bool) if found is None else found

    def pick(self, position: int) -> Branches:
        """A table of that one branch."""
        one = slice(position, position + 1)
        attributes = {name: column[one] for name, column in self.attributes.items()}
        ranked = None if self.ranked is None else self.ranked[one]
        return Branches(list(self.codes[one]), self.types, self.type_of[one], attributes, ranked)


@dataclass(frozen=True)
class Facts:
    """The long fact table as integer columns; values are whole ten-thousandths."""

    branch: np.ndarray  # position of the branch
    month: np.ndarray  # position in `months`
    measure: np.ndarray  # position in `measures`
    value: np.ndarray
    measures: Sequence[Measure]
    months: Sequence[str]

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def of(cls, rows: Any, branches: Branches, quarter: str) -> Facts:
        """Columns from rows (dicts, or tuples branch, month, indicator, part, key, value)."""
        if isinstance(rows, Facts):
            return rows
        positions = branches.positions()
        months = {month: position for position, month in enumerate(months_of(quarter))}
        measures: dict[Measure, int] = {}
        columns: list[tuple[int, int, int, int]] = []
        for row in rows:
            if isinstance(row, Mapping):
                row = (
                    row.get("branch"),
                    row["month"],
                    row["indicator"],
                    row.get("part"),
                    row["key"],
                    row["value"],
                )
            code, month, indicator, part, key, value = row
            if month not in months:
                continue  # "months of the quarter only"
            if code is None and len(branches) == 1:
                code = branches.codes[0]
            if code not in positions:
                raise ValueError(f"a fact names the unknown branch {code}")
            what = Measure(indicator, part or "", str(key))
            place = measures.setdefault(what, len(measures))
            columns.append((positions[code], months[month], place, scaled(value)))
        block = np.array(columns, np.int64).reshape(-1, 4)
        return cls(block[:, 0], block[:, 1], block[:, 2], block[:, 3], list(measures), list(months))

    def pick(self, position: int) -> Facts:
        """The facts of that one branch, which becomes position 0."""
        mine = self.branch == position
        zero = np.zeros(int(mine.sum()), np.int64)
        return Facts(
            zero, self.month[mine], self.measure[mine], self.value[mine], self.measures, self.months
        )


class Event(NamedTuple):
    """One bonus, penalty, veto, overdue notice or not-applicable decision."""

    branch: int
    kind: str
    code: str
    points: int = 0  # whole ten-thousandths
    matter: str = ""


KINDS = ("bonus", "penalty", "veto", "overdue", "not_applicable")


def events_of(rows: Iterable[Any], branches: Branches) -> list[Event]:
    """Events from rows {branch, kind, code, points?, matter?}; Event rows pass through."""
    positions: dict[str, int] | None = None
    found = []
    for row in rows:
        if isinstance(row, Event):
            found.append(row)
            continue
        if positions is None:
            positions = branches.positions()
        code = row.get("branch", branches.codes[0] if len(branches) == 1 else None)
        if code not in positions:
            raise ValueError(f"an event names the unknown branch {code}")
        if row["kind"] not in KINDS:
            raise ValueError(f"unknown kind of event: {row['kind']}")
        points = row.get("points")
        whole = 0 if points is None or points == "" else scaled(points)
        matter = str(row.get("matter") or "")
        found.append(Event(positions[code], row["kind"], str(row.get("code") or ""), whole, matter))
    return found
