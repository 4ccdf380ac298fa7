"""Sheet 9: requests to look again, and what came of them."""

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from scoring.appeals.points import points
from scoring.reports.frame import Sheet
from scoring.reports.report import Appealed
from scoring.reports.sheets.rectification import as_of


class Appeals(Sheet):
    """复核情况."""

    widths = (6, 30, 30, 44, 10, 10, 12, 40, 14)

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Reviews")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: requests for review and their results") % {
            "bureau": self.report.bureau, "period": self.report.period}

    def draw(self, grid: Grid) -> None:
        """One row a request."""
        self.open(grid)
        self.head(grid, [
            pgettext("workbook", "No."), pgettext("workbook", "Branch"), pgettext("workbook", "About"),
            pgettext("workbook", "Grounds"), pgettext("workbook", "Points before"), pgettext("workbook", "Points after"),
            pgettext("workbook", "Result"), pgettext("workbook", "Answer"), pgettext("workbook", "Handled by"),
        ])
        for serial, appeal in enumerate(self.report.appealed, start=1):
            self._appeal(grid, serial, appeal)
        if not self.report.appealed:
            self.band(grid, "centre", pgettext("workbook", "none this quarter"))
        as_of(self, grid)
        self.close(grid)

    def _appeal(self, grid: Grid, serial: int, appeal: Appealed) -> None:
        style, about = self.style, self.report.indicator_word(appeal.about)
        grid.row([
            cells.number(style["whole"], serial), cells.text(style["text"], appeal.branch),
            cells.text(style["text"], about), cells.text(style["text"], appeal.text),
            self._points(appeal.old), self._points(appeal.new), cells.text(style["centre"], _result(appeal.state)),
            cells.text(style["text"], appeal.answer), cells.text(style["centre"], appeal.by),
        ], self.height((appeal.branch, 30), (about, 30), (appeal.text, 44), (appeal.answer, 40), (appeal.by, 14), least=24))

    def _points(self, text: str) -> str:
        if not text:
            return cells.blank(self.style["score"])
        value = points(text)
        return cells.text(self.style["centre"], text) if value is None else cells.number(self.style["score"], f"{value:.2f}")


def _result(state: str) -> str:
    return {
        "upheld": pgettext("workbook", "changed"), "rejected": pgettext("workbook", "kept"),
    }.get(state, pgettext("workbook", "not yet answered"))
