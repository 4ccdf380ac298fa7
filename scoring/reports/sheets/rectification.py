"""Sheet 7: what branches must put right, and how far they are."""

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from scoring.reports.frame import Sheet
from scoring.reports.report import Rectified


class Rectification(Sheet):
    """整改清单."""

    widths = (6, 28, 14, 7.5, 38, 38, 11, 17, 10, 17)

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Rectification")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: list of what to rectify") % {
            "bureau": self.report.bureau, "period": self.report.period}

    def draw(self, grid: Grid) -> None:
        """One row a notice."""
        self.open(grid)
        self.head(grid, [
            pgettext("workbook", "No."), pgettext("workbook", "Branch"), pgettext("workbook", "Notice"),
            pgettext("workbook", "Colour"), pgettext("workbook", "Problems"), pgettext("workbook", "Measures"),
            pgettext("workbook", "Responsible"), pgettext("workbook", "Due"), pgettext("workbook", "State"),
            pgettext("workbook", "Signed off"),
        ])
        for serial, notice in enumerate(self.report.rectified, start=1):
            self._notice(grid, serial, notice)
        if not self.report.rectified:
            self.band(grid, "centre", pgettext("workbook", "none this quarter"))
        as_of(self, grid)
        self.close(grid)

    def _notice(self, grid: Grid, serial: int, notice: Rectified) -> None:
        style, problems = self.style, "\n".join(notice.problems)
        grid.row([
            cells.number(style["whole"], serial), cells.text(style["text"], notice.branch),
            cells.text(style["centre"], notice.number),
            cells.text(style.colour(notice.colour), self.report.colour_word(notice.colour)),
            cells.text(style["text"], problems), cells.text(style["text"], notice.measures),
            cells.text(style["centre"], notice.responsible), cells.day(style["date"], notice.due),
            cells.text(style["centre"], _state(notice.state)),
            cells.day(style["date"], notice.closed_on) if notice.closed_on else cells.blank(style["date"]),
        ], self.height((notice.branch, 28), (problems, 38), (notice.measures, 38), (notice.number, 13), least=24))


def as_of(sheet: Sheet, grid: Grid) -> None:
    """The line that says when these later matters were read."""
    moment = sheet.report.as_of
    if moment:
        text = pgettext("workbook", "As of %(moment)s; these matters go on after publication.") % {
            "moment": moment.strftime("%Y-%m-%d %H:%M")}
        sheet.across(grid, "small", text, 18)


def _state(code: str) -> str:
    return {
        "closed": pgettext("workbook", "signed off"), "overdue": pgettext("workbook", "overdue"),
        "planned": pgettext("workbook", "in hand"),
    }.get(code, pgettext("workbook", "plan awaited"))
