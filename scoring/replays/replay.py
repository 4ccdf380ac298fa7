"""One published quarter scored again under other rules, beside what was published (pure)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.engine import score

MOST_CAUSES = 3


@dataclass(frozen=True)
class Cause:
    """One figure that moved: an indicator, an index or a cap; None on a side where it does not exist."""

    kind: str  # indicator | index | cap | line
    code: str
    old: str | None
    new: str | None

    @property
    def change(self) -> Decimal | None:
        """New less old points; None where one side has none."""
        if self.kind == "cap" or self.old is None or self.new is None:
            return None
        return Decimal(self.new) - Decimal(self.old)


@dataclass(frozen=True)
class Shift:
    """One branch: the printed row and the row that the other rules give."""

    old: Mapping
    new: Mapping

    @property
    def change(self) -> Decimal:
        """New less old total."""
        return Decimal(self.new["total"]) - Decimal(self.old["total"])

    @property
    def is_other_colour(self) -> bool:
        """Would it stand in another colour?"""
        return self.old["colour"] != self.new["colour"]

    @property
    def is_moved(self) -> bool:
        """Is any of total, colour and place another one?"""
        return any(self.old[name] != self.new[name] for name in ("total", "colour", "rank"))

    @property
    def causes(self) -> list[Cause]:
        """What moved it, the heaviest first: caps, then indicators, else indices by their weight, else the lines."""
        points = sorted(_moved("indicator", self.old["indicator_points"], self.new["indicator_points"]), key=_weight)
        indices = sorted(_moved("index", self.old["indices"], self.new["indices"]), key=_weight)
        caps = [
            Cause("cap", code, "held" if code in self.old["caps_held"] else None, "held" if code in self.new["caps_held"] else None)
            for code in sorted(set(self.old["caps_held"]) ^ set(self.new["caps_held"]))
        ] if self.is_other_colour else []
        line = [Cause("line", self.new["colour"], None, None)] if self.is_other_colour and not self.change and not caps else []
        return [*line, *caps, *(points or indices)[:MOST_CAUSES]]


@dataclass(frozen=True)
class Replay:
    """A quarter replayed: its branches, and what the other rules could not read."""

    shifts: list[Shift]
    unasked: int  # facts that the other rules do not ask for
    left_out: list[str]  # names of branches of a type that they do not know
    dropped: int  # bonus, penalties, vetoes and decisions that they do not know

    @property
    def recoloured(self) -> list[Shift]:
        """Branches in another colour, the largest change first."""
        return sorted((shift for shift in self.shifts if shift.is_other_colour), key=lambda one: -abs(one.change))

    @property
    def moved(self) -> list[Shift]:
        """Branches of the same colour with another total or place."""
        return sorted(
            (one for one in self.shifts if one.is_moved and not one.is_other_colour), key=lambda one: -abs(one.change))

    @property
    def still(self) -> list[Shift]:
        """Branches for which nothing changes."""
        return [shift for shift in self.shifts if not shift.is_moved]

    def counts(self, colours: Iterable[str]) -> list[tuple[str, int, int]]:
        """Colour, how many branches had it, how many would."""
        old = Counter(shift.old["colour"] for shift in self.shifts)
        new = Counter(shift.new["colour"] for shift in self.shifts)
        return [(colour, old[colour], new[colour]) for colour in colours]


def replayed(
    scheme: Mapping, quarter: str, rows: Mapping[str, Mapping],
    branches: list[dict], facts: list[dict], events: list[dict],
) -> Replay:
    """Score a quarter's own inputs under `scheme`; `rows` are the published rows by branch code.

    What the scheme does not know is left aside and counted: types of branches, indicators and
    other codes of events. Facts it does not ask for are ignored by the engine, which counts them.
    """
    types = {row["code"] for row in scheme["branch_types"]}
    left_out = [rows[branch["code"]]["name"] for branch in branches if branch["type"] not in types]
    kept = [branch for branch in branches if branch["type"] in types]
    here = {branch["code"] for branch in kept}
    known = _codes(scheme)
    mine = [event for event in events if event["branch"] in here]
    understood = [event for event in mine if event["kind"] == "overdue" or event["code"] in known[event["kind"]]]
    book = score(scheme, kept, [fact for fact in facts if fact["branch"] in here], understood, quarter=quarter)
    shifts = [Shift(rows[branch["code"]], row) for branch, row in zip(kept, book.rows(), strict=True)]
    return Replay(shifts, book.ignored, left_out, len(mine) - len(understood))


def _codes(scheme: Mapping) -> dict[str, set[str]]:
    """The codes that each kind of event may name under a scheme."""
    return {
        "bonus": {row["code"] for row in scheme["bonus"]["items"]},
        "penalty": {row["code"] for row in scheme["penalties"]["items"]},
        "veto": {row["code"] for row in scheme.get("vetoes") or ()},
        "not_applicable": {row["code"] for index in scheme["indices"] for row in index["indicators"]},
    }


def _moved(kind: str, old: Mapping, new: Mapping) -> Iterator[Cause]:
    for code in sorted({*old, *new}):
        if old.get(code) != new.get(code):
            yield Cause(kind, code, old.get(code), new.get(code))


def _weight(cause: Cause) -> Decimal:
    """Heaviest first; a figure that exists on one side only weighs what it is."""
    return -abs(Decimal(cause.new or 0) - Decimal(cause.old or 0))
