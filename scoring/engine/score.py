"""Scores a quarter: the steps in their order, from facts to ranks and colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from . import colour as colours
from .cells import NULL, score_line
from .columns import Block, Grid
from .indices import index_scores
from .plan import Plan
from .rank import ranks
from .scorebook import Scorebook
from .tables import Branches, Event, Facts, events_of
from .totals import summed, totals


def score(
    scheme: Mapping[str, Any] | Plan,
    branches: Any,
    facts: Any,
    events: Iterable[Any] = (),
    *,
    quarter: str,
) -> Scorebook:
    """The scorebook of a quarter.

    `branches` and `facts` are rows or columns (`Branches`, `Facts`), `events` rows. The
    scheme must have passed `rulebook.check`. Months outside the quarter are left out.
    """
    plan = scheme if isinstance(scheme, Plan) else Plan(scheme, quarter)
    branches = Branches.of(branches)
    facts = Facts.of(facts, branches, quarter)
    book = points_book(plan, branches, facts, events_of(events, branches))
    return placed(book)


def points_book(plan: Plan, branches: Branches, facts: Facts, events: list[Event]) -> Scorebook:
    """Steps 1 to 6 for every branch: points, indices, base, bonus, penalty, total."""
    count, wide, sides = len(branches), len(plan.indicators), len(plan.indices)
    grid = Grid(plan, branches, facts)
    book = Scorebook(
        plan=plan,
        branches=branches,
        facts=facts,
        events=events,
        points=np.full((wide, count), NULL, np.int64),
        due=np.zeros((wide, count), bool),
        earned=np.zeros((sides, count), np.int64),
        maximum=np.zeros((sides, count), np.int64),
        weight=np.zeros((sides, count), np.int64),
        full=np.zeros((sides, count), bool),
        scores=np.full((sides, count), NULL, np.int64),
        base=np.zeros(count, np.int64),
        bonus=summed(plan.document, "bonus", events, count),
        penalty=summed(plan.document, "penalty", events, count),
        ignored=grid.ignored,
    )
    waived, zeroed = _decisions(plan, events, count)
    for block in grid.blocks():
        _score_block(book, grid, block, waived, zeroed)
    book.total = totals(plan.document, book.base, book.bonus, book.penalty)
    return book


def _decisions(
    plan: Plan, events: list[Event], count: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Indicators a reviewer marked not applicable, and indices a veto sets to 0."""
    waived: dict[str, np.ndarray] = {}
    zeroed = np.zeros((len(plan.indices), count), bool)
    for event in events:
        if event.kind == "not_applicable":
            if event.code not in plan.indicators:
                raise ValueError(f"unknown indicator: {event.code}")
            waived.setdefault(event.code, np.ones(count, bool))[event.branch] = False
        elif event.kind == "veto":
            if event.code not in plan.vetoes:
                raise ValueError(f"unknown veto: {event.code}")
            index = plan.vetoes[event.code]["effect"].get("index_zero")
            if index is not None:
                zeroed[plan.indices.index(index), event.branch] = True
    return waived, zeroed


def _score_block(
    book: Scorebook, grid: Grid, block: Block, waived: dict, zeroed: np.ndarray
) -> None:
    """Score one block and put its figures where the branches stand in the input."""
    plan, here = book.plan, block.members
    shape = (len(plan.indices), len(here))
    earned, maximum = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    applies = np.zeros(shape, bool)
    for line in plan.sheet(block.branch_type):
        mask = waived.get(line.code)
        scored = score_line(grid, block, line, None if mask is None else mask[here])
        points = scored.points
        counts = points >= 0
        earned[line.index] += points * counts
        maximum[line.index] += line.maximum * counts
        applies[line.index] |= counts
        book.points[line.position, here] = points
        due = True if line.applies_if is None else grid.branches.attribute(line.applies_if)[here]
        book.due[line.position, here] = due
    earned[zeroed[:, here]] = 0
    sides = index_scores(plan, earned, maximum, applies)
    book.earned[:, here], book.maximum[:, here] = sides.earned, sides.maximum
    book.weight[:, here], book.full[:, here] = sides.weight, sides.full
    book.scores[:, here], book.base[here] = sides.score, sides.base


