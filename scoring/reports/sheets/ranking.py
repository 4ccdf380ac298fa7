"""Sheet 2: each ranking group by rank."""

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from scoring.reports.frame import Sheet
from scoring.reports.report import Line


class Ranking(Sheet):
    """分类排名."""

    widths = (8, 42, 16, 14, 14, 14, 16, 26)

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Ranking")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: ranking in groups") % {
            "bureau": self.report.bureau, "period": self.report.period}

    def draw(self, grid: Grid) -> None:
        """Group after group, best first; branches that are not ranked come last, without a place."""
        self.open(grid)
        self.head(grid, [
            pgettext("workbook", "Place"), pgettext("workbook", "Branch"), pgettext("workbook", "Secretary"),
            pgettext("workbook", "Total"), pgettext("workbook", "Grade colour"), pgettext("workbook", "Last place"),
            pgettext("workbook", "Places up or down"), pgettext("workbook", "Remark"),
        ])
        for group, lines in self.report.groups.items():
            self.keep_together(grid, (len(lines) + 1) * 22)
            self.band(grid, "group", self.report.group_word(group))
            for line in sorted(lines, key=_place):
                self._line(grid, line)
        self.close(grid)

    def _line(self, grid: Grid, line: Line) -> None:
        style = self.style
        slash = cells.text(style["centre"], "/")
        moved = None if line.rank is None or line.previous_rank is None else line.previous_rank - line.rank
        grid.row([
            slash if line.rank is None else cells.number(style["whole"], line.rank),
            cells.text(style["text"], line.name), cells.text(style["centre"], line.secretary),
            cells.number(style["score"], line.total),
            cells.text(style.colour(line.colour), self.report.colour_word(line.colour)),
            slash if line.previous_rank is None else cells.number(style["whole"], line.previous_rank),
            slash if moved is None else cells.number(style["places"], moved),
            cells.text(style["text"], self._remark(line)),
        ], self.height((line.name, 42), (line.secretary, 16), least=22))

    def _remark(self, line: Line) -> str:
        if line.rank is None:
            return pgettext("workbook", "not ranked")
        return pgettext("workbook", "tied") if line.tied else ""


def _place(line: Line) -> tuple:
    """Rank first, then the total; a stable order inside a tie."""
    return (line.rank is None, line.rank or 0, -float(line.total), line.key)
