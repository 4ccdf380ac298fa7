"""A ledger as a workbook: one sheet, ready to filter, to sort and to print."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from branches.basics import clock
from branches.ledgers.ledger import MOST_ROWS, Ledger
from branches.ledgers.text import clean, lines, sheet_title

HEADINGS = 3  # the row they stand in; name and filters stand above
A4 = 9
LINE, HIGHEST = 13.5, 400  # points; a spreadsheet ends at 409
EDGE = Side(style="thin", color="B8B2A6")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
HEAD = PatternFill("solid", fgColor="E4EBF3")
TEXT, WHOLE, NUMBER, POINTS, DAY, MOMENT = "@", "0", "General", "0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class _Styles:
    """Each look once; cells take it over without building it again."""

    def __init__(self, sheet) -> None:
        self.sheet = sheet
        self._made: dict[str, Any] = {}
        self._look("title", Font(name="Arial", size=16, bold=True), None, None, Alignment(vertical="center"))
        self._look("about", Font(name="Arial", size=9, color="6B6459"), None, None, Alignment(vertical="center"))
        middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self._look("head", Font(name="Arial", size=10, bold=True), BOX, HEAD, middle)
        plain, words = Font(name="Arial", size=10), Alignment(vertical="top", wrap_text=True)
        for form in (TEXT, WHOLE, NUMBER, POINTS, DAY, MOMENT):
            across = "center" if form in (DAY, MOMENT) else None
            self._look(form, plain, BOX, None, words if form == TEXT else Alignment(vertical="top", horizontal=across), form)

    def cell(self, look: str, value: Any) -> WriteOnlyCell:
        """A cell of that look; words never become a formula, whatever they begin with."""
        cell = WriteOnlyCell(self.sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        cell._style = self._made[look]
        return cell

    def _look(self, name: str, font: Font, border, fill, alignment: Alignment, form: str = TEXT) -> None:
        cell = WriteOnlyCell(self.sheet)
        cell.font, cell.alignment, cell.number_format = font, alignment, form
        if border:
            cell.border = border
        if fill:
            cell.fill = fill
        self._made[name] = cell._style


def write(ledger: Ledger) -> tuple[bytes, int]:
    """The workbook's bytes and how many rows it holds."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(ledger.name, set()))
    rows = list(islice(ledger.rows, MOST_ROWS + 1))
    shown, styles = rows[:MOST_ROWS], _Styles(sheet)
    _set_up(sheet, ledger, len(shown))
    sheet.append([styles.cell("title", clean(ledger.name))])
    sheet.append([styles.cell("about", clean(about(ledger, len(shown), len(rows) > MOST_ROWS)))])
    sheet.append([styles.cell("head", clean(column.heading)) for column in ledger.columns])
    for number, row in enumerate(shown, HEADINGS + 1):
        told = [_told(column.of(row)) for column in ledger.columns]
        sheet.row_dimensions[number].height = _height(told, ledger)
        sheet.append([styles.cell(look, value) for look, value in told])
    out = BytesIO()
    book.save(out)
    return out.getvalue(), len(shown)


def about(ledger: Ledger, count: int, is_cut: bool = False) -> str:
    """How many rows, narrowed by what, as of when."""
    parts = [_("%(n)d rows") % {"n": count}]
    if is_cut:
        parts.append(_("the list goes on; narrow it down to see the rest"))
    narrowed = "; ".join(f"{word}: {value}" for word, value in ledger.narrowed)
    parts.append(_("filters: %(filters)s") % {"filters": narrowed} if narrowed else _("no filter"))
    parts.append(_("as of %(moment)s") % {"moment": clock.local(clock.now()).strftime("%Y-%m-%d %H:%M %z")})
    return " · ".join(parts)


def _told(value: Any) -> tuple[str, Any]:
    """The look of a value, and the value as a cell holds it."""
    if value is None or value == "":
        return TEXT, None
    if isinstance(value, bool):
        return TEXT, _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return POINTS if value.as_tuple().exponent == -2 else NUMBER, value
    if isinstance(value, int):
        return WHOLE, value
    if isinstance(value, datetime):
        return MOMENT, clock.local(value).replace(tzinfo=None, microsecond=0)
    if isinstance(value, date):
        return DAY, value
    return TEXT, clean(value) or None


def _height(told: list[tuple[str, Any]], ledger: Ledger) -> float:
    """High enough for the longest words; what a row cannot show stays in the cell."""
    most = max(lines(value, column.width) if isinstance(value, str) else 1
               for (_look, value), column in zip(told, ledger.columns, strict=True))
    return min(LINE * most + 3, HIGHEST)


def _set_up(sheet, ledger: Ledger, count: int) -> None:
    """Frozen and repeated headings, a filter, one page wide on A4 landscape."""
    last = get_column_letter(len(ledger.columns))
    for place, column in enumerate(ledger.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEADINGS].height = 28, 30
    sheet.freeze_panes = f"B{HEADINGS + 1}"
    sheet.auto_filter.ref = f"A{HEADINGS}:{last}{HEADINGS + max(count, 1)}"
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = _("page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
