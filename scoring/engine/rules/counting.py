"""Rules that count: months covered, a target, points per event, on time or late."""

from __future__ import annotations

from math import gcd

import numpy as np

from ..columns import Cells
from ..exact import SCALE
from ..plan import Part
from .outcome import Outcome, missing_where, proportion


def period_coverage(part: Part, cells: Cells) -> Outcome:
    """Months with enough events over months due (按月覆盖)."""
    each = cells.each("events")
    reached = each >= part.number("min_events_per_period")
    months = reached.sum(axis=0)
    due = int(part.rule["periods_due"])
    num, den = proportion(part.maximum, months, due)
    status = missing_where(each.max(axis=0) < 0)
    return Outcome(num, den, status, {"reached": reached, "months": months, "due": due})


def count_ratio(part: Part, cells: Cells) -> Outcome:
    """Count over target, at most full marks (完成率)."""
    target = part.number("target")
    count, seen = cells.total("count")
    num, den = proportion(part.maximum, count, target)
    return Outcome(num, den, missing_where(~seen), {"count": count, "target": target})


def per_event(part: Part, cells: Cells) -> Outcome:
    """Points for each event, up to the cap if there is one (按次计分)."""
    each, cap = part.number("points_each"), part.rule.get("cap")
    events, seen = cells.total("events", room=each)
    num = events * each
    if cap is not None:
        num = np.minimum(num, part.number("cap") * SCALE)
    return Outcome(num, SCALE, missing_where(~seen), {"events": events})


def timeliness(part: Part, cells: Cells) -> Outcome:
    """Units on time and late, each with its factor, over units due (时限)."""
    on_factor, late_factor = part.number("on_time_factor"), part.number("late_factor")
    due = SCALE * part.number("units_due")
    common = gcd(on_factor, late_factor, due)
    on_factor, late_factor, due = on_factor // common, late_factor // common, due // common
    room = max(on_factor, late_factor)
    on_time, seen_on_time = cells.total("on_time", room)
    late, seen_late = cells.total("late", room)
    missing, seen_missing = cells.total("missing")
    num, den = proportion(part.maximum, on_time * on_factor + late * late_factor, due)
    status = missing_where(~(seen_on_time | seen_late | seen_missing))
    return Outcome(num, den, status, {"on_time": on_time, "late": late, "missing": missing})
