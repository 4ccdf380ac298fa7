"""The seal: SHA-256 over the canonical JSON of everything a result rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from indexmetrics.rulebook.amounts import amount

from .exact import decimal_text
from .scorebook import ENGINE_VERSION, Scorebook

PIECE = 1 << 16  # facts written at a time


def canonical(value: Any) -> str:
    """JSON with sorted keys and every number as its shortest decimal string."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float, Decimal, Fraction)):
        return _number(value)
    raise TypeError(f"no place in canonical JSON for {type(value).__name__}")


def _number(value: Any) -> str:
    """1, 1.0 and Decimal('1.00') are one number and one text."""
    number = Decimal(str(value)) if not isinstance(value, Fraction) else None
    if number is None:
        exact = amount(value)
        return f"{exact.numerator}/{exact.denominator}"
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "0") else text


def seal(book: Scorebook) -> str:
    """64 hex digits that are the same for the same inputs and results on any machine.

    Branches, facts and events are sorted, so the order of their rows does not matter.
    """
    digest = hashlib.sha256()
    for piece in _pieces(book):
        digest.update(piece.encode())
    return digest.hexdigest()


def short(seal_text: str) -> str:
    """The seal as printed: the first twelve digits in groups of four."""
    return " ".join(seal_text[start : start + 4] for start in (0, 4, 8))


def _pieces(book: Scorebook) -> Iterator[str]:
    """The canonical JSON, piece by piece, keys in order."""
    order = sorted(range(len(book)), key=book.branches.codes.__getitem__)
    yield '{"branches":['
    yield from _listed(_branch(book, position) for position in order)
    yield f'],"engine":{canonical(ENGINE_VERSION)},"events":['
    yield from _listed(sorted(_event(book, event) for event in book.events))
    yield '],"facts":['
    yield from _facts(book, order)
    yield f'],"quarter":{canonical(book.quarter)},"results":['
    yield from _results(book, order)
    yield f'],"scheme":{canonical(book.plan.document)}' + "}"


def _listed(texts: Iterable[str]) -> Iterator[str]:
    first = True
    for text in texts:
        yield text if first else "," + text
        first = False


def _branch(book: Scorebook, position: int) -> str:
    table = book.branches
    row = {
        "attributes": sorted(name for name, column in table.attributes.items() if column[position]),
        "code": table.codes[position],
        "type": table.types[table.type_of[position]],
    }
    if table.ranked is not None:
        row["ranked"] = bool(table.ranked[position])
    return canonical(row)


def _event(book: Scorebook, event: Any) -> str:
    points = decimal_text(event.points) if event.points else ""
    return canonical(
        [book.branches.codes[event.branch], event.kind, event.code, points, event.matter]
    )


def _facts(book: Scorebook, order: list[int]) -> Iterator[str]:
    """Facts by branch, month, indicator, part and key."""
    facts = book.facts
    if not len(facts):
        return
    branch_rank = np.empty(len(book), np.int64)
    branch_rank[order] = np.arange(len(book))
    names = sorted(range(len(facts.measures)), key=lambda n: tuple(facts.measures[n]))
    measure_rank = np.empty(len(names), np.int64)
    measure_rank[names] = np.arange(len(names))
    key = branch_rank[facts.branch] * 3 + facts.month
    key = key * len(names) + measure_rank[facts.measure]
    rows = np.argsort(key, kind="stable")
    heads = [canonical(code)[:-1] + '","' for code in book.branches.codes]
    tails = [
        [f'{month}",{canonical(list(measure))[1:-1]},"' for month in facts.months]
        for measure in facts.measures
    ]
    comma = ""
    for low in range(0, len(rows), PIECE):
        here = rows[low : low + PIECE]
        columns = (facts.branch[here], facts.month[here], facts.measure[here], facts.value[here])
        lines = [
            f'[{heads[branch]}{tails[measure][month]}{decimal_text(value)}"]'
            for branch, month, measure, value in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]
        yield comma + ",".join(lines)
        comma = ","


def _results(book: Scorebook, order: list[int]) -> Iterator[str]:
    """The rows of the result, sorted by branch."""
    if order == list(range(len(book))):
        rows: Iterable[dict[str, Any]] = book.rows()
    else:
        rows = (book.row(position) for position in order)
    yield from _listed(canonical(row) for row in rows)
