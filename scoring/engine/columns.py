"""The long fact table turned into dense columns, and the view of them a rule reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .exact import ROOM
from .panels import Marks
from .plan import Part, Plan
from .tables import Branches, Facts

ABSENT = -1  # values are never negative
BLOCK = 8192  # branches; the columns of one rule then stay in the cache
CHUNK = 1 << 16  # rows


class DuplicateFact(ValueError):
    """The same branch, month, indicator, part and key stands twice."""


@dataclass(frozen=True)
class Block:
    """Some branches of one type, by their places in type order."""

    branch_type: str
    low: int
    high: int
    members: np.ndarray  # their positions in input order


class Grid:
    """All facts of a quarter: one row per column and month, branches sorted by type."""

    def __init__(self, plan: Plan, branches: Branches, facts: Facts) -> None:
        self.plan = plan
        count = len(branches)
        self.order = np.argsort(branches.type_of, kind="stable")
        self.place = np.empty(count, np.int64)
        self.place[self.order] = np.arange(count)
        self.branches = branches
        wide = len(facts) and int(facts.value.max()) >= 2**31
        kind = np.int64 if wide else np.int32
        rows = len(plan.columns) * 3
        # The last row takes the facts that nothing reads.
        self.dense = np.full((rows + 1, count), ABSENT, kind)
        left = self._scatter(facts, rows)
        self.tops = self.dense[:rows].max(axis=1, initial=ABSENT).tolist() if rows else []
        self.marks = {panel: Marks.of(panel, facts, left, self.place) for panel in plan.panels}
        self.ignored = len(left) - sum(mark.rows for mark in self.marks.values())

    def _scatter(self, facts: Facts, rows: int) -> np.ndarray:
        """Fill the dense columns in chunks; answers the facts that found no column."""
        count = len(self.place)
        waste = rows * count
        # Where a measure's month begins in the flat columns; what nothing reads goes to waste.
        start = np.full((max(len(facts.measures), 1), 3), waste, np.intp)
        for number, measure in enumerate(facts.measures):
            column = self.plan.columns.get(tuple(measure))
            if column is not None:
                start[number] = np.arange(column * 3, column * 3 + 3) * count
        flat, begin, places = self.dense.reshape(-1), start.reshape(-1), self.place
        moved = bool((places[1:] < places[:-1]).any())
        left = [np.zeros(0, np.intp)]
        for low in range(0, len(facts), CHUNK):
            part = slice(low, low + CHUNK)
            spot = np.multiply(facts.measure[part], 3, dtype=np.intp)
            spot += facts.month[part]
            spot = begin[spot]
            left.append(np.flatnonzero(spot >= waste) + low)
            spot += places[facts.branch[part]] if moved else facts.branch[part]
            flat[spot] = facts.value[part]
        # Two rows on one spot leave fewer filled spots than rows.
        filled = sum(int(np.count_nonzero(row >= 0)) for row in self.dense[:rows])
        found = np.concatenate(left)
        if filled != len(facts) - len(found):
            raise DuplicateFact("the same fact stands twice")
        return found

    def blocks(self) -> Iterator[Block]:
        """Cache-sized runs of branches of one type."""
        types = self.branches.type_of[self.order]
        for number, branch_type in enumerate(self.branches.types):
            low, high = np.searchsorted(types, [number, number + 1]).tolist()
            for start in range(low, high, BLOCK):
                stop = min(start + BLOCK, high)
                yield Block(branch_type, start, stop, self.order[start:stop])

    def cells(self, block: Block, part: Part) -> Cells:
        """What the rule of `part` reads for the branches of `block`."""
        return Cells(self, block, part)


class Cells:
    """The facts of one rule for one block of branches."""

    def __init__(self, grid: Grid, block: Block, part: Part) -> None:
        self.grid, self.block, self.part = grid, block, part
        self.size = block.high - block.low

    def _row(self, key: str) -> int:
        return self.grid.plan.columns[self.part.indicator, self.part.code, key] * 3

    def recorded(self, key: str) -> bool:
        """Whether any branch at all has a fact of this key in the quarter."""
        row = self._row(key)
        return max(self.grid.tops[row : row + 3]) >= 0

    def top(self, key: str) -> int:
        """The most the key can sum to for any branch."""
        row = self._row(key)
        return sum(max(0, value) for value in self.grid.tops[row : row + 3])

    def each(self, key: str) -> np.ndarray:
        """The three months of the key, −1 where nothing is recorded."""
        row = self._row(key)
        return self.grid.dense[row : row + 3, self.block.low : self.block.high]

    def total(self, key: str, room: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Sum over the months, and whether anything is recorded.

        `room` is the largest factor the rule will multiply the sum with: where that could
        leave int64 the sum comes as Python integers, and the same arithmetic stays exact.
        """
        each = self.each(key)
        seen = each.max(axis=0) >= 0
        total = np.maximum(each, 0).sum(axis=0, dtype=np.int64)
        if self.top(key) * room >= ROOM:
            total = total.astype(object)
        return total, seen

    def latest(self, *keys: str, room: int = 1) -> dict[str, np.ndarray]:
        """The keys as of the latest month in which any of them is recorded."""
        large = max(self.top(key) for key in keys) * room >= ROOM
        months = {key: self.each(key).astype(object if large else np.int64) for key in keys}
        found = {key: each[0].copy() for key, each in months.items()}
        for month in (1, 2):
            seen = np.maximum.reduce([each[month] for each in months.values()]) >= 0
            for key, each in months.items():
                found[key] = np.where(seen, each[month], found[key])
        return found

    def marks(self) -> tuple[Marks, slice]:
        """The judges' marks of this panel, and where this block's branches stand in them."""
        marks = self.grid.marks[self.part.indicator, self.part.code]
        return marks, slice(self.block.low, self.block.high)
