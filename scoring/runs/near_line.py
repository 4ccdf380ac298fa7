"""Branches whose computed total stands so near a colour line that one record decides: worth a second look."""

import json
from dataclasses import dataclass
from decimal import Decimal

from indexmetrics.periods.models import Quarter
from scoring.runs.models import Run

NEAR = Decimal("0.50")


@dataclass(frozen=True)
class Near:
    """One branch, the line it stands by, and how far: below 0 it lacks so much, from 0 on it is over by so much."""

    code: str
    name: str
    total: Decimal
    band: dict
    over: Decimal

    @property
    def lacks(self) -> Decimal:
        """What is missing to the line; 0 or less when it is reached."""
        return -self.over


def near_lines(quarter: Quarter, run: Run) -> list[Near]:
    """The branches of a computation within half a point of a line, the nearest first; one query."""
    lines = [band for band in quarter.scheme.outline.bands.values() if band["min"]]
    found = []
    for text in run.standings.values_list("row_text", flat=True):
        row = json.loads(text)
        total = Decimal(row["total"])
        for band in lines:
            over = total - Decimal(str(band["min"]))
            if abs(over) <= NEAR:
                found.append(Near(row["branch"], row["name"], total, band, over))
    return sorted(found, key=lambda near: (abs(near.over), near.code))
