"""Reads one uploaded table in a process of its own: limits first, then the archive, then the cells.

Run as `python -m branches.tables.reader xlsx|csv` with the file on standard input; the answer
is JSON on standard output. It imports no framework, so it starts fast and a hostile
file meets as little as possible. A cell is one text: its mark and its value, "" when empty:
n number with at most 15 significant digits · t text · d date or moment · b 0 or 1.
"""

import csv
import json
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

from branches.tables import archive
from branches.tables.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, bound_this_process

XLSX, CSV = "xlsx", "csv"


def read_xlsx(content: bytes) -> dict:
    """Sheets of a workbook, or the faults that keep it closed."""
    from python_calamine import CalamineError, CalamineWorkbook

    look = archive.examine(content)
    if look.faults:
        return {"faults": look.faults, "sheets": []}
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets, cells = [], 0
        for about in look.sheets:
            rows = book.get_sheet_by_name(about["name"]).to_python(skip_empty_area=False)
            cells += sum(map(len, rows))
            sheets.append({**about, "rows": [[encode(value) for value in row] for row in rows]})
    except (CalamineError, ValueError, KeyError, OSError) as error:
        return {"faults": [{"code": "no_workbook", "text": str(error)[:200]}], "sheets": []}
    if cells > MOST_CELLS:
        return {"faults": [{"code": "too_many_cells", "text": str(cells)}], "sheets": []}
    return {"faults": [], "sheets": sheets}


def read_csv(content: bytes) -> dict:
    """The one sheet of a CSV file in UTF-8 or GB18030."""
    if b"\0" in content:
        return {"faults": [{"code": "no_text"}], "sheets": []}
    try:
        text, coding = content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        try:
            text, coding = content.decode("gb18030"), "GB18030"
        except UnicodeDecodeError:
            return {"faults": [{"code": "no_text"}], "sheets": []}
    first = text.partition("\n")[0]
    mark = max((",", "\t", ";"), key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True):
            rows.append(["t" + cell if cell else "" for cell in row])
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                return {"faults": [{"code": "too_many_rows" if len(rows) > MOST_ROWS else "too_many_columns"}], "sheets": []}
    except csv.Error as error:
        return {"faults": [{"code": "no_csv", "text": f"{len(rows) + 1}: {error}"}], "sheets": []}
    return {"faults": [], "sheets": [{
        "name": "", "hidden": False, "hidden_rows": [], "merged": [], "coding": coding, "rows": rows}]}


def encode(value) -> str:
    """One cell as text with its mark."""
    if isinstance(value, str):
        return "t" + value if value else ""
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, float):
        return f"n{value:.15g}"
    if isinstance(value, int):
        return f"n{value}"
    if isinstance(value, (datetime, date, time)):
        return "d" + value.isoformat()
    if isinstance(value, timedelta):
        return "d" + str(value)
    return "" if value is None else "t" + str(value)


def main() -> None:
    """Read standard input within the limits and answer on standard output."""
    bound_this_process()
    content = sys.stdin.buffer.read()
    try:
        answer = read_csv(content) if sys.argv[1:] == [CSV] else read_xlsx(content)
    except MemoryError:
        answer = {"faults": [{"code": "too_large"}], "sheets": []}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
