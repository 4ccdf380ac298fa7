"""What all sheets share: paper, title, the line of unit and date, heads, signatures, the seal's place."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from django.utils.translation import pgettext
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from branches.ledgers.text import lines
from scoring.reports.report import Report
from scoring.reports.style import Palette

A3, A4 = 8, 9
MM = 1 / 25.4
MM_PAPER = {A4: (210, 297), A3: (297, 420)}
MM_LETTER, MM_COLUMN = 1.852, 1.32  # how wide a column is on paper: for each letter, and once
SEAL = 40  # millimetres of free room for a round seal, with nothing printed in it but unit and date
TALLEST = 400  # a row cannot be higher than 409 points
TAKEN_ALONG = 3  # rows that go with the signatures to the next page, so that they sign something
REPEATED = 60  # points of heads on a further page
LINE_HEIGHT = 15  # points of one line of body text


class Sheet:
    """One sheet: what it is called, how it is set up, and how its rows are drawn."""

    widths: Sequence[float] = ()
    paper = A4
    landscape = True
    head_rows: tuple[int, ...] = (3, 3)  # repeated on every page
    freeze: str | None = "C4"

    def __init__(self, report: Report, palette: Palette):
        self.report, self.style = report, palette
        # Looked up once: a large workbook has a hundred thousand checks.
        self.yes, self.no = pgettext("workbook", "agrees"), pgettext("workbook", "differs")

    @property
    def name(self) -> str:
        """The tab."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """The title on the paper."""
        raise NotImplementedError

    def draw(self, grid: Grid) -> None:
        """Add all rows."""
        raise NotImplementedError

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.widths)

    @property
    def shift(self) -> int:
        """How many rows a draft's grey line pushes everything down."""
        return 0 if self.report.is_final else 1

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Left, right, top, bottom in millimetres; 25 at the bound edge, which a wide sheet has on top."""
        return (18, 18, 25, 18) if self.landscape else (25, 16, 20, 18)

    @cached_property
    def scale(self) -> float:
        """How much the paper shrinks the table so that its width fits."""
        left, right, _top, _bottom = self.margins
        room = MM_PAPER[self.paper][self.landscape] - left - right
        return min(1, room / (sum(self.widths) * MM_LETTER + self.columns * MM_COLUMN))

    @cached_property
    def page_height(self) -> float:
        """Points of rows that one page takes."""
        _left, _right, top, bottom = self.margins
        return (MM_PAPER[self.paper][not self.landscape] - top - bottom) / 25.4 * 72 / self.scale

    def keep_together(self, grid: Grid, height: float) -> None:
        """Begin a new page when the next rows would be torn apart and can be spared it."""
        if grid.used + height > self.page_height * 0.97 and grid.used > self.page_height / 3:
            grid.end_page()
            grid.used = REPEATED  # the heads are printed again

    def set_up(self, ws: Worksheet) -> None:
        """Everything but rows: widths, panes, paper, head rows, footer."""
        for number, wide in enumerate(self.widths, start=1):
            ws.column_dimensions[get_column_letter(number)].width = wide
        if self.freeze:
            letters, row = self.freeze[0], int(self.freeze[1:])
            ws.freeze_panes = f"{letters}{row + self.shift}"
        ws.sheet_view.showGridLines = False
        ws.sheet_view.zoomScale = 100
        ws.page_setup.paperSize = self.paper
        ws.page_setup.orientation = "landscape" if self.landscape else "portrait"
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.print_options.horizontalCentered = True
        if self.head_rows:
            first, last = self.head_rows
            ws.print_title_rows = f"{first + self.shift}:{last + self.shift}"
        margins, wanted = ws.page_margins, (one * MM for one in self.margins)
        margins.left, margins.right, margins.top, margins.bottom = wanted
        margins.header = margins.footer = 8 * MM
        ws.oddFooter.center.text = pgettext("workbook", "Page &P of &N")
        if not self.report.is_final:
            ws.oddHeader.right.text = pgettext("workbook", "Draft for comments, not final")

    def open(self, grid: Grid, title: str | None = None) -> None:
        """Title row, then unit on the left and date on the right."""
        last = self.columns
        title = title or self.title
        if not self.report.is_final:
            title = pgettext("workbook", "%(title)s (draft for comments)") % {"title": title}
        self.across(grid, "title", title, height=36)
        if not self.report.is_final:
            self.across(grid, "draft", pgettext("workbook", "Draft for comments, not final"), 20)
        unit = pgettext("workbook", "Reporting unit (seal): %(unit)s") % {"unit": self.report.bureau}
        middle = self.middle
        row: list[str | None] = [None] * last
        row[0] = cells.text(self.style["plain"], unit)
        if last > 1:
            row[middle] = cells.text(self.style["plain_right"], self.dated())
        grid.row(row, self.height((unit, sum(self.widths[:middle]) * 0.9), least=20))
        grid.merge(1, middle)
        if last > 1:
            grid.merge(middle + 1, last)

    def dated(self) -> str:
        """The date line; left to be written by hand while there is no edition."""
        day = self.report.published_on
        if day is None:
            return pgettext("workbook", "Date: ____ year __ month __ day")
        return pgettext("workbook", "Date: %(year)s-%(month)s-%(day)s") % _parts(day)

    def head(self, grid: Grid, names: Iterable[str], height: float = 32, style: str = "head") -> int:
        """One row of column heads."""
        return grid.row([cells.text(self.style[style], name) for name in names], height)

    def across(self, grid: Grid, style: str, text: str, height: float = 20) -> int:
        """One text over the whole width."""
        at = grid.row([cells.text(self.style[style], text)], height)
        grid.merge(1, self.columns)
        return at

    def band(self, grid: Grid, style: str, text: str, height: float = 24, wide: int = 0) -> int:
        """One bordered text over the whole table."""
        wide = wide or self.columns
        rest = [cells.blank(self.style[style])] * (wide - 1)
        at = grid.row([cells.text(self.style[style], text), *rest], height)
        grid.merge(1, wide)
        return at

    @property
    def middle(self) -> int:
        """The column after which about half of the width is used up."""
        used, whole = 0.0, sum(self.widths)
        for number, wide in enumerate(self.widths[:-1], start=1):
            used += wide
            if used * 2 >= whole:
                return number
        return max(self.columns - 1, 1)

    @property
    def seal_height(self) -> float:
        """Points that are four centimetres on paper."""
        return round(SEAL / 25.4 * 72 / self.scale)

    def close(self, grid: Grid) -> None:
        """Signatures, and beside them unit and date with free room for the seal; one row, so that
        no page holds a lonely seal."""
        used = grid.used % self.page_height
        # Just begun counts as full: the reckoning is good to a row or two only.
        if self.seal_height > self.page_height * 0.98 - used or used < REPEATED + 2 * TAKEN_ALONG * LINE_HEIGHT < grid.used:
            grid.end_page_before(TAKEN_ALONG)
        last = self.columns
        first = max(last - max(last // 3, 2) + 1, 2)
        day = self.report.published_on
        below = pgettext("workbook", "%(year)s-%(month)s-%(day)s") % _parts(day) if day else ""
        row: list[str | None] = [None] * first
        row[0] = cells.text(self.style["plain_top"], pgettext(
            "workbook", "Head of unit (signature):            Reviewed by:            "
            "Drawn up by:            Telephone:"))
        row[first - 1] = cells.text(self.style["plain_centre"], f"{self.report.bureau}\n\n{below}")
        grid.row(row, self.seal_height)
        grid.merge(1, first - 1)
        grid.merge(first, last)

    def check(self, style: str, terms: str) -> str:
        """The check cell: agrees while the terms, a sum of absolute differences, come to nothing."""
        return cells.word_formula(self.style[style], f'IF({terms}<0.005,"{self.yes}","{self.no}")', self.yes)

    def height(self, *texts: tuple[str, float], least: float = 20, line: float = LINE_HEIGHT) -> float:
        """The height a row needs for its longest text: pairs of text and column width."""
        most = max((lines(text, wide) for text, wide in texts), default=1)
        return min(max(least, most * line + 4), TALLEST)


def hundredths(text: str) -> int:
    """Printed points as a whole number of hundredths."""
    return int(text.replace(".", "", 1))


def points(value: int) -> str:
    """Hundredths as printed."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{value // 100}.{value % 100:02d}"


def mean(total: int, count: int) -> str:
    """The mean of hundredths, half up, as printed."""
    doubled = abs(total) * 2 + count
    rounded = doubled // (2 * count)
    return points(-rounded if total < 0 else rounded)


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
