"""Sheet 8: whether the months came in on time, and how often records were returned."""

from django.utils.translation import pgettext

from branches.basics import quarters
from branches.ledgers import cells
from branches.ledgers.grid import Grid, column
from scoring.reports.frame import Sheet
from scoring.reports.report import Submitted, month_words
from scoring.reports.sheets.rectification import as_of


class Submissions(Sheet):
    """报送情况."""

    landscape = False
    head_rows = (3, 4)
    freeze = "C5"
    widths = (6, 32, 10, 8, 10, 8, 10, 8, 9, 9, 9, 9, 8)

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Submissions")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: monthly submissions") % {
            "bureau": self.report.bureau, "period": self.report.period}

    def draw(self, grid: Grid) -> None:
        """One row a branch, then the sums."""
        self.open(grid)
        self._heads(grid)
        first = grid.at
        for serial, line in enumerate(self.report.submitted, start=1):
            self._branch(grid, serial, line)
        self._sums(grid, first)
        as_of(self, grid)
        self.close(grid)

    def _heads(self, grid: Grid) -> None:
        months = [month_words(month) for month in quarters.months_of(self.report.header["quarter"])]
        top = [pgettext("workbook", "No."), pgettext("workbook", "Branch")]
        for month in months:
            top += [month, ""]
        top += [pgettext("workbook", "The quarter"), "", "", "", pgettext("workbook", "Check")]
        upper = self.head(grid, top, 24)
        for at in (3, 5, 7):
            grid.merge(at, at + 1)
        grid.merge(9, 12)
        pair = [pgettext("workbook", "Month handed in"), pgettext("workbook", "Returned")]
        lower = self.head(grid, ["", "", *pair * 3, pgettext("workbook", "on time"), pgettext("workbook", "late"),
                                 pgettext("workbook", "missing"), pgettext("workbook", "Returned"), ""], 34)
        for at in (1, 2, 13):
            grid.merge(at, at, row=upper, to=lower)

    def _branch(self, grid: Grid, serial: int, line: Submitted) -> None:
        style, at = self.style, grid.at
        words = {"on_time": pgettext("workbook", "on time"), "late": pgettext("workbook", "late"),
                 "missing": pgettext("workbook", "missing")}
        row = [cells.number(style["whole"], serial), cells.text(style["text"], line.branch)]
        for month, returned in zip(line.months, line.returned, strict=True):
            row += [cells.text(style["centre"], words.get(month, "")), cells.number(style["whole"], returned)]
        counts = [line.months.count(state) for state in words]
        row += [cells.number(style["whole"], count) for count in counts]
        row.append(cells.formula(style["whole"], f"D{at}+F{at}+H{at}", sum(line.returned)))
        row.append(self.check("centre", f"ABS(L{at}-{sum(line.returned)})"))
        grid.row(row, self.height((line.branch, 32)))

    def _sums(self, grid: Grid, first: int) -> None:
        style, at, lines = self.style, grid.at, self.report.submitted
        returned = [sum(line.returned[n] for line in lines) for n in range(3)]
        totals = [sum(line.months.count(state) for line in lines) for state in ("on_time", "late", "missing")]
        figures = dict(zip((4, 6, 8, 9, 10, 11, 12), [*returned, *totals, sum(returned)], strict=True))
        row = [cells.blank(style["sum.centre"])] * self.columns
        row[1] = cells.text(style["sum.text"], pgettext("workbook", "Sum"))
        terms = []
        for number, value in figures.items():
            letter = column(number)
            total = f"SUM({letter}{first}:{letter}{at - 1})" if lines else "0"
            row[number - 1] = cells.formula(style["sum.whole"], total, value)
            terms.append(f"ABS({letter}{at}-{value})")
        row[-1] = self.check("sum.centre", "+".join(terms))
        grid.row(row, 22)
