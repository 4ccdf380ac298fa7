"""Text columns of a csv or parquet file, each as codes into its distinct values."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from .faults import FileProblem


@dataclass
class Coded:
    """One column: its distinct values and, per row, which of them."""

    values: list[Any]
    codes: np.ndarray


@dataclass
class Columns:
    """The columns of one file and how its rows are numbered for people."""

    path: Path
    columns: dict[str, Coded]
    size: int
    broken: list[tuple[int, str]]  # lines with the wrong number of fields

    def line(self, row: int) -> int:
        """The line of a row: in csv the physical line, in parquet the row's number."""
        return int(self.lines()[row])

    def lines(self) -> np.ndarray:
        """The lines of all rows; read again only when a fault has to be named."""
        if self.path.suffix.lower() != ".csv":
            return np.arange(1, self.size + 1)
        if not hasattr(self, "_lines"):
            self._lines = _physical_lines(self.path, self.broken)
        return self._lines


def read_columns(path: Path, needed: tuple[str, ...]) -> Columns:
    """The columns of a file; FileProblem when it cannot be read or lacks one."""
    if not path.is_file():
        raise FileProblem(str(path), "no_file")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        found = _from_csv(path)
    elif suffix == ".parquet":
        found = _from_parquet(path)
    else:
        raise FileProblem(str(path), "unknown_format", formats=".csv, .parquet")
    missing = [name for name in needed if name not in found.columns]
    if missing:
        raise FileProblem(str(path), "missing_columns", columns=", ".join(missing))
    return found


def _header(path: Path) -> list[str]:
    """The column names; also proves that the file is UTF-8 as far as the header."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader(file), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(str(path), "not_utf8") from error
    if not names:
        raise FileProblem(str(path), "empty")
    if len(set(names)) != len(names):
        raise FileProblem(str(path), "column_twice")
    return names


def _from_csv(path: Path) -> Columns:
    import pyarrow as pa
    import pyarrow.csv as pc

    names, broken = _header(path), []

    def wrong_width(row: Any) -> str:
        broken.append((int(row.number or 0), row.text))
        return "skip"

    text = pa.dictionary(pa.int32(), pa.string())
    try:
        table = pc.read_csv(
            path,
            # One thread: only then are rows of the wrong width numbered.
            read_options=pc.ReadOptions(
                column_names=names, skip_rows=0, use_threads=False, encoding="utf8"
            ),
            parse_options=pc.ParseOptions(newlines_in_values=True, invalid_row_handler=wrong_width),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, text), strings_can_be_null=False, check_utf8=True
            ),
        )
    except pa.ArrowInvalid as error:
        code = "not_utf8" if "UTF8" in str(error).replace("-", "") else "not_csv"
        raise FileProblem(str(path), code) from error
    table = table.slice(1)  # the header came as a row
    return Columns(path, _coded(table), table.num_rows, broken)


def _from_parquet(path: Path) -> Columns:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise FileProblem(str(path), "not_parquet") from error
    return Columns(path, _coded(table), table.num_rows, [])


def _coded(table: Any) -> dict[str, Coded]:
    """Distinct values as exact text: decimals stay decimals, floats their shortest text."""
    found = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if not hasattr(column, "dictionary"):
            column = column.dictionary_encode()
        if not hasattr(column, "dictionary"):  # a chunked column
            column = column.unify_dictionaries().combine_chunks()
        codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        values = [_text(value) for value in column.dictionary.to_pylist()]
        if (codes < 0).any():
            codes = np.where(codes < 0, len(values), codes)
            values.append("")
        found[str(name)] = Coded(values, codes)
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def _physical_lines(path: Path, broken: list[tuple[int, str]]) -> np.ndarray:
    """The line on which each row of a csv starts, rows of the wrong width left out."""
    skipped = {number for number, _ in broken}
    lines, number = [], 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        before = 0
        for row in reader:
            start, before = before + 1, reader.line_num
            if not row:
                continue
            number += 1
            if number > 1 and number not in skipped:
                lines.append(start)
    return np.array(lines, np.int64)


def broken_lines(table: Columns) -> list[tuple[int, str]]:
    """The lines of rows with the wrong number of fields, and their text."""
    if not table.broken:
        return []
    numbers, found, number = dict(table.broken), [], 0
    with open(table.path, encoding="utf-8-sig", newline="") as file:
        reader, before = csv.reader(file), 0
        for row in reader:
            start, before = before + 1, reader.line_num
            number += bool(row)
            if row and number in numbers:
                found.append((start, numbers[number].strip()))
    return found
