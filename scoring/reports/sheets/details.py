"""Sheet 3: every branch against every indicator."""

from functools import cached_property

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid, column
from scoring.reports.averages import Means
from scoring.reports.frame import A3, Sheet, hundredths, points
from scoring.reports.sheets.summary import short_index


class Details(Sheet):
    """指标明细."""

    paper = A3
    head_rows = (3, 4)
    freeze = "C5"

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Indicator details")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: points of every indicator") % {
            "bureau": self.report.bureau, "period": self.report.period}

    @cached_property
    def blocks(self) -> list[tuple[dict, int, int]]:
        """Index row, its first indicator column, its subtotal column."""
        made, at = [], 3
        for index in self.report.outline.indices.values():
            subtotal = at + len(index["indicators"])
            made.append((index, at, subtotal))
            at = subtotal + 1
        return made

    @cached_property
    def widths(self) -> list[float]:
        """Narrow columns: an A3 sheet holds some forty of them."""
        inner = [wide for index, _f, _s in self.blocks for wide in (*[6.6] * len(index["indicators"]), 7.6)]
        return [5, 25, *inner, 8.2, 7]

    def draw(self, grid: Grid) -> None:
        """One row a branch, each index with its subtotal; group means; the bureau's mean."""
        self.open(grid)
        self._heads(grid)
        everyone, serial = Means(range(3, self.columns)), 0
        for group, lines in self.report.opened_groups.items():
            part, first = Means(range(3, self.columns)), grid.at
            for line, row in zip(lines, self.report.rows(lines), strict=True):
                serial += 1
                part.add(self._line(grid, serial, line.name, row["indicator_points"]))
            part.ranges.append((first, grid.at - 1))
            everyone.join(part)
            if self.report.own is None:
                label = pgettext("workbook", "Group %(group)s mean (%(count)s branches)") % {
                    "group": group, "count": len(lines)}
                self._mean_row(grid, label, part)
        if self.report.own is None:
            label = pgettext("workbook", "Mean of the bureau (%(count)s branches)") % {"count": serial}
            self._mean_row(grid, label, everyone)
        self.across(grid, "small", pgettext(
            "workbook", "A slash: does not apply this quarter, not counted in the full marks."), 18)
        self.close(grid)

    def _heads(self, grid: Grid) -> None:
        top, below = [pgettext("workbook", "No."), pgettext("workbook", "Branch")], ["", ""]
        for index, _first, _subtotal in self.blocks:
            over = pgettext("workbook", "%(index)s (%(marks)s marks)") % {
                "index": index["name_zh"], "marks": index["weight"]}
            top += [over, *[""] * len(index["indicators"])]
            below += [
                pgettext("workbook", "%(code)s\n%(name)s\n%(marks)s marks") % {
                    "code": row["code"], "name": row["name_zh"], "marks": row["max_points"]}
                for row in index["indicators"]
            ]
            below.append(pgettext("workbook", "%(index)s subtotal") % {"index": short_index(index)})
        top += [pgettext("workbook", "Points in all"), pgettext("workbook", "Check")]
        upper = self.head(grid, top, 24)
        for _index, first, subtotal in self.blocks:
            grid.merge(first, subtotal)
        lower = self.head(grid, [*below, "", ""], 96, style="head_small")
        for number in (1, 2, self.columns - 1, self.columns):
            grid.merge(number, number, row=upper, to=lower)

    def _line(self, grid: Grid, serial: int, name: str, given: dict) -> list[int | None]:
        style, at = self.style, grid.at
        score, total_style, slash = style["tight.score"], style["tight_sum.score"], cells.text(style["tight.centre"], "/")
        row = [cells.number(style["tight.whole"], serial), cells.text(style["tight.text"], name)]
        figures: list[int | None] = []
        for index, first, subtotal in self.blocks:
            earned = [given.get(one["code"]) for one in index["indicators"]]
            row += [slash if one is None else cells.number(score, one) for one in earned]
            values = [None if one is None else hundredths(one) for one in earned]
            together = sum(value for value in values if value is not None)
            figures += [*values, together]
            row.append(cells.formula(
                total_style, f"SUM({column(first)}{at}:{column(subtotal - 1)}{at})", points(together)))
        return self._finish(grid, row, figures)

    def _finish(self, grid: Grid, row: list[str], figures: list[int | None]) -> list[int | None]:
        """The sum of the subtotals, and the check of both against the sealed points."""
        style, at = self.style, grid.at
        subtotals = [figures[subtotal - 3] or 0 for _index, _first, subtotal in self.blocks]
        letters = [f"{column(subtotal)}{at}" for _index, _first, subtotal in self.blocks]
        whole = sum(subtotals)
        row.append(cells.formula(style["tight_sum.score"], f"SUM({','.join(letters)})", points(whole)))
        terms = "+".join(f"ABS({letter}-{points(value)})" for letter, value in zip(letters, subtotals, strict=True))
        terms += f"+ABS({column(self.columns - 1)}{at}-{points(whole)})"
        row.append(self.check("tight.centre", terms))
        grid.row(row, 18)
        return [*figures, whole]

    def _mean_row(self, grid: Grid, label: str, means: Means) -> None:
        style = self.style
        row = [cells.blank(style["tight_sum.centre"])] * self.columns
        row[1] = cells.text(style["tight_sum.text"], label)
        for number, fragment in means.cells(style["tight_sum.score"], style["tight_sum.centre"]).items():
            row[number - 1] = fragment
        row[-1] = self.check("tight_sum.centre", means.terms(grid.at))
        grid.row(row, 20)
