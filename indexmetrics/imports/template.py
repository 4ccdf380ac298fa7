"""The template of an import as a workbook: the present values, drop-downs, limits, notes, instructions."""

from copy import copy
from io import BytesIO
from itertools import chain, repeat
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.datavalidation import DataValidation

from branches.basics import clock
from branches.basics.progress import counted
from indexmetrics.imports.columns import CHOICE, DAY, FLAG, MANY, NUMBER, WHOLE, Column
from indexmetrics.imports.kind import Kind
from indexmetrics.imports.table import MARK, letter
from indexmetrics.imports.values import CONTROL

HEADINGS = 3  # the row they stand in
SPARE = 200
TOLD_EVERY = 100  # rows
THIN = Side(style="thin", color="B8B2A6")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
HEAD = PatternFill("solid", fgColor="E4EBF3")
LOOK_ONLY = PatternFill("solid", fgColor="F2F0EB")
FORMATS = {DAY: "yyyy-mm-dd", WHOLE: "0", NUMBER: "General"}
LONGEST_LIST = 250  # characters that Excel takes in a drop-down without a range


def workbook_of(kind: Kind, scope: str) -> bytes:
    """The template's bytes; taken in unchanged it changes nothing."""
    book = Workbook()
    sheet, columns = book.active, kind.columns(scope)
    sheet.title = _("Table to fill in")
    rows = list(kind.current(scope))
    _head(sheet, kind.heading(scope), columns)
    looks: dict[str, StyleArray] = {}
    last = HEADINGS + len(rows) + SPARE
    filled = counted(chain(rows, repeat({}, SPARE)), _("filling in the present values"), len(rows) + SPARE, every=TOLD_EVERY)
    for number, row in enumerate(filled, HEADINGS + 1):
        for place, column in enumerate(columns, 1):
            _put(sheet.cell(number, place), column, row.get(column.code), looks)
    lists = book.create_sheet(_("Choices"))
    for place, column in enumerate(columns):
        _limit(sheet, lists, column, letter(place), last)
    _instruct(book.create_sheet(_("How to fill it in")), kind, scope, columns)
    if lists.max_row == 1 and lists.max_column == 1 and lists["A1"].value is None:
        book.remove(lists)
    _finish(sheet, len(columns))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def safe(text: Any) -> str:
    """Words of users as plain text: no control characters, no longer than a cell."""
    return CONTROL.sub("", str(text))[:32_000]


def _head(sheet, heading: str, columns: list[Column]) -> None:
    sheet.append([safe(heading)])
    sheet["A1"].font = Font(size=16, bold=True)
    sheet.append([_("White cells are filled in; empty cells change nothing. As of %(day)s.") % {"day": clock.today().isoformat()}])
    sheet["A2"].font = Font(color="6B6459")
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(HEADINGS, place, safe(column.title) + ("*" if column.required else ""))
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, BOX
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[letter(place - 1)].width = column.width


def _put(cell, column: Column, value: Any, looks: dict[str, StyleArray]) -> None:
    """Fill a cell; the look of a column is built once, which is most of the time of a long table."""
    shown = column.name_of(value)
    if isinstance(shown, str):
        cell.value = safe(shown)
        cell.data_type = "s"  # never a formula, whatever it begins with
    elif shown is not None:
        cell.value = shown
    if column.code in looks:
        cell._style = copy(looks[column.code])
        return
    cell.border = BOX
    cell.number_format = FORMATS.get(column.kind, "@")
    cell.protection = Protection(locked=column.fixed)
    if column.fixed:
        cell.fill = LOOK_ONLY
    looks[column.code] = cell._style


