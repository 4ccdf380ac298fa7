"""The point trail of one branch: the same rules run on it alone, with all they saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from .cells import Piece, Scored, score_line
from .colour import below_ratio
from .columns import Block, Grid
from .exact import SCALE, decimal_text, half_up, hundredths_text
from .plan import Line, Plan
from .quarter import months_of
from .reasons import reason_of
from .score import score
from .scorebook import Scorebook, text
from .totals import SECTIONS, by_item, floor_of


def explain(
    scheme: Mapping[str, Any] | Plan,
    branch: Mapping[str, Any],
    facts: Iterable[Any],
    events: Iterable[Any] = (),
    *,
    quarter: str,
) -> dict[str, Any]:
    """The point trail of one branch as JSON-ready data; its rank needs the whole book."""
    return trail(score(scheme, [branch], facts, events, quarter=quarter), 0)


def trail(book: Scorebook, position: int) -> dict[str, Any]:
    """The point trail of the branch at `position`: cells, caps, indices, sums."""
    branches = book.branches.pick(position)
    grid = Grid(book.plan, branches, book.facts.pick(position))
    block = Block(branches.types[branches.type_of[0]], 0, 1, np.zeros(1, np.int64))
    return {
        "cells": _cells(book, position, grid, block),
        "indices": _indices(book, position),
        "sums": _sums(book, position),
        "caps": _caps(book, position),
    }


def _share(value: Fraction | int) -> str:
    """Hundredths, half up, of exact points."""
    value = Fraction(value)
    return hundredths_text(half_up(100 * value.numerator, value.denominator)) or ""


def _cells(book: Scorebook, position: int, grid: Grid, block: Block) -> list[dict[str, Any]]:
    """Every indicator that the branch type has, also those not scored this quarter."""
    plan = book.plan
    waived = {e.code for e in book.events if e.kind == "not_applicable" and e.branch == position}
    lines = {line.position: line for line in plan.sheet(block.branch_type)}
    cells = []
    for number, row in enumerate(plan.rows):
        if block.branch_type not in (row.get("applies_to_branch_types") or ()):
            continue
        cell = {"indicator": row["code"], "index": plan.indices[plan.index_of[number]]}
        line = lines.get(number)
        if line is None:
            quarters = list(row.get("scored_in_quarters") or ())
            cells.append(
                cell | _outside(row["max_points"], "not_due", {"quarters": quarters}, "not_due")
            )
            continue
        maximum = Fraction(line.maximum, SCALE)
        if line.applies_if and not grid.branches.attribute(line.applies_if)[0]:
            reason = {"attribute": line.applies_if}
            cells.append(cell | _outside(maximum, "condition", reason, "not_applicable"))
        elif line.code in waived:
            cells.append(cell | _outside(maximum, "waived", {}, "exempt"))
        else:
            points = int(book.points[number, position])
            cells.append(cell | _scored(score_line(grid, block, line, None), points, book.quarter))
    return cells


def _outside(maximum: Any, code: str, values: dict[str, Any], state: str) -> dict[str, Any]:
    return {
        "points": None,
        "max": _share(Fraction(str(maximum))),
        "state": state,
        "loss": "0.00",
        "reason": {"code": code, "values": values},
        "parts": [],
        "arithmetic": {},
    }


def _scored(scored: Scored, points: int, quarter: str) -> dict[str, Any]:
    """One indicator that is asked for, with its parts and its arithmetic."""
    line = scored.line
    months = months_of(quarter)
    reasons = [reason_of(piece, months) for piece in scored.pieces]
    applying = [piece.applies is None or bool(piece.applies[0]) for piece in scored.pieces]
    parts = _parts(line, scored.pieces, reasons, applying) if line.composite else []
    if not line.composite:
        reason = reasons[0]
    elif not any(applying):
        reason = {"code": "no_part_applies", "values": {}}
    else:
        lost = [row["part"] for row in parts if row["loss"] != "0.00"]
        reason = {"code": "composite" if lost else "full", "values": {"parts": lost}}
    missing = all(row["code"] == "missing" for row in reasons)
    state = "not_applicable" if points < 0 else "missing" if missing else "accepted"
    maximum = Fraction(line.maximum, SCALE)
    loss = "0.00" if points < 0 else _share(max(maximum - Fraction(points, 100), Fraction(0)))
    return {
        "points": text(points),
        "max": _share(maximum),
        "state": state,
        "loss": loss,
        "reason": reason,
        "parts": parts,
        "arithmetic": {
            "type": line.row["rule"]["type"],
            "values": {} if line.composite else reasons[0]["values"],
            "exact": None if points < 0 else str(_exact(scored.num, scored.den)),
            "points": text(points),
            "maximum": decimal_text(line.maximum),
        },
    }


def _exact(num: Any, den: Any) -> Fraction:
    """Exact points of the only branch."""
    below = den[0] if isinstance(den, np.ndarray) else den
    return Fraction(int(num[0]), int(below) * SCALE)


def _parts(
    line: Line, pieces: list[Piece], reasons: list[dict], applying: list[bool]
) -> list[dict]:
    """The parts of a composite; what a part loses is told in points of the indicator."""
    together = sum(piece.part.maximum for piece, yes in zip(pieces, applying, strict=True) if yes)
    rows = []
    for piece, reason, yes in zip(pieces, reasons, applying, strict=True):
        part, exact = piece.part, _exact(piece.num, piece.den)
        maximum = Fraction(part.maximum, SCALE)
        if not yes and reason["code"] not in ("missing", "denominator_zero", "insufficient"):
            reason = {"code": "condition", "values": {"attribute": part.applies_if}}
        lost = (maximum - exact) * line.maximum / together if yes else Fraction(0)
        rows.append(
            {
                "part": part.code,
                "type": part.type,
                "applies": yes,
                "points": _share(exact) if yes else None,
                "exact": str(exact) if yes else None,
                "max": _share(maximum),
                "loss": _share(max(lost, Fraction(0))),
                "reason": reason,
            }
        )
    return rows


def _indices(book: Scorebook, position: int) -> list[dict[str, Any]]:
    together = int(book.weight[:, position].sum())
    zeroed = {}
    for event in book.events:
        if event.kind == "veto" and event.branch == position:
            index = book.plan.vetoes[event.code]["effect"].get("index_zero")
            zeroed.setdefault(index, event.code)
    rows = []
    for number, code in enumerate(book.plan.indices):
        weight = int(book.weight[number, position])
        null = int(book.scores[number, position]) < 0
        rows.append(
            {
                "index": code,
                "points": text(int(book.earned[number, position])),
                "applicable_max": _share(Fraction(int(book.maximum[number, position]), SCALE)),
                "weight": decimal_text(book.plan.weights[number]),
                "effective_weight": decimal_text(weight),
                "weights_together": decimal_text(together),
                "score": text(int(book.scores[number, position])),
                "max": None if null or not together else text(half_up(10000 * weight, together)),
                "zeroed_by": zeroed.get(code),
            }
        )
    return rows


def _sums(book: Scorebook, position: int) -> dict[str, Any]:
    """Base, bonus, penalty, total; each item with its sum before and under its cap."""
    document, count = book.plan.document, len(book)
    sums: dict[str, Any] = {
        "base_total": text(int(book.base[position])),
        "total": text(int(book.total[position])),
        "floor": decimal_text(floor_of(document)),
    }
    for kind, values in (("bonus", book.bonus), ("penalty", book.penalty)):
        mine = [event for event in book.events if event.branch == position]
        section = document.get(SECTIONS[kind]) or {}
        items = by_item(document, kind, mine, count)
        sums[kind] = text(half_up(int(values[position]), 100))
        sums[f"{kind}_cap"] = (
            None if section.get("total_cap") is None else str(section["total_cap"])
        )
        sums[f"{kind}_items"] = [
            {
                "code": code,
                "sum": decimal_text(plain_sum[position]),
                "counted": decimal_text(capped[position]),
            }
            for code, (plain_sum, capped) in items.items()
        ]
    return sums


def _caps(book: Scorebook, position: int) -> list[dict[str, Any]]:
    """Every cap that was looked at: held or not, and whether it changed the colour."""
    plan, colour, rows = book.plan, int(book.band[position]), []
    raised = {
        event.code for event in book.events if event.kind == "veto" and event.branch == position
    }
    for number, cap in enumerate(book.caps):
        if cap.kind == "veto" and cap.code not in raised:
            continue  # nobody proposed it, so nothing was looked at
        held = bool(book.held[number, position])
        after = max(colour, cap.colour) if held else colour
        rows.append(
            {
                "code": cap.code,
                "kind": cap.kind,
                "when": cap.row.get("when", "veto"),
                "below": None if cap.row.get("below") is None else str(cap.row["below"]),
                "held": held,
                "lowered": after != colour,
                "cap": plan.colours[cap.colour],
                "from": plan.colours[colour],
                "to": plan.colours[after],
                **_looked_at(book, position, cap),
            }
        )
        colour = after
    return rows


def _looked_at(book: Scorebook, position: int, cap: Any) -> dict[str, Any]:
    """The figure a cap compared: the base, or the weakest index of full weight."""
    if cap.kind == "veto":
        return {"value": None, "index": None}
    if cap.row["when"] == "rectification_overdue":
        overdue = sum(e.kind == "overdue" and e.branch == position for e in book.events)
        return {"value": str(overdue), "index": None}
    if cap.row["when"] == "base_total_below":
        return {"value": text(int(book.base[position])), "index": None}
    ratios = {
        code: Fraction(int(book.earned[n, position]) * 100, int(book.maximum[n, position]))
        for n, code in enumerate(book.plan.indices)
        if book.full[n, position] and book.plan.weights[n] and book.maximum[n, position]
    }
    if not ratios:
        return {"value": None, "index": None}
    weakest = min(ratios, key=lambda code: ratios[code])
    share = half_up(ratios[weakest].numerator * SCALE, ratios[weakest].denominator)
    below = below_ratio(book.plan, cap, book)[:, position]
    names = [code for code, yes in zip(book.plan.indices, below, strict=True) if yes]
    return {"value": f"{share // SCALE}.{share % SCALE:04d}", "index": weakest, "indices": names}
