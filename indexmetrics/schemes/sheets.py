"""The xlsx form of a scheme: one sheet for each list, one for the rest; read back value for value."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from branches.basics.refusals import Refused
from branches.tables import bounded
from branches.tables.bounded import Reading, Sheet
from indexmetrics.schemes import cells
from indexmetrics.schemes.fitness import shortened, shown
from indexmetrics.schemes.guide import GUIDE, help_with, instruct
from indexmetrics.schemes.joining import INDICATORS, INDICES, ITEMS, OF_INDEX, VALUES, joined

WITH_ITEMS = ("bonus", "penalties")
WIDEST, MOST_ROWS, MOST_SHOWN, ENOUGH = 60, 5000, 100, 1000


def to_xlsx(document: dict) -> bytes:
    """The workbook's bytes; every value of the document stands in a cell of its own or as JSON."""
    book = Workbook()
    book.remove(book.active)
    rest, tables = _parts(document)
    sheets = {VALUES: [{"path": path, "value": value} for path, value in rest]}
    sheets |= {name: [dict(_flat(row)) for row in rows] for name, rows in tables.items()}
    for name, rows in sheets.items():
        help_with(book.create_sheet(name), _write(book[name], rows), len(rows), document)
    instruct(book.create_sheet(GUIDE), list(sheets))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def from_xlsx(content: bytes) -> dict:
    """The document in a workbook; every cell that cannot be read is listed."""
    return from_reading(bounded.read("scheme.xlsx", content))


def from_reading(reading: Reading) -> dict:
    """The document in the cells that were read."""
    if reading.faults:
        raise Refused("file", "\n".join(dict.fromkeys(_closed(fault) for fault in reading.faults[:MOST_SHOWN])))
    faults: list[str] = []
    tables = {sheet.name: list(_read(sheet, faults)) for sheet in reading.sheets if sheet.name != GUIDE}
    if VALUES not in tables:
        faults.append(_("The sheet “%(name)s” is missing.") % {"name": VALUES})
    if faults:
        raise Refused("cells", shortened(faults))
    return joined(tables)


def _parts(document: dict) -> tuple[list[tuple[str, Any]], dict[str, list[dict]]]:
    """Single values by their path, and the tables by their sheet."""
    rest: list[tuple[str, Any]] = []
    tables: dict[str, list[dict]] = {}
    for key, value in document.items():
        if key == INDICES and _is_table(value):
            tables[INDICES] = [{k: v for k, v in row.items() if k != INDICATORS} for row in value]
            tables[INDICATORS] = [
                {OF_INDEX: row["code"], **body} for row in value for body in row.get(INDICATORS, [])
            ]
        elif key in WITH_ITEMS and _is_table(value.get("items")):
            tables[key + ITEMS] = value["items"]
            rest += _leaves(key, {k: v for k, v in value.items() if k != "items"})
        elif _is_table(value):
            tables[key] = value
        else:
            rest += _leaves(key, value)
    return rest, tables


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "." not in "".join(row) for row in value)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A dict key by key, anything else as one value."""
    if isinstance(value, dict) and value and not any("." in key for key in value):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}", item)
    else:
        yield path, value


def _flat(row: dict) -> Iterator[tuple[str, Any]]:
    """A dict inside a row becomes columns of its own (`rule.type`), one level deep."""
    for key, value in row.items():
        if isinstance(value, dict) and value and not any("." in inner for inner in value):
            yield from ((f"{key}.{inner}", item) for inner, item in value.items())
        else:
            yield key, value


def _write(sheet: Worksheet, rows: list[dict]) -> list[str]:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    for place, column in enumerate(columns, start=1):
        head = sheet.cell(1, place, column)
        head.font, head.data_type = Font(bold=True), "s"
        longest = max((len(str(row.get(column, ""))) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, max(len(column), longest) + 2)
    for line, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            if column in row:
                cell = sheet.cell(line, place, cells.to_cell(row[column]))
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    return columns


def _closed(fault: dict) -> str:
    """Why a workbook stays closed, with the cell where there is one."""
    where = " ".join(part for part in (fault.get("sheet", ""), fault.get("cell", "")) if part)
    if fault["code"] in ("formula", "error"):
        return _("sheet and cell %(where)s: formulas are not taken; write the value.") % {"where": where}
    if fault["code"] in ("no_workbook", "no_archive", "encrypted", "empty"):
        return _("This file is no workbook in xlsx form; save it anew in this form.")
    return _("The file is not opened (%(code)s %(where)s): no macros, links, embedded objects or endless sheets.") % {
        "code": fault["code"], "where": where or fault.get("text", "")}


def _read(sheet: Sheet, faults: list[str]) -> Iterator[dict]:
    """The rows of a sheet as dicts; empty cells are keys that are not there."""
    columns = [cell[1:] for cell in sheet.rows[0]] if sheet.rows else []
    named = [name for name in columns if name]
    faults += [
        _("sheet %(sheet)s: the heading “%(value)s” stands twice; keep one of the columns.") % {
            "sheet": sheet.name, "value": shown(name)} for name in sorted({name for name in named if named.count(name) > 1})]
    if len(sheet.rows) > MOST_ROWS:
        faults.append(_("sheet %(sheet)s: %(count)d rows; at most %(most)d.") % {
            "sheet": sheet.name, "count": len(sheet.rows), "most": MOST_ROWS})
    for number, line in enumerate(sheet.rows[1:MOST_ROWS], start=2):
        if len(faults) > ENOUGH:
            return
        row = {}
        for place, marked in enumerate(line):
            if not marked:
                continue
            name = columns[place] if place < len(columns) else ""
            try:
                if not name:
                    raise ValueError(_("the column has no heading; write one"))
                row[name] = cells.from_cell(cells.plain(marked))
            except ValueError as error:
                faults.append(_("sheet %(sheet)s, row %(row)d, column %(column)s, value “%(value)s”: %(why)s") % {
                    "sheet": sheet.name, "row": number, "column": name or get_column_letter(place + 1),
                    "value": shown(marked[1:]), "why": error})
        if row:
            yield row