def _limit(sheet, lists, column: Column, letters: str, last: int) -> None:
    """Drop-down or bounds, with the column's note shown beside the chosen cell."""
    if column.fixed:
        return
    rule = _rule(lists, column)
    rule.showInputMessage, rule.promptTitle, rule.prompt = True, safe(column.title)[:32], safe(_note(column))[:250]
    rule.showErrorMessage, rule.errorTitle = rule.type is not None, safe(column.title)[:32]
    rule.error = safe(_note(column))[:220]
    sheet.add_data_validation(rule)
    rule.add(f"{letters}{HEADINGS + 1}:{letters}{last}")


def _rule(lists, column: Column) -> DataValidation:
    if column.kind == CHOICE:
        names = [safe(name) for _code, name in column.choices]
    elif column.kind == FLAG:
        names = [_("yes"), _("no")]
    else:
        names = []
    if names:
        text = ",".join(names)
        if len(text) <= LONGEST_LIST and "," not in "".join(names) and '"' not in text:
            return DataValidation("list", formula1=f'"{text}"', allow_blank=True)
        place = lists.max_column + (1 if lists["A1"].value is not None else 0)
        for number, name in enumerate(names, 1):
            lists.cell(number, place, name).data_type = "s"
        letters = letter(place - 1)
        return DataValidation("list", formula1=f"'{lists.title}'!${letters}$1:${letters}${len(names)}", allow_blank=True)
    if column.kind in (WHOLE, NUMBER) and column.least is not None:
        most = column.most if column.most is not None else 999_999_999
        kind = "whole" if column.kind == WHOLE else "decimal"
        return DataValidation(kind, operator="between", formula1=str(column.least), formula2=str(most), allow_blank=True)
    if column.kind == DAY:
        return DataValidation("date", operator="greaterThan", formula1="18264", allow_blank=True)
    return DataValidation(allow_blank=True)


def _note(column: Column) -> str:
    """What the column takes, in a sentence or two."""
    parts = [_(column.note)] if column.note else []
    if column.required:
        parts.append(_("This cell must be filled."))
    if column.kind == DAY:
        parts.append(_("Write the day as 2026-05-18."))
    if column.kind in (WHOLE, NUMBER) and column.most is not None:
        parts.append(_("The number must lie from %(least)s to %(most)s.") % {"least": column.least, "most": column.most})
    if column.kind in (CHOICE, FLAG):
        parts.append(_("Choose from the list."))
    if column.kind == MANY:
        parts.append(_("Several are parted by commas."))
    return " ".join(parts)


def _instruct(sheet, kind: Kind, scope: str, columns: list[Column]) -> None:
    lines = [
        _("Fill in the first sheet, save it as xlsx and upload it on the page of imports. Nothing is saved before you have seen what changes."),
        _("Rows may be inserted above the headings, columns may stand in any order, columns you do not need may be deleted."),
        _("Values only: no formulas, no merged cells, no macros. Existing rows are found by their code or number; leave those as they are."),
    ]
    sheet.append([safe(kind.heading(scope))])
    sheet["A1"].font = Font(size=16, bold=True)
    for line in lines:
        sheet.append([line])
    sheet.append([])
    sheet.append([_("Column"), _("Must be filled"), _("What it takes")])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True), HEAD
    for column in columns:
        if not column.fixed:
            sheet.append([safe(column.title), _("yes") if column.required else "", safe(_note(column))])
    sheet.append([])
    sheet.append([MARK + f"{kind.code}:{scope}"])
    sheet.cell(sheet.max_row, 1).font = Font(color="B8B2A6", size=9)
    for letters, width in (("A", 30), ("B", 12), ("C", 90)):
        sheet.column_dimensions[letters].width = width
    sheet.protection.sheet = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _finish(sheet, width: int) -> None:
    """Frozen headings, a filter, protection without a password, one page wide on A4 landscape."""
    sheet.freeze_panes = sheet.cell(HEADINGS + 1, 3 if width > 4 else 2)
    sheet.row_dimensions[HEADINGS].height = 34
    sheet.protection.sheet = True
    sheet.protection.insertRows = sheet.protection.deleteRows = sheet.protection.sort = sheet.protection.autoFilter = False
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.insertColumns = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
