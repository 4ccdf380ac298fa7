"""Bonus, penalty and total."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

import numpy as np

from .exact import half_up, units
from .tables import Event

SECTIONS = {"bonus": "bonus", "penalty": "penalties"}


def summed(document: Mapping[str, Any], kind: str, events: Iterable[Event], count: int) -> np.ndarray:
    """What a kind of event adds up to per branch, in ten-thousandths, caps applied."""
    section = document.get(SECTIONS[kind]) or {}
    items = {row["code"]: n for n, row in enumerate(section.get("items") or ())}
    mine = counted(section, [event for event in events if event.kind == kind])
    total = np.zeros(count, np.int64)
    if not mine:
        return total
    unknown = {event.code for event in mine} - set(items)
    if unknown:
        raise ValueError(f"unknown {kind} item: {', '.join(sorted(unknown))}")
    code = np.array([items[event.code] for event in mine])
    branch = np.array([event.branch for event in mine])
    points = np.array([event.points for event in mine], np.int64)
    for n, row in enumerate(section["items"]):
        here = code == n
        item = np.zeros(count, np.int64)
        np.add.at(item, branch[here], points[here])
        total += item if row.get("cap") is None else np.minimum(item, units(row["cap"]))
    cap = section.get("total_cap")
    return total if cap is None else np.minimum(total, units(cap))


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


def totals(document: Mapping[str, Any], base: np.ndarray, bonus: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """Totals in hundredths: base and bonus less penalty, not under the floor."""
    exact = base * 100 + bonus - penalty
    return half_up(np.maximum(exact, floor_of(document)), 100)
