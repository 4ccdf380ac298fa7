"""Reads branches.csv: code, name, type and a column of 0 and 1 per attribute."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..tables import Branches
from .columns import broken_lines, read_columns
from .faults import Faults

NEEDED = ("code", "type")


def read_branches(path: Path, document: Mapping[str, Any], faults: Faults) -> Branches:
    """The branches in the order of the file; faults name line, column and value."""
    table = read_columns(path, NEEDED)
    for line, text in broken_lines(table):
        faults.add(line, "", text, "field_count")
    codes = table.columns["code"]
    _codes(table, faults)
    types = table.columns["type"]
    known = {row["code"]: number for number, row in enumerate(document["branch_types"])}
    type_of = np.array([known.get(value, -1) for value in types.values] or [-1], np.int64)[
        types.codes
    ]
    for row in np.flatnonzero(type_of < 0).tolist():
        faults.add(table.line(row), "type", types.values[types.codes[row]], "unknown_type")
    attributes = {}
    for name in (row["code"] for row in document.get("branch_attributes") or ()):
        column = table.columns.get(name)
        if column is None:
            continue  # a branch without the column does not have the attribute
        state = np.array([{"0": 0, "1": 1}.get(value, -1) for value in column.values] or [-1])[
            column.codes
        ]
        for row in np.flatnonzero(state < 0).tolist():
            faults.add(table.line(row), name, column.values[column.codes[row]], "not_0_or_1")
        attributes[name] = state > 0
    names = [codes.values[code] for code in codes.codes.tolist()]
    return Branches(names, list(known), type_of.astype(np.int32), attributes)


def _codes(table: Any, faults: Faults) -> None:
    """Codes are there and stand once."""
    column = table.columns["code"]
    counts = np.bincount(column.codes, minlength=len(column.values)) if table.size else np.zeros(0)
    for number in np.flatnonzero(counts > 1).tolist():
        if column.values[number]:
            for row in np.flatnonzero(column.codes == number)[1:].tolist():
                faults.add(table.line(row), "code", column.values[number], "branch_twice")
    empty = [number for number, value in enumerate(column.values) if not value.strip()]
    for row in np.flatnonzero(np.isin(column.codes, empty)).tolist():
        faults.add(table.line(row), "code", column.values[column.codes[row]], "empty_code")
