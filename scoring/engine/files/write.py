"""Writes results as json, csv, parquet or xlsx: the whole file, or nothing."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from ..scorebook import ENGINE_VERSION, Scorebook
from ..seal import seal

SUMS = ("base_total", "bonus", "penalty", "total")


def write_result(book: Scorebook, path: Path) -> str:
    """Write the scorebook in the format of the file's name; answers the seal."""
    stamp = seal(book)
    with _whole(path) as part:
        FORMATS[path.suffix.lower()](book, stamp, part)
    return stamp


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside the target that takes its name only when it is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _json(book: Scorebook, stamp: str, path: Path) -> None:
    head = {
        "quarter": book.quarter,
        "scheme": book.plan.document["scheme"]["code"],
        "engine": ENGINE_VERSION,
        "seal": stamp,
    }
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "branches": [')
        for number, row in enumerate(book.rows()):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(row, ensure_ascii=False))
        file.write("\n]}\n")


def _names(book: Scorebook) -> list[str]:
    return [
        "branch",
        "type",
        "group",
        *book.plan.indicators,
        *(f"index:{code}" for code in book.plan.indices),
        *SUMS,
        "colour",
        "rank",
        "tied",
        "caps_held",
    ]


def _flat(book: Scorebook, row: dict[str, Any]) -> list[Any]:
    """One branch as a line of a table; null where nothing applies."""
    return [
        row["branch"],
        row["type"],
        row["group"],
        *(row["indicator_points"].get(code) for code in book.plan.indicators),
        *row["indices"].values(),
        *(row[name] for name in SUMS),
        row["colour"],
        row["rank"],
        row["tied"],
        row["caps_held"],
    ]


def _csv(book: Scorebook, stamp: str, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_names(book))
        for row in book.rows():
            *cells, tied, caps = _flat(book, row)
            writer.writerow([*cells, int(tied), " ".join(caps)])


def _parquet(book: Scorebook, stamp: str, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    points = pa.decimal128(14, 2)
    names = _names(book)
    kinds = {
        "branch": pa.string(),
        "type": pa.string(),
        "group": pa.string(),
        "colour": pa.string(),
        "rank": pa.int32(),
        "tied": pa.bool_(),
        "caps_held": pa.list_(pa.string()),
    }
    schema = pa.schema(
        [(name, kinds.get(name, points)) for name in names],
        metadata={
            "quarter": book.quarter,
            "scheme": str(book.plan.document["scheme"]["code"]),
            "engine": ENGINE_VERSION,
            "seal": stamp,
        },
    )
    exact = {n for n, name in enumerate(names) if name not in kinds}
    with pq.ParquetWriter(path, schema) as writer:
        for low in range(0, len(book), 1 << 14):
            rows = [_flat(book, row) for row in book.rows(low, min(low + (1 << 14), len(book)))]
            columns = [
                [None if v is None else Decimal(v) for v in column] if n in exact else list(column)
                for n, column in enumerate(zip(*rows, strict=True))
            ]
            arrays = [
                pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _xlsx(book: Scorebook, stamp: str, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(book.quarter)
    sheet.freeze_panes = "B2"

    def words(text: str) -> Any:
        cell = WriteOnlyCell(sheet, value=text)
        cell.data_type = "s"  # never a formula, whatever a code starts with
        return cell

    def number(text: str | None) -> Any:
        cell = WriteOnlyCell(sheet, value=None if text is None else Decimal(text))
        cell.number_format = "0.00"
        return cell

    sheet.append([words(name) for name in _names(book)])
    for row in book.rows():
        head, rest = _flat(book, row)[:3], _flat(book, row)[3:]
        *figures, colour, rank, tied, caps = rest
        sheet.append(
            [
                *map(words, head),
                *map(number, figures),
                words(colour),
                rank,
                int(tied),
                words(" ".join(caps)),
            ]
        )
    about = workbook.create_sheet("seal")
    for name, value in (
        ("quarter", book.quarter),
        ("scheme", str(book.plan.document["scheme"]["code"])),
        ("engine", ENGINE_VERSION),
        ("seal", stamp),
    ):
        about.append([name, value])
    workbook.save(path)


FORMATS: dict[str, Callable[[Scorebook, str, Path], None]] = {
    ".json": _json,
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
