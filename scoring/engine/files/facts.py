"""Reads the long fact table from csv or parquet, exactly, with every fault named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from indexmetrics.rulebook.check_sources import known_keys

from ..exact import BadValue, scaled
from ..quarter import months_of
from ..tables import Branches, Facts, Measure
from .columns import Coded, Columns, broken_lines, read_columns
from .faults import Faults

NEEDED = ("branch", "month", "indicator", "part", "key", "value")


def read_facts(
    path: Path, document: Mapping[str, Any], branches: Branches | None, quarter: str, faults: Faults
) -> Facts:
    """The fact table. Without `branches` (their file is faulty) branch codes are not checked."""
    table = read_columns(path, NEEDED)
    for line, text in broken_lines(table):
        faults.add(line, "", text, "field_count")
    branch = _branches(table, branches, faults)
    months = months_of(quarter)
    month = _mapped(
        table,
        "month",
        lambda text: months.index(text) if text in months else -1,
        "outside_quarter",
        faults,
    )
    measure, measures, fits = _measures(table, document, faults)
    value = _values(table, faults)
    good = (branch >= 0) & (month >= 0) & fits & (value >= 0)
    _twice(table, branch, month, measure, len(measures), good, faults)
    return Facts(branch, month.astype(np.int8), measure, value, measures, list(months))


def _mapped(
    table: Columns, name: str, look: Callable[[str], int], code: str, faults: Faults
) -> np.ndarray:
    """A column through a look-up of its distinct values; −1 becomes a fault."""
    column = table.columns[name]
    found = np.array([look(value) for value in column.values] or [-1], np.int64)[column.codes]
    _blame(table, name, column, np.flatnonzero(found < 0), lambda value: code, faults)
    return found


def _blame(
    table: Columns,
    name: str,
    column: Coded,
    rows: np.ndarray,
    code: Callable[[Any], str],
    faults: Faults,
) -> None:
    if not len(rows):
        return
    lines = table.lines()
    for row in rows[:1000].tolist():
        value = column.values[column.codes[row]]
        faults.add(lines[row], name, value, code(value))
    faults.count += max(len(rows) - 1000, 0)


def _branches(table: Columns, branches: Branches | None, faults: Faults) -> np.ndarray:
    if branches is None:
        return table.columns["branch"].codes.astype(np.int32)
    positions = branches.positions()
    return _mapped(
        table, "branch", lambda code: positions.get(code, -1), "unknown_branch", faults
    ).astype(np.int32)


def _values(table: Columns, faults: Faults) -> np.ndarray:
    """Values in whole ten-thousandths; what is no exact number becomes a fault."""
    column, wrong = table.columns["value"], {}
    numbers = []
    for text in column.values:
        try:
            numbers.append(scaled(text))
        except BadValue as error:
            wrong[text] = str(error)
            numbers.append(-1)
    kind = np.int64 if max(numbers, default=0) >= 2**31 else np.int32
    value = np.array(numbers or [-1], kind)[column.codes]
    _blame(table, "value", column, np.flatnonzero(value < 0), lambda text: wrong[text], faults)
    return value


def _measures(
    table: Columns, document: Mapping[str, Any], faults: Faults
) -> tuple[np.ndarray, list[Measure], np.ndarray]:
    """Indicator, part and key together as one column; unknown ones become faults."""
    known = known_keys(document)
    first, second, third = (table.columns[name] for name in ("indicator", "part", "key"))
    packed = (first.codes * (len(second.values) + 1) + second.codes) * (
        len(third.values) + 1
    ) + third.codes
    distinct, measure = _distinct(packed)
    measures, wrong = [], []
    for row in distinct:
        what = Measure(*(column.values[column.codes[row]] for column in (first, second, third)))
        measures.append(what)
        wrong.append(_unknown(known, what))
    fits = np.array([not name for name in wrong] or [True])[measure]
    for name in ("indicator", "part", "key"):
        hit = np.array([found == name for found in wrong] or [False])[measure]
        _blame(
            table,
            name,
            table.columns[name],
            np.flatnonzero(hit),
            lambda value, name=name: f"unknown_{name}",
            faults,
        )
    return measure.astype(np.int32), measures, fits


def _distinct(packed: np.ndarray) -> tuple[list[int], np.ndarray]:
    """One row for each distinct number, and per row which of them."""
    import pandas as pd

    codes, values = pd.factorize(packed)
    first = np.full(len(values), -1, np.int64)
    rows = np.arange(len(codes))
    first[codes[::-1]] = rows[::-1]
    return first.tolist(), codes


def _unknown(known: Mapping[str, Any], what: Measure) -> str:
    """Which of the three names is not known; empty when all are."""
    if what.indicator not in known:
        return "indicator"
    if what.part not in known[what.indicator]:
        return "part"
    pairs = known[what.indicator][what.part]
    return "" if any(spec.knows(rule, what.key) for spec, rule in pairs) else "key"


def _twice(
    table: Columns,
    branch: np.ndarray,
    month: np.ndarray,
    measure: np.ndarray,
    wide: int,
    good: np.ndarray,
    faults: Faults,
) -> None:
    """The same branch, month, indicator, part and key stands once."""
    key = (branch.astype(np.int64) * 3 + month) * max(wide, 1) + measure
    rows = np.flatnonzero(good)
    order = rows[np.argsort(key[rows], kind="stable")]
    again = order[1:][key[order[1:]] == key[order[:-1]]]
    if not len(again):
        return
    lines = table.lines()
    for row in np.sort(again)[:1000].tolist():
        names = (table.columns[name] for name in NEEDED[:5])
        value = " ".join(text for column in names if (text := column.values[column.codes[row]]))
        faults.add(lines[row], "key", value, "fact_twice")
    faults.count += max(len(again) - 1000, 0)


def ignored(book: Any) -> int:
    """How many facts belong to indicators or parts that do not apply to their branch."""
    facts, plan, table = book.facts, book.plan, book.branches
    names = [None, *table.attributes]
    # Per type and measure: −1 never read, 0 always, else the attribute it hangs on.
    reads = np.full((len(table.types), max(len(facts.measures), 1)), -1, np.int64)
    for number, code in enumerate(table.types):
        conditions = {
            (line.code, part.code): (line.applies_if, part.applies_if)
            for line in plan.sheet(code)
            for part in line.parts
        }
        for place, what in enumerate(facts.measures):
            if (what.indicator, what.part) in conditions:
                wanted = [name for name in conditions[what.indicator, what.part] if name]
                reads[number, place] = (
                    names.index(wanted[0]) if wanted and wanted[0] in names else -bool(wanted)
                )
    unread = 0
    holders = np.array([np.ones(len(table), bool), *table.attributes.values()])
    for low in range(0, len(facts), 1 << 20):
        branch, measure = facts.branch[low : low + (1 << 20)], facts.measure[low : low + (1 << 20)]
        condition = reads[table.type_of[branch], measure]
        unread += int(((condition < 0) | ~holders[np.maximum(condition, 0), branch]).sum())
    return unread
