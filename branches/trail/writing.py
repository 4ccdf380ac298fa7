"""Rows of a log platform as a file: CSV that spreadsheets open, or JSON lines."""

import csv
import io
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import BinaryIO

from branches.trail.platform import COLUMNS, Row

# What a spreadsheet takes for a formula when a cell begins with it, in full width too.
_LIVE = tuple("=+-@\t\r\n＝＋－＠")
_GUARD = "'"


class Form(StrEnum):
    """How the file is written; the value is its ending."""

    CSV = "csv"
    JSONL = "jsonl"


TYPES = {Form.CSV: "text/csv; charset=utf-8", Form.JSONL: "application/x-ndjson; charset=utf-8"}


def write(found: Iterable[Row], form: Form, out: BinaryIO) -> int:
    """Write the rows one after the other; how many."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig" if form == Form.CSV else "utf-8", newline="", errors="backslashreplace")
    try:
        return _csv(found, text) if form == Form.CSV else _json_lines(found, text)
    finally:
        text.detach()  # flushes; the caller's file stays open


def guarded(value: str) -> str:
    """The value with an apostrophe before it when it would begin a formula; taking one away gives it back."""
    return _GUARD + value if value.startswith((*_LIVE, _GUARD)) else value


def unguarded(value: str) -> str:
    """The value that `guarded` was given."""
    return value.removeprefix(_GUARD)


def _csv(found: Iterable[Row], text: io.TextIOBase) -> int:
    lines, count = csv.writer(text), 0
    lines.writerow(COLUMNS)
    for count, row in enumerate(found, 1):  # noqa: B007 - the last number is the answer
        lines.writerow([guarded(row[name]) for name in COLUMNS])
    return count


def _json_lines(found: Iterable[Row], text: io.TextIOBase) -> int:
    count = 0
    for count, row in enumerate(found, 1):  # noqa: B007 - the last number is the answer
        text.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    return count
