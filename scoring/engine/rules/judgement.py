"""Rules over what others judged: panel marks, a survey, a rank."""

from __future__ import annotations

import numpy as np

from ..columns import Cells
from ..exact import SCALE, units
from ..plan import Part
from .outcome import Outcome, Status, missing_where


def panel(part: Part, cells: Cells) -> Outcome:
    """The mean mark, the highest and lowest left out, over the scale (评委评分)."""
    marks, here = cells.marks()
    start = marks.start[here.start : here.stop]
    stop = marks.start[here.start + 1 : here.stop + 1]
    count = stop - start
    lowest, highest = int(part.rule["drop_lowest"]), int(part.rule["drop_highest"])
    kept = np.maximum(count - lowest - highest, 0)
    enough = (count >= int(part.rule["judges_min"])) & (kept > 0)
    kept = np.where(enough, kept, 1)
    first = np.where(enough, start + lowest, 0)
    last = np.where(enough, stop - highest, 0)
    total = marks.sums[last] - marks.sums[first]
    full = kept * part.number("scale")
    status = missing_where(count == 0)
    status[(count > 0) & ~enough] = Status.INSUFFICIENT
    num = np.minimum(total, full)
    if int(full.max(initial=1)) * part.maximum * 400 >= 2**61:
        num, full = num.astype(object), full.astype(object)
    notes = {"marks": marks, "start": start, "stop": stop, "sum": total, "kept": kept}
    return Outcome(part.maximum * num, full, status, notes)


def survey(part: Part, cells: Cells) -> Outcome:
    """The mean answer over the scale, if enough people answered (满意度测评)."""
    now = cells.latest("responses", "eligible", "mean", room=4 * SCALE)
    responses, eligible, mean = now["responses"], now["eligible"], now["mean"]
    seen = np.maximum(np.maximum(responses, eligible), mean) >= 0
    enough = (responses >= int(part.rule["min_responses"]) * SCALE) & (responses >= 0)
    enough &= (eligible > 0) & (mean >= 0)
    enough &= responses * SCALE >= part.number("min_response_rate") * eligible
    status = missing_where(~seen)
    status[seen & ~enough] = Status.INSUFFICIENT
    scale = part.number("scale")
    num = part.maximum * np.minimum(np.maximum(mean, 0), scale)
    return Outcome(num, scale, status, dict(now))


def rank_tier(part: Part, cells: Cells) -> Outcome:
    """The first band that holds the place in the group (名次折分)."""
    now = cells.latest("rank", "group_size", room=400 * SCALE)
    rank, size = now["rank"], now["group_size"]
    seen = np.maximum(rank, size) >= 0
    enough = (rank > 0) & (size > 0)
    bands = part.rule["bands"]
    tier = np.zeros(cells.size, np.int64)
    for band in bands:
        tier += 100 * SCALE * rank > units(band["top_pct_lte"]) * size
    table = [units(band["points"]) for band in bands] + [units(part.rule["else_points"])]
    status = missing_where(~seen)
    status[seen & ~enough] = Status.INSUFFICIENT
    return Outcome(np.array(table, np.int64)[tier], 1, status, {**now, "tier": tier})
