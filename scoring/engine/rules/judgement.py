"""Rules over what others judged: panel marks, a survey, a rank."""

from __future__ import annotations

import numpy as np

from ..columns import Cells
from ..exact import SCALE, units
from ..plan import Part
from .outcome import Outcome, Status, missing_where, proportion

WHOLE = 100 * SCALE  # per cent


def panel(part: Part, cells: Cells) -> Outcome:
    """The mean mark, the highest and lowest left out, over the scale (评委评分)."""
    marks, here = cells.marks()
    start = marks.start[here.start : here.stop]
    stop = marks.start[here.start + 1 : here.stop + 1]
    count = stop - start
    lowest, highest = int(part.rule["drop_lowest"]), int(part.rule["drop_highest"])
    enough = count >= int(part.rule["judges_min"])  # which is more than are left out
    kept = np.maximum(count - lowest - highest, 1)
    first = np.where(enough, start + lowest, 0)
    last = np.where(enough, stop - highest, 0)
    total = marks.sums[last] - marks.sums[first]
    num, den = proportion(part.maximum, total, kept * part.number("scale"))
    status = missing_where(count == 0)
    status[(count > 0) & ~enough] = Status.INSUFFICIENT
    notes = {"marks": marks, "start": start, "stop": stop, "sum": total, "kept": kept}
    return Outcome(num, den, status, notes)


def survey(part: Part, cells: Cells) -> Outcome:
    """The mean answer over the scale, if enough people answered (满意度测评)."""
    rate = part.number("min_response_rate")
    now = cells.latest("responses", "eligible", "mean", room=rate)
    responses, eligible, mean = now["responses"], now["eligible"], now["mean"]
    seen = np.maximum(np.maximum(responses, eligible), mean) >= 0
    enough = (responses >= int(part.rule["min_responses"]) * SCALE) & (eligible > 0) & (mean >= 0)
    enough &= responses * SCALE >= rate * eligible
    status = missing_where(~seen)
    status[seen & ~enough] = Status.INSUFFICIENT
    num, den = proportion(part.maximum, mean, part.number("scale"))
    return Outcome(num, den, status, now)


def rank_tier(part: Part, cells: Cells) -> Outcome:
    """The first band that holds the place in the group (名次折分)."""
    bands = part.rule["bands"]
    lines = [units(band["top_pct_lte"]) for band in bands]
    now = cells.latest("rank", "group_size", room=max(WHOLE, *lines))
    rank, size = now["rank"], now["group_size"]
    seen = np.maximum(rank, size) >= 0
    enough = (rank > 0) & (size > 0)
    tier = np.zeros(cells.size, np.int64)
    for line in lines:
        tier += WHOLE * rank > line * size
    table = [units(band["points"]) for band in bands] + [units(part.rule["else_points"])]
    status = missing_where(~seen)
    status[seen & ~enough] = Status.INSUFFICIENT
    return Outcome(np.array(table)[tier], 1, status, {**now, "tier": tier})
