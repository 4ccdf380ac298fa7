"""Colours: bands or quotas first, then every cap and veto, which only lower."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from indexmetrics.rulebook.amounts import amount

from .exact import units
from .plan import Plan
from .tables import Event


@dataclass(frozen=True)
class Cap:
    """A cap or the colour effect of a veto, ready to be applied."""

    code: str
    colour: int  # position among the bands, best first
    kind: str  # cap | veto
    row: Mapping[str, Any]


def caps_of(plan: Plan) -> list[Cap]:
    """Every cap in order: the scheme's colour caps, then its vetoes that touch the colour."""
    found = [Cap(row["code"], plan.colours.index(row["cap"]), "cap", row) for row in plan.caps]
    for code, row in plan.vetoes.items():
        effect = row["effect"]
        lowest = [
            plan.colours.index(effect[key]) for key in ("colour_cap", "colour") if key in effect
        ]
        if lowest:
            found.append(Cap(code, max(lowest), "veto", row))
    return found


def bands(plan: Plan, total: np.ndarray) -> np.ndarray:
    """The first band, best first, whose line the printed total reaches."""
    # Lines may have four decimals; a total in hundredths reaches the next hundredth up.
    lines = np.array([-(-line // 100) for line in plan.lines], np.int64)
    colour = np.searchsorted(-lines, -total, side="left")
    return np.minimum(colour, len(lines) - 1)


def held(plan: Plan, caps: list[Cap], book: Any, events: Iterable[Event]) -> np.ndarray:
    """Which caps hold for which branches: one row per cap."""
    count = len(book.total)
    vetoed: dict[str, list[int]] = {}
    overdue = np.zeros(count, bool)
    for event in events:
        if event.kind == "overdue":
            overdue[event.branch] = True
        elif event.kind == "veto":
            vetoed.setdefault(event.code, []).append(event.branch)
    result = np.zeros((len(caps), count), bool)
    for number, cap in enumerate(caps):
        if cap.kind == "veto":
            result[number, vetoed.get(cap.code, [])] = True
        elif cap.row["when"] == "rectification_overdue":
            result[number] = overdue
        elif cap.row["when"] == "base_total_below":
            result[number] = book.base * 100 < units(cap.row["below"])
        else:
            result[number] = below_ratio(plan, cap, book).any(axis=0)
    return result


def below_ratio(plan: Plan, cap: Cap, book: Any) -> np.ndarray:
    """Which indices of full weight earned less than the share; one row per index."""
    line = amount(cap.row["below"])
    heavy = book.full & (book.maximum > 0) & (np.array(plan.weights)[:, None] > 0)
    return heavy & (book.earned * (100 * line.denominator) < line.numerator * book.maximum)


def lowered(caps: list[Cap], holding: np.ndarray, colour: np.ndarray) -> np.ndarray:
    """The colour after every cap that holds; a cap never raises."""
    for cap, where in zip(caps, holding, strict=True):
        colour = np.where(where, np.maximum(colour, cap.colour), colour)
    return colour


def quota_places(plan: Plan, size: int) -> tuple[list[tuple[int, int]], int]:
    """Per shared colour the last rank that may have it, and the last rank above the worst."""
    quota = plan.document["ranking"].get("quota") or {}
    places, reached = [], 0
    for number, code in enumerate(plan.colours):
        if f"{code}_max_share" in quota:
            reached += _rounded(
                plan.share(f"{code}_max_share") * size, quota.get("rounding", "ceil")
            )
            places.append((number, min(reached, size)))
    last = quota.get("last_share")
    worst = (
        0
        if last is None
        else _rounded(plan.share("last_share") * size, quota.get("rounding", "ceil"))
    )
    return places, size - min(worst, size)


def _rounded(share: Any, rounding: str) -> int:
    if rounding == "floor":
        return share.numerator // share.denominator
    if rounding == "half_up":
        return (2 * share.numerator + share.denominator) // (2 * share.denominator)
    return -(-share.numerator // share.denominator)


def by_quota(plan: Plan, rank: np.ndarray, band: np.ndarray) -> np.ndarray:
    """The colours of one ranked group under a quota mode.

    A shared rank counts as its best place, so that those who share it go up together.
    """
    ranking = plan.document["ranking"]
    size = len(rank)
    quota = ranking.get("quota") or {}
    if size < int(amount(quota.get("min_group_size", 1))):
        return band
    places, above_worst = quota_places(plan, size)
    if ranking["mode"] == "threshold_and_quota":
        colour = band.copy()
        for number, place in places:
            # Line and place: who has the line without the place goes to the next colour.
            colour = np.where((colour == number) & (rank > place), number + 1, colour)
        return np.minimum(colour, len(plan.colours) - 1)
    shared = {number for number, _ in places}
    free = [n for n in range(len(plan.colours)) if n not in shared]
    colour = np.full(size, free[0] if free else len(plan.colours) - 1, np.int64)
    if quota.get("last_share") is not None:
        colour[rank > above_worst] = len(plan.colours) - 1
    for number, place in reversed(places):
        colour[rank <= place] = number
    return colour
