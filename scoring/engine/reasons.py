"""Why an indicator or part is not full marks: a code and the values a sentence needs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from indexmetrics.rulebook.amounts import amount, plain

from .cells import Piece
from .exact import SCALE, decimal_text, units
from .rules import Status
from .rules.outcome import POLICY

STATUS_CODES = {
    Status.MISSING: "missing",
    Status.NO_DENOMINATOR: "denominator_zero",
    Status.INSUFFICIENT: "insufficient",
    Status.UNRECORDED: "denominator_unrecorded",
}


def reason_of(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    """Code and values for the only branch of a traced block."""
    values = VALUES[piece.part.type](piece, months)
    status = Status(int(piece.outcome.status[0]))
    if status is not Status.SCORED:
        policy = piece.part.policy(POLICY[status])
        return {"code": STATUS_CODES[status], "values": {**values, "policy": policy}}
    full = int(piece.num[0]) >= piece.part.maximum * _one(piece.den)
    return {"code": "full" if full else piece.part.type, "values": values}


def _one(value: Any) -> int:
    return int(value[0]) if isinstance(value, np.ndarray) else int(value)


def _note(piece: Piece, name: str) -> int:
    return _one(piece.outcome.notes[name])


def _known(value: int) -> str | None:
    """A fact as text; None where it is not recorded."""
    return None if value < 0 else decimal_text(value)


def _coverage(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    reached = piece.outcome.notes["reached"][:, 0].tolist()
    return {
        "months": _note(piece, "months"),
        "due": _note(piece, "due"),
        "months_missing": [month for month, yes in zip(months, reached, strict=True) if not yes],
        "least": plain(piece.part.rule["min_events_per_period"]),
    }


def _count(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    count, target = _note(piece, "count"), _note(piece, "target")
    return {
        "count": decimal_text(count),
        "target": decimal_text(target),
        "short": decimal_text(max(target - count, 0)),
    }


def _events(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    cap = piece.part.rule.get("cap")
    return {
        "events": decimal_text(_note(piece, "events")),
        "each": plain(piece.part.rule["points_each"]),
        "cap": None if cap is None else plain(cap),
    }


def _timely(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    rule = piece.part.rule
    counts = {name: _note(piece, name) for name in ("on_time", "late", "missing")}
    open_units = max(units(rule["units_due"]) - counts["on_time"] - counts["late"], 0)
    return {
        **{name: decimal_text(count) for name, count in counts.items()},
        "missing": decimal_text(max(counts["missing"], open_units)),
        "due": plain(rule["units_due"]),
        "on_time_factor": plain(rule["on_time_factor"]),
        "late_factor": plain(rule["late_factor"]),
    }


def _rate(num: int, den: int) -> str | None:
    return plain(Fraction(num, den)) if den else None


def _ratio(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    num, den = _note(piece, "num"), _note(piece, "den")
    rule = piece.part.rule
    needs = amount(rule["full_at"]) * den
    return {
        "num": decimal_text(num),
        "den": decimal_text(den),
        "rate": _rate(num, den),
        "full_at": plain(rule["full_at"]),
        "zero_at": plain(rule["zero_at"]),
        "short": plain(max(needs - num, 0) / SCALE),
    }


def _tiered(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    rule, tier = piece.part.rule, _note(piece, "tier")
    num, den = _note(piece, "num"), _note(piece, "den")
    notes = piece.outcome.notes
    small = notes["small"] is not None and bool(notes["small"][0])
    by_value = bool(notes["value"][0])
    bands = rule["small_group"]["misses"] if small else rule["bands"]
    values: dict[str, Any] = {
        "num": None if by_value else decimal_text(num),
        "den": None if by_value else decimal_text(den),
        "rate": _rate(num, den),
        "small_group": small,
        "tier": tier + 1 if tier < len(bands) else None,
    }
    if small:
        values["missed"] = decimal_text(max(den - num, 0))
    if tier > 0:
        above = bands[tier - 1]
        line = above["lte"] if small else above["gte"]
        values["next"] = {"line": plain(line), "points": plain(above["points"])}
        if not small and not by_value:
            # Heads are whole: the next band needs the next whole number.
            whole = -(-amount(line) * den // SCALE) - Fraction(num, SCALE)
            values["next"]["needs"] = plain(max(whole, 0))
    return values


def _deduct(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    counts = piece.outcome.notes["counts"]
    items = [
        {
            "code": item["code"],
            "count": decimal_text(_one(counts[item["code"]])),
            "each": plain(item["each"]),
            "lost": plain(amount(item["each"]) * Fraction(_one(counts[item["code"]]), SCALE)),
        }
        for item in piece.part.rule["items"]
        if _one(counts[item["code"]])
    ]
    return {"items": items, "floor": plain(piece.part.rule["floor"])}


def _checklist(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    done = piece.outcome.notes["done"]
    rows = [
        {"code": item["code"], "points": plain(item["points"]), "done": bool(done[item["code"]][0])}
        for item in piece.part.rule["items"]
    ]
    return {"items": rows, "open": [row["code"] for row in rows if not row["done"]]}


def _panel(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    notes, rule = piece.outcome.notes, piece.part.rule
    table, start, stop = notes["marks"], _note(piece, "start"), _note(piece, "stop")
    low, high = int(rule["drop_lowest"]), int(rule["drop_highest"])
    count = stop - start
    enough = int(piece.outcome.status[0]) == Status.SCORED
    marks = [
        {
            "judge": table.measures[table.names[start + n]],
            "mark": decimal_text(table.marks[start + n]),
            "dropped": enough and (n < low or n >= count - high),
        }
        for n in range(count)
    ]
    mean = plain(Fraction(_note(piece, "sum"), _note(piece, "kept") * SCALE)) if enough else None
    return {
        "marks": marks,
        "judges": count,
        "judges_min": plain(rule["judges_min"]),
        "mean": mean,
        "scale": plain(rule["scale"]),
    }


def _survey(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    rule = piece.part.rule
    return {
        **{name: _known(_note(piece, name)) for name in ("responses", "eligible", "mean")},
        "scale": plain(rule["scale"]),
        "min_responses": plain(rule["min_responses"]),
        "min_response_rate": plain(rule["min_response_rate"]),
    }


def _place(piece: Piece, months: tuple[str, ...]) -> dict[str, Any]:
    rank, size, tier = _note(piece, "rank"), _note(piece, "group_size"), _note(piece, "tier")
    bands = piece.part.rule["bands"]
    values: dict[str, Any] = {"rank": _known(rank), "group_size": _known(size)}
    values["percent"] = plain(Fraction(100 * rank, size)) if rank > 0 and size > 0 else None
    if tier > 0:
        above = bands[tier - 1]
        values["next"] = {"line": plain(above["top_pct_lte"]), "points": plain(above["points"])}
    return values


VALUES: dict[str, Callable[[Piece, tuple[str, ...]], dict[str, Any]]] = {
    "period_coverage": _coverage,
    "count_ratio": _count,
    "per_event": _events,
    "timeliness": _timely,
    "ratio": _ratio,
    "tiered": _tiered,
    "deduct": _deduct,
    "checklist": _checklist,
    "panel": _panel,
    "survey": _survey,
    "rank_tier": _place,
}
