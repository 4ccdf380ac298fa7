"""Bonus, penalty and total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .exact import half_up, units
from .tables import Event

SECTIONS = {"bonus": "bonus", "penalty": "penalties"}


def summed(
    document: Mapping[str, Any], kind: str, events: Iterable[Event], count: int
) -> np.ndarray:
    """What a kind of event adds up to per branch, in ten-thousandths, caps applied."""
    total = np.zeros(count, np.int64)
    for _, capped in by_item(document, kind, events, count).values():
        total += capped
    cap = (document.get(SECTIONS[kind]) or {}).get("total_cap")
    return total if cap is None else np.minimum(total, units(cap))


def by_item(
    document: Mapping[str, Any], kind: str, events: Iterable[Event], count: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Per item that occurs: the plain sum and the sum under the item's cap, per branch."""
    section = document.get(SECTIONS[kind]) or {}
    mine = counted(section, [event for event in events if event.kind == kind])
    rows = {row["code"]: row for row in section.get("items") or ()}
    unknown = {event.code for event in mine} - set(rows)
    if unknown:
        raise ValueError(f"unknown {kind} item: {', '.join(sorted(unknown))}")
    sums = {}
    for code, row in rows.items():
        here = [event for event in mine if event.code == code]
        if not here:
            continue
        item = np.zeros(count, np.int64)
        np.add.at(item, [event.branch for event in here], [event.points for event in here])
        cap = row.get("cap")
        sums[code] = (item, item if cap is None else np.minimum(item, units(cap)))
    return sums


def counted(section: Mapping[str, Any], events: list[Event]) -> list[Event]:
    """The events that count: of one matter only the one worth most."""
    if not section.get("same_matter_counts_once_at_highest_level", True):
        return events
    best: dict[tuple[int, str], Event] = {}
    for event in events:
        if event.matter:
            held = best.get((event.branch, event.matter))
            # By points, then code, so that the order of the rows never matters.
            if held is None or (-event.points, event.code) < (-held.points, held.code):
                best[event.branch, event.matter] = event
    chosen = {id(event) for event in best.values()}
    return [event for event in events if not event.matter or id(event) in chosen]


def floor_of(document: Mapping[str, Any]) -> int:
    """The least total, in ten-thousandths."""
    return units((document.get("penalties") or {}).get("floor_of_total") or 0)


def totals(
    document: Mapping[str, Any], base: np.ndarray, bonus: np.ndarray, penalty: np.ndarray
) -> np.ndarray:
    """Totals in hundredths: base and bonus less penalty, not under the floor."""
    exact = base * 100 + bonus - penalty
    return half_up(np.maximum(exact, floor_of(document)), 100)
