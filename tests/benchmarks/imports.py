"""How long a preview takes: 10,000 rows × 36 columns read, checked and compared, against merely reading.

Run as `python tests/benchmarks/imports.py [ROWS]`; the figure that counts is the ratio to openpyxl's
read-only reader on the same file in the same run (goal: at most 1.5).
"""

import os
import sys
import time
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

GOAL = 1.5
ROUNDS = 3


def columns():
    """36 columns of every kind: 4 words, 4 choices, 4 days, 24 numbers with bounds."""
    from indexmetrics.imports.columns import CHOICE, DAY, NUMBER, WHOLE, Column

    choices = tuple((f"c{n}", f"Choice {n}") for n in range(5))
    return [
        Column("code", "Code", required=True), *(Column(f"word{n}", f"Word {n}") for n in range(3)),
        *(Column(f"choice{n}", f"Pick {n}", CHOICE, choices=choices) for n in range(4)),
        *(Column(f"day{n}", f"Day {n}", DAY) for n in range(4)),
        *(Column(f"whole{n}", f"Whole {n}", WHOLE, most=100_000) for n in range(12)),
        *(Column(f"number{n}", f"Number {n}", NUMBER, most=100_000, required=True) for n in range(12)),
    ]


def workbook(rows: int) -> bytes:
    """The workbook as a spreadsheet program writes it: words in a table of their own."""
    from datetime import datetime

    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for place, column in enumerate(columns()):
        sheet.write(0, place, column.heading)
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, [f"branch-{number}", "words of a row", f"title {number}", "place", *("Choice 1", "Choice 2", "Choice 3", "c4")])
        for place in range(8, 12):
            sheet.write_datetime(number, place, datetime(2026, 5, 1 + number % 28), day)
        sheet.write_row(number, 12, [number % 97 + n for n in range(12)])
        sheet.write_row(number, 24, [(number % 89 + n) / 4 + 0.1 for n in range(12)])
    book.close()
    return out.getvalue()


def merely_read(content: bytes) -> float:
    """Seconds that openpyxl takes to read every cell."""
    from openpyxl import load_workbook

    began = time.perf_counter()
    book = load_workbook(BytesIO(content), read_only=True)
    cells = sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))
    assert cells
    return time.perf_counter() - began


def preview(content: bytes, old: dict) -> float:
    """Seconds until the changes are known: limits, process, cells, bounds, old against new."""
    from branches.tables import bounded
    from indexmetrics.imports.kind import comparer
    from indexmetrics.imports.table import read_table

    began = time.perf_counter()
    asked = columns()
    table = read_table(bounded.read("t.xlsx", content), asked)
    assert not table.problems, table.problems[:3]
    compare = comparer(asked, table.given)
    changed = [compare(row, old.get(row.values["code"], {})) for row in table.rows]
    assert len(changed) == len(table.rows) and sum(map(len, changed))
    return time.perf_counter() - began


def main() -> None:
    """Both, in turns; the best of each."""
    import django

    django.setup()
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    content = workbook(rows)
    old = {f"branch-{number}": {"word0": "words of a row", "whole0": number % 97} for number in range(1, rows + 1)}
    reading, looking = [], []
    for _round in range(ROUNDS):
        reading.append(merely_read(content))
        looking.append(preview(content, old))
    ratio = min(looking) / min(reading)
    print(f"{rows} × {len(columns())}, {len(content) / 1024 / 1024:.1f} MiB")
    print(f"openpyxl read-only, merely reading  {min(reading):6.2f} s")
    print(f"preview with full validation        {min(looking):6.2f} s")
    print(f"ratio {ratio:.2f} (goal {GOAL})")
    sys.exit(0 if ratio <= GOAL else 1)


if __name__ == "__main__":
    main()
