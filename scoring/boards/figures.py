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
        self._minima = [(Decimal(str(band["min"])), band) for band in self.bands]
        self.band = {band["code"]: band for band in self.bands}
        self._maxima: dict[tuple[str, str], Decimal] = {}
        self._scales: dict[tuple, tuple] = {}
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
        sums = dict.fromkeys((index["code"] for index in self.indices), Decimal(0))
        for code, points in row["indicator_points"].items():
            if points is not None:
                sums[self.indicators[code]["index"]] += Decimal(points)
        scales, maxima = self._scale(row)
        return {
            code: Share(sums[code], applicable, weight=weight, effective=effective, maximum=maxima[code])
            for code, (applicable, weight, effective) in scales.items()
        }

    def maxima(self, row: Mapping) -> dict[str, Decimal]:
        """Index code → the printed full marks of a branch."""
        return self._scale(row)[1]

    def _scale(self, row: Mapping) -> tuple[dict[str, tuple], dict[str, Decimal]]:
        """Index code → applicable marks, weight, effective weight; and its printed full marks.

        The same for all branches of a type to which the same indicators apply, so worked out once.
        """
        points = row["indicator_points"]
        asked = tuple(points)
        if None in points.values():
            asked = tuple(code for code in asked if points[code] is not None)
        key = (row["type"], asked)
        if key not in self._scales:
            applicable = dict.fromkeys((index["code"] for index in self.indices), Decimal(0))
            for code in asked:
                applicable[self.indicators[code]["index"]] += self.maximum(code, row["type"])
            weights = {index["code"]: Decimal(str(index["weight"])) for index in self.indices}
            effective = {
                code: weight if weight and applicable[code] and applicable[code] / weight >= self.full_share
                else applicable[code]
                for code, weight in weights.items()
            }
            total = sum(effective.values())
            self._scales[key] = (
                {code: (applicable[code], weight, effective[code]) for code, weight in weights.items()},
                {code: two(100 * part / total) if total else Decimal(0) for code, part in effective.items()},
            )
        return self._scales[key]

    def losses(self, row: Mapping) -> list[tuple[str, Decimal]]:
        """Indicators that are not full marks, with the points missing, most first."""
        missing = [
            (code, self.maximum(code, row["type"]) - Decimal(points))
            for code, points in row["indicator_points"].items() if points is not None
        ]
        return sorted(((code, lost) for code, lost in missing if lost > 0), key=lambda pair: -pair[1])

    def band_of_total(self, total: str) -> dict:
        """The band by points alone, before caps and vetoes."""
        reached = Decimal(total)
        return next(band for minimum, band in self._minima if minimum <= reached)

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


KEPT_RULES = 8
_kept: dict[str, Rules] = {}


def rules_of(scheme: Mapping, scheme_sha256: str) -> Rules:
    """The rules of a scheme, worked out once for all boards under it."""
    if scheme_sha256 not in _kept:
        while len(_kept) >= KEPT_RULES:
            _kept.pop(next(iter(_kept)), None)
        _kept[scheme_sha256] = Rules(scheme)
    return _kept[scheme_sha256]
