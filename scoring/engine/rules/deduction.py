"""Rules over a list of items: points lost per case, points won per tick."""

from __future__ import annotations

import numpy as np

from ..columns import Cells
from ..exact import SCALE, units
from ..plan import Part
from .outcome import Outcome, missing_where


def deduct(part: Part, cells: Cells) -> Outcome:
    """The maximum less so much per case, not under the floor (倒扣分)."""
    lost = np.zeros(cells.size, np.int64)
    seen_any = np.zeros(cells.size, bool)
    counts = {}
    items = part.rule["items"]
    for item in items:
        each = units(item["each"])
        count, seen = cells.total(item["code"], room=each * len(items))
        lost = lost + count * each
        seen_any |= seen
        counts[item["code"]] = count
    left = np.maximum(part.maximum * SCALE - lost, part.number("floor") * SCALE)
    return Outcome(left, SCALE, missing_where(~seen_any), {"counts": counts})


def checklist(part: Part, cells: Cells) -> Outcome:
    """The points of the items that were done (逐项得分)."""
    num = np.zeros(cells.size, np.int64)
    seen_any = np.zeros(cells.size, bool)
    done = {}
    for item in part.rule["items"]:
        each = cells.each(item["code"])
        most = each.max(axis=0)
        ticked = most > 0
        num += ticked * units(item["points"])
        seen_any |= most >= 0
        done[item["code"]] = ticked
    return Outcome(num, 1, missing_where(~seen_any), {"done": done})
