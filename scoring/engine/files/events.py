"""Reads events.csv: bonus, penalty, veto, overdue notices, not-applicable decisions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..exact import BadValue, scaled
from ..tables import KINDS, Branches, Event
from .columns import broken_lines, read_columns
from .faults import Faults

NEEDED = ("branch", "kind", "code", "points")


def read_events(
    path: Path, document: Mapping[str, Any], branches: Branches | None, faults: Faults
) -> list[Event]:
    """The events; a column `matter` is taken when it is there."""
    table = read_columns(path, NEEDED)
    for line, text in broken_lines(table):
        faults.add(line, "", text, "field_count")
    names = [name for name in (*NEEDED, "matter") if name in table.columns]
    columns = {name: table.columns[name] for name in names}
    known = _known(document)
    positions = None if branches is None else branches.positions()
    events = []
    for row in range(table.size):
        cell = {name: column.values[column.codes[row]] for name, column in columns.items()}
        wrong = list(_wrong(cell, known, positions))
        for name, code in wrong:
            faults.add(table.line(row), name, cell[name], code)
        if not wrong:
            place = 0 if positions is None else positions[cell["branch"]]
            points = scaled(cell["points"]) if cell["points"] else 0
            events.append(Event(place, cell["kind"], cell["code"], points, cell.get("matter", "")))
    return events


def _known(document: Mapping[str, Any]) -> dict[str, set[str]]:
    """The codes an event of each kind may name."""

    def items(section: str) -> set[str]:
        return {row["code"] for row in (document.get(section) or {}).get("items") or ()}

    return {
        "bonus": items("bonus"),
        "penalty": items("penalties"),
        "veto": {row["code"] for row in document.get("vetoes") or ()},
        "not_applicable": {
            row["code"] for index in document["indices"] for row in index.get("indicators") or ()
        },
    }


def _wrong(cell: Mapping[str, str], known: Mapping[str, set[str]], positions: Any) -> Any:
    """Column and code of each fault of one event."""
    kind = cell["kind"]
    if positions is not None and cell["branch"] not in positions:
        yield "branch", "unknown_branch"
    if kind not in KINDS:
        yield "kind", "unknown_kind"
        return
    if kind in known and cell["code"] not in known[kind]:
        yield "code", "unknown_code"
    if kind not in ("bonus", "penalty"):
        if cell["points"]:
            yield "points", "points_not_empty"
        return
    try:
        if scaled(cell["points"]) == 0:
            yield "points", "not_above_zero"
    except BadValue as error:
        yield "points", str(error)
