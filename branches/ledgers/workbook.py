"""A ledger as a workbook: one sheet, ready to filter, to sort and to print."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from branches.basics import clock
from branches.basics.progress import counted
from branches.ledgers import cells, stream
from branches.ledgers.grid import Grid
from branches.ledgers.ledger import MOST_ROWS, Column, Ledger
from branches.ledgers.text import clean, lines, sheet_title

HEADINGS = 3  # the row they stand in; name and filters stand above
A4 = 9
LINE, HIGHEST = 13.5, 400  # points; a spreadsheet ends at 409
EDGE = Side(style="thin", color="B8B2A6")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
HEAD = PatternFill("solid", fgColor="E4EBF3")
TEXT, WHOLE, NUMBER, POINTS, DAY, MOMENT = "@", "0", "General", "0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
TOLD_EVERY = 500  # rows


class _Told(NamedTuple):
    """A cell, and what of it takes room: words, None for all else."""

    cell: str
    words: str | None = None


class _Look:
    """Each look once, as its number in the workbook; a value chooses its own."""

    def __init__(self, book: Workbook) -> None:
        self._sheet, self._made = book.create_sheet(), 0
        self.title = self._look(Font(name="Arial", size=16, bold=True), Alignment(vertical="center"))
        self.about = self._look(Font(name="Arial", size=9, color="6B6459"), Alignment(vertical="center"))
        middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.head = self._look(Font(name="Arial", size=10, bold=True), middle, BOX, HEAD)
        plain, words = Font(name="Arial", size=10), Alignment(vertical="top", wrap_text=True)
        self.text = self._look(plain, words, BOX, form=TEXT)
        self.whole, self.number, self.points = (
            self._look(plain, Alignment(vertical="top"), BOX, form=form) for form in (WHOLE, NUMBER, POINTS))
        self.day, self.moment = (
            self._look(plain, Alignment(vertical="top", horizontal="center"), BOX, form=form) for form in (DAY, MOMENT))
        book.remove(self._sheet)

    def told(self, value: Any) -> _Told:
        """The cell of a value."""
        if value is None or value == "":
            return _Told(cells.blank(self.text))
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        elif isinstance(value, Decimal):
            return _Told(cells.number(self.points if value.as_tuple().exponent == -2 else self.number, value))
        elif isinstance(value, int):
            return _Told(cells.number(self.whole, value))
        elif isinstance(value, datetime):
            return _Told(cells.moment(self.moment, clock.local(value).replace(microsecond=0)))
        elif isinstance(value, date):
            return _Told(cells.day(self.day, value))
        words = clean(value)
        return _Told(cells.words(self.text, words), words)

    def _look(self, font: Font, alignment: Alignment, border: Border | None = None, fill: PatternFill | None = None, form: str = TEXT) -> int:
        self._made += 1
        cell = self._sheet.cell(1, self._made)
        cell.font, cell.alignment, cell.number_format = font, alignment, form
        if border:
            cell.border = border
        if fill:
            cell.fill = fill
        return cell.style_id


def write(ledger: Ledger) -> tuple[bytes, int]:
    """The workbook's bytes and how many rows it holds."""
    rows = list(islice(ledger.rows, MOST_ROWS + 1))
    shown, is_cut = rows[:MOST_ROWS], len(rows) > MOST_ROWS
    book = Workbook()
    book.remove(book.active)
    look = _Look(book)
    _set_up(book.create_sheet(sheet_title(ledger.name, set())), ledger, len(shown))

    def draw(grid: Grid) -> None:
        grid.row([cells.text(look.title, ledger.name)], 28)
        grid.row([cells.text(look.about, about(ledger, len(shown), is_cut))])
        grid.row([cells.text(look.head, column.heading) for column in ledger.columns], 30)
        for row in counted(shown, _("writing the list"), len(shown), every=TOLD_EVERY):
            told = [look.told(column.of(row)) for column in ledger.columns]
            grid.row([one.cell for one in told], _height(told, ledger.columns))

    out = BytesIO()
    stream.write(book, [draw], out)
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


def _height(told: list[_Told], columns: Sequence[Column]) -> float:
    """High enough for the longest words; what a row cannot show stays in the cell."""
    most = max(lines(one.words, column.width) if one.words else 1 for one, column in zip(told, columns, strict=True))
    return min(LINE * most + 3, HIGHEST)


def _set_up(sheet, ledger: Ledger, count: int) -> None:
    """Frozen and repeated headings, a filter, one page wide on A4 landscape."""
    last = get_column_letter(len(ledger.columns))
    for place, column in enumerate(ledger.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.freeze_panes = f"B{HEADINGS + 1}"
    sheet.auto_filter.ref = f"A{HEADINGS}:{last}{HEADINGS + max(count, 1)}"
    sheet.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = _("page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
