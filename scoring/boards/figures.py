"""Figures that follow from printed rows (pure): maxima, ratios, medians, losses; never new scores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from branches.basics import quarters
from indexmetrics.rulebook.merge import effective

CENT = Decimal("0.01")


def two(number: Decimal) -> Decimal:
    """Two places, half up, as everything is printed."""
    return number.quantize(CENT, ROUND_HALF_UP)


def median(values: Iterable[str | None]) -> Decimal | None:
    """The median of printed figures; None when there is none."""
    numbers = sorted(Decimal(value) for value in values if value is not None)
    if not numbers:
        return None
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return two((numbers[middle - 1] + numbers[middle]) / 2)


@dataclass(frozen=True)
class Share:
    """What an index was out of, for one branch: points, applicable maximum, weight, printed maximum."""

    points: Decimal
    applicable: Decimal
    weight: Decimal
    effective: Decimal
    maximum: Decimal

    @property
    def ratio(self) -> Decimal | None:
        """Points of the applicable maximum, 0–1."""
        return self.points / self.applicable if self.applicable else None

    @property
    def is_full(self) -> bool:
        """Does the index carry its full weight for this branch?"""
        return self.effective == self.weight


class Rules:
    """The scheme as the board needs it: indices, indicators and bands by code."""

    def __init__(self, scheme: Mapping):
        self.scheme = scheme
        self.indices = list(scheme["indices"])
        self.types = {row["code"]: row for row in scheme["branch_types"]}
        self.bands = sorted(scheme["colour_bands"], key=lambda band: band["order"])
        self.band = {band["code"]: band for band in self.bands}
        self._maxima: dict[tuple[str, str], Decimal] = {}
        self.full_share = Decimal(str(scheme["normalisation"].get("min_share_for_full_weight", 0)))

    @cached_property
    def indicators(self) -> dict[str, dict]:
        """Indicator code → row with the code of its index."""
        return {row["code"]: {**row, "index": index["code"]} for index in self.indices for row in index["indicators"]}

    def maximum(self, code: str, branch_type: str) -> Decimal:
        """Full marks of an indicator for a type of branch, its override merged in."""
        key = (code, branch_type)
        if key not in self._maxima:
            self._maxima[key] = Decimal(str(effective(self.indicators[code], branch_type)["max_points"]))
        return self._maxima[key]

    def shares(self, row: Mapping) -> dict[str, Share]:
        """Index code → what it was out of, by the normalisation rule of the scheme."""
        sums = {index["code"]: [Decimal(0), Decimal(0)] for index in self.indices}
        for code, points in row["indicator_points"].items():
            if points is not None:
                found = sums[self.indicators[code]["index"]]
                found[0] += Decimal(points)
                found[1] += self.maximum(code, row["type"])
        effective = {}
        for index in self.indices:
            weight, applicable = Decimal(str(index["weight"])), sums[index["code"]][1]
            full = bool(weight) and applicable / weight >= self.full_share
            effective[index["code"]] = weight if full and applicable else applicable
        total = sum(effective.values())
        return {
            index["code"]: Share(
                *sums[index["code"]], weight=Decimal(str(index["weight"])), effective=effective[index["code"]],
                maximum=two(100 * effective[index["code"]] / total) if total else Decimal(0),
            )
            for index in self.indices
        }

    def losses(self, row: Mapping) -> list[tuple[str, Decimal]]:
        """Indicators that are not full marks, with the points missing, most first."""
        missing = [
            (code, self.maximum(code, row["type"]) - Decimal(points))
            for code, points in row["indicator_points"].items() if points is not None
        ]
        return sorted(((code, lost) for code, lost in missing if lost > 0), key=lambda pair: -pair[1])

    def band_of_total(self, total: str) -> dict:
        """The band by points alone, before caps and vetoes."""
        return next(band for band in self.bands if Decimal(str(band["min"])) <= Decimal(total))

    def not_due(self, row: Mapping, quarter: str) -> list[str]:
        """Indicators of this type of branch that are scored in other quarters of the year."""
        number = quarters.parse(quarter).number
        return [
            code for code, body in self.indicators.items()
            if row["type"] in body["applies_to_branch_types"] and number not in body["scored_in_quarters"]
        ]

    def spans(self) -> list[dict]:
        """The bands with their lines in words of figures: ≥ 90, 80—89.99, …, < 60."""
        rows = []
        for position, band in enumerate(self.bands):
            low = Decimal(str(band["min"]))
            upper = Decimal(str(self.bands[position - 1]["min"])) if position else None
            if upper is None:
                span = f"\u2265 {low:f}"
            elif position == len(self.bands) - 1 and low == 0:
                span = f"< {upper:f}"
            else:
                span = f"{low:f}\u2014{upper - CENT:f}"
            rows.append({**band, "span": span})
        return rows