def placed(book: Scorebook) -> Scorebook:
    """Steps 7 to 9 on a book with totals: ranks, colours, caps."""
    plan = book.plan
    band = colours.bands(plan, book.total)
    rank, tied, band = _ranked(book, band)
    caps = colours.caps_of(plan)
    holding = colours.held(plan, caps, book, book.events)
    lowered = colours.lowered(caps, holding, band)
    return replace(book, rank=rank, tied=tied, band=band, caps=caps, held=holding, colour=lowered)


def _ranked(book: Scorebook, band: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ranks within each ranked group, and the colours before caps (quotas need ranks)."""
    plan, branches = book.plan, book.branches
    mode = (plan.document.get("ranking") or {}).get("mode", "threshold")
    rank, tied = np.zeros(len(book), np.int64), np.zeros(len(book), bool)
    keys = _keys(book)
    groups: dict[str, list[int]] = {}
    for number, code in enumerate(branches.types):
        if plan.ranked[code]:
            groups.setdefault(plan.groups[code], []).append(number)
    for numbers in groups.values():
        mine = np.isin(branches.type_of, numbers)
        if branches.ranked is not None:
            mine &= branches.ranked
        here = np.flatnonzero(mine)
        rank[here], tied[here] = ranks([key[here] for key in keys])
        if mode != "threshold":
            band[here] = colours.by_quota(plan, rank[here], band[here])
    return rank, tied, band


def _keys(book: Scorebook) -> list[np.ndarray]:
    """What ranks are decided by, in order; more is better."""
    found = [book.total]
    for key in (book.plan.document.get("ranking") or {}).get("tie_break") or ():
        if key == "base_total":
            found.append(book.base)
        elif key == "fewer_penalty_points":
            found.append(-book.penalty)
        else:
            index = book.plan.indices.index(key.removeprefix("index:"))
            found.append(np.maximum(book.scores[index], 0))  # a null index counts as 0
    return found


def rescored(book: Scorebook, branch: str, facts: Any, events: Iterable[Any]) -> Scorebook:
    """The whole book after one branch's facts and events changed: only that branch is scored.

    `facts` and `events` are all those of the branch, as rows; ranks are decided anew.
    """
    place = book.branches.positions()[branch]
    alone = book.branches.pick(place)
    facts = Facts.of(facts, alone, book.quarter)
    own = points_book(book.plan, alone, facts, events_of(events, alone))
    changed = replace(
        book,
        facts=_exchanged(book.facts, place, facts),
        events=[event for event in book.events if event.branch != place]
        + [event._replace(branch=place) for event in own.events],
    )
    for name in ("points", "due", "earned", "maximum", "weight", "full", "scores"):
        column = getattr(book, name).copy()
        column[:, place] = getattr(own, name)[:, 0]
        setattr(changed, name, column)
    for name in ("base", "bonus", "penalty", "total"):
        column = getattr(book, name).copy()
        column[place] = getattr(own, name)[0]
        setattr(changed, name, column)
    return placed(changed)


def _exchanged(facts: Facts, place: int, own: Facts) -> Facts:
    """The fact table with one branch's rows exchanged."""
    keep = facts.branch != place
    known = {measure: number for number, measure in enumerate(facts.measures)}
    move = np.array([known.setdefault(measure, len(known)) for measure in own.measures], np.int64)
    return Facts(
        np.append(facts.branch[keep], np.full(len(own), place)),
        np.append(facts.month[keep], own.month),
        np.append(facts.measure[keep], move[own.measure]),
        np.append(facts.value[keep], own.value),
        list(known),
        facts.months,
    )
