"""Rows of group means as living formulas, with the exact figures as their cached values."""

from collections.abc import Sequence

from branches.ledgers import cells
from branches.ledgers.grid import column
from scoring.reports.frame import mean


class Means:
    """Sums of the score columns over ranges of rows, in hundredths."""

    def __init__(self, columns: Sequence[int]):
        self.columns = tuple(columns)
        self.sums = [0] * len(self.columns)
        self.counts = [0] * len(self.columns)
        self.ranges: list[tuple[int, int]] = []

    def add(self, values: Sequence[int | None]) -> None:
        """One branch's hundredths; None where it does not apply."""
        for place, value in enumerate(values):
            if value is not None:
                self.sums[place] += value
                self.counts[place] += 1

    def join(self, other: "Means") -> None:
        """Take over a finished group."""
        self.ranges += other.ranges
        for place in range(len(self.columns)):
            self.sums[place] += other.sums[place]
            self.counts[place] += other.counts[place]

    def cells(self, score: int, plain: int, penalty: dict[int, int] | None = None) -> dict[int, str]:
        """Column → fragment; a slash where nothing applies."""
        made = {}
        for place, number in enumerate(self.columns):
            count = self.counts[place]
            if not count:
                made[number] = cells.text(plain, "/")
                continue
            letter = column(number)
            areas = ",".join(f"{letter}{first}:{letter}{last}" for first, last in self.ranges)
            style = (penalty or {}).get(number, score)
            made[number] = cells.formula(
                style, f"ROUND(SUM({areas})/{count},2)", mean(self.sums[place], count))
        return made

    def terms(self, row: int) -> str:
        """What a check adds up: the row's formulas against the exact figures."""
        wanted = [
            (column(number), mean(self.sums[place], self.counts[place]))
            for place, number in enumerate(self.columns) if self.counts[place]
        ]
        return "+".join(f"ABS({letter}{row}-({value}))" for letter, value in wanted) or "0"
