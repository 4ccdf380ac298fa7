"""Rules over a rate: linear between two marks, or in bands."""

from __future__ import annotations

import numpy as np

from indexmetrics.rulebook.amounts import amount

from ..columns import Cells
from ..exact import SCALE, roomy, units
from ..plan import Part
from .outcome import Outcome, Status, missing_where, proportion


def ratio(part: Part, cells: Cells) -> Outcome:
    """num over den, no marks at zero_at, full marks at full_at (完成率)."""
    full, zero = amount(part.rule["full_at"]), amount(part.rule["zero_at"])
    span = full - zero
    # share = (num/den - zero) / span, brought to whole numbers: top / (den * bottom)
    common = zero.denominator * span.numerator
    a, b, c = zero.denominator * span.denominator, zero.numerator * span.denominator, common
    room = max(a, b, c)
    num, seen_num = cells.total("num", room)
    den, seen_den = cells.total("den", room)
    status = _rate_status(seen_num, seen_den, den)
    below = np.where(den > 0, den, 1) * c
    above = np.maximum(num * a - den * b, 0)
    points, below = proportion(part.maximum, above, below)
    return Outcome(points, below, status, {"num": num, "den": den})


def _rate_status(seen_num: np.ndarray, seen_den: np.ndarray, den: np.ndarray) -> np.ndarray:
    status = missing_where(~(seen_num | seen_den))
    status[seen_num & ~seen_den] = Status.UNRECORDED
    status[seen_den & (den == 0)] = Status.NO_DENOMINATOR
    return status


def tiered(part: Part, cells: Cells) -> Outcome:
    """The first band the rate reaches; tiny groups by heads instead (分档)."""
    bands, group = part.rule["bands"], part.rule.get("small_group")
    lines = [amount(band["gte"]) for band in bands]
    room = max([1, *(max(line.numerator, line.denominator) for line in lines)])
    num, seen_num = cells.total("num", room)
    den, seen_den = cells.total("den", room)
    seen_value = np.zeros(cells.size, bool)
    rated = den
    if cells.recorded("value"):
        value = cells.latest("value", room=room)["value"]
        seen_value = (value >= 0) & ~seen_den
        num = np.where(seen_value, value, num)
        (rated,) = roomy(SCALE * room, np.where(seen_value, SCALE, den))
    status = _rate_status(seen_num, seen_den, den)
    status[seen_value] = Status.SCORED
    tier = np.zeros(cells.size, np.int64)
    for line in lines:
        tier += num * line.denominator < line.numerator * rated
    points = _points(bands, part.rule["else_points"])[tier]
    small = None
    if group:
        small = seen_den & (den <= units(group["denominator_lte"]))
        missed = np.zeros(cells.size, np.int64)
        for band in group["misses"]:
            missed += den - num > units(band["lte"])
        few = _points(group["misses"], group["else_points"])[missed]
        points = np.where(small, few, points)
        tier = np.where(small, missed, tier)
    notes = {"num": num, "den": rated, "tier": tier, "small": small, "value": seen_value}
    return Outcome(points, 1, status, notes)


def _points(bands: list, else_points: object) -> np.ndarray:
    return np.array([units(band["points"]) for band in bands] + [units(else_points)])
