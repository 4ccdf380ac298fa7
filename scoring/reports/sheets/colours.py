"""Sheet 6: how many branches stand in each colour, and where each branch comes from."""

from collections import Counter
from functools import cached_property

from django.utils.translation import pgettext
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.series import DataPoint
from openpyxl.worksheet.worksheet import Worksheet

from branches.ledgers import cells
from branches.ledgers.grid import Grid, column
from indexmetrics.periods.words import quarter_words
from scoring.reports.frame import Sheet, hundredths, points
from scoring.reports.report import Line

BARS = "▁▂▃▄▅▆▇█"
LEAST, STEP = 5_000, 625  # hundredths
CHART_ROWS = 15  # of 20 points each, kept free for the charts


class Colours(Sheet):
    """五色分布."""

    freeze = None

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Colours")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: the five colours and the trend") % {
            "bureau": self.report.bureau, "period": self.report.period}

    @cached_property
    def codes(self) -> list[str]:
        """Groups that have branches."""
        return list(self.report.groups)

    @cached_property
    def quarters(self) -> list[str]:
        """Earlier quarters and this one."""
        return [*sorted(self.report.history), self.report.header["quarter"]]

    @cached_property
    def widths(self) -> list[float]:
        """Wide enough for both tables."""
        needed = max(len(self.codes) + 7, len(self.quarters) + 5)
        return [7, 30, *[13] * (needed - 2)]

    @property
    def first(self) -> int:
        """The row of the first colour."""
        return 4 + self.shift

    @property
    def last(self) -> int:
        """The row of the last colour."""
        return self.first + len(self.report.outline.bands) - 1

    def draw(self, grid: Grid) -> None:
        """The colours with their chart, then the trend with its own."""
        self.open(grid)
        self._colours(grid)
        for _row in range(CHART_ROWS):
            grid.row([], 20)
        grid.end_page()
        self._trend(grid)
        self.close(grid)

    @property
    def head_rows(self) -> tuple[int, ...]:
        """The trend's heads, for it may take many pages."""
        return (self.trend_head - self.shift, self.trend_head - self.shift)

    def set_up(self, ws: Worksheet) -> None:
        """Adds the two charts beside each other in the free rows."""
        super().set_up(ws)
        anchor = self.last + 2
        ws.add_chart(self._columns_chart(ws), f"A{anchor + 1}")
        ws.add_chart(self._means_chart(ws), f"{column(max(self.columns // 2, 3) + 1)}{anchor + 1}")

    # --- the table of colours

    def _colours(self, grid: Grid) -> None:
        heads = [pgettext("workbook", "Colour"), pgettext("workbook", "Grade and line")]
        heads += [pgettext("workbook", "Group %(group)s") % {"group": code} for code in self.codes]
        heads += [pgettext("workbook", "Branches"), pgettext("workbook", "Share"), pgettext("workbook", "Last quarter"),
                  pgettext("workbook", "Change"), pgettext("workbook", "Check")]
        self._framed(grid, "head", heads, 30)
        now = Counter((line.group, line.colour) for line in self.report.lines)
        before = Counter(line.previous_colour for line in self.report.lines if line.previous_colour)
        for code, band in self.report.outline.bands.items():
            self._colour_row(grid, code, band, [now[group, code] for group in self.codes], before[code])
        self._colour_sums(grid, now, before)

    def _framed(self, grid: Grid, style: str, texts: list[str], height: float) -> None:
        grid.row([cells.text(self.style[style], text) for text in texts], height)

    def _colour_row(self, grid: Grid, code: str, band: dict, counts: list[int], before: int) -> None:
        style, at, wide = self.style, grid.at, len(self.codes)
        total, share = column(3 + wide), sum(counts)
        first, last = column(3), column(2 + wide)
        end = self.last + 1
        grid.row([
            cells.text(style.colour(code), band["name_zh"]),
            cells.text(style["text"], pgettext("workbook", "%(label)s (%(least)s and above)") % {
                "label": band["label_zh"], "least": band["min"]}),
            *(cells.number(style["whole"], count) for count in counts),
            cells.formula(style["whole"], f"SUM({first}{at}:{last}{at})", share),
            cells.formula(style["percent"], f"IF({total}{end}=0,0,ROUND({total}{at}/{total}{end},4))", self._share(share)),
            cells.number(style["whole"], before),
            cells.formula(style["places"], f"{total}{at}-{column(5 + wide)}{at}", share - before),
            self.check("centre", f"ABS({total}{at}-{share})"),
        ], 22)

    def _share(self, count: int) -> str:
        everyone = len(self.report.lines)
        return f"{(count * 20_000 + everyone) // (2 * everyone) / 10_000:g}" if everyone else "0"

    def _colour_sums(self, grid: Grid, now: Counter, before: Counter) -> None:
        style, at, wide = self.style, grid.at, len(self.codes)
        sums = [sum(count for (group, _colour), count in now.items() if group == code) for code in self.codes]
        sums.append(sum(sums))
        known = sum(before.values())
        formulas = [
            cells.formula(style["sum.whole"], f"SUM({column(n)}{self.first}:{column(n)}{at - 1})", value)
            for n, value in enumerate(sums, start=3)
        ]
        letter, last = column(3 + wide), column(5 + wide)
        check = f"ABS({letter}{at}-{len(self.report.lines)})"
        grid.row([
            cells.text(style["sum.centre"], pgettext("workbook", "Sum")), cells.blank(style["sum.centre"]),
            *formulas,
            cells.formula(style["sum.percent"], f"IF({letter}{at}=0,0,1)", 1 if sums[-1] else 0),
            cells.formula(style["sum.whole"], f"SUM({last}{self.first}:{last}{at - 1})", known),
            cells.formula(style["sum.places"], f"{letter}{at}-{last}{at}", sums[-1] - known),
            self.check("sum.centre", check),
        ], 22)

    # --- the table of the trend

    @property
    def trend_head(self) -> int:
        """The row of the trend's column heads."""
        return self.last + 2 + CHART_ROWS + 1

    def _trend(self, grid: Grid) -> None:
        self.band(grid, "group", pgettext("workbook", "Trend of the totals"), wide=len(self.quarters) + 5)
        heads = [pgettext("workbook", "No."), pgettext("workbook", "Branch"), *map(quarter_words, self.quarters),
                 pgettext("workbook", "Change to last quarter"), pgettext("workbook", "Course"), pgettext("workbook", "Check")]
        self._framed(grid, "head", heads, 34)
        self._mean_rows(grid)
        for serial, line in enumerate(self.report.in_order, start=1):
            self._trend_row(grid, serial, line)

    def _mean_rows(self, grid: Grid) -> None:
        """One row a group, which the chart draws."""
        for group, lines in self.report.groups.items():
            means = [self._mean(lines, code) for code in self.quarters]
            figures = [cells.text(self.style["sum.centre"], "/") if mean is None else
                       cells.number(self.style["sum.score"], mean) for mean in means]
            label = pgettext("workbook", "Group %(group)s mean") % {"group": group}
            grid.row([
                cells.blank(self.style["sum.centre"]), cells.text(self.style["sum.text"], label), *figures,
                self._step(means, "sum."), cells.text(self.style["sum.centre"], course(means)),
                cells.blank(self.style["sum.centre"]),
            ], 22)

    def _mean(self, lines: list[Line], code: str) -> str | None:
        totals = [hundredths(total) for line in lines if (total := self._total(line, code)) is not None]
        return points((sum(totals) * 2 + len(totals)) // (2 * len(totals))) if totals else None

    def _total(self, line: Line, code: str) -> str | None:
        if code == self.report.header["quarter"]:
            return line.total
        return self.report.history[code].get(line.branch)

    def _trend_row(self, grid: Grid, serial: int, line: Line) -> None:
        totals, style, at = [self._total(line, code) for code in self.quarters], self.style, grid.at
        figures = [cells.text(style["centre"], "/") if total is None else cells.number(style["score"], total)
                   for total in totals]
        check = f"ABS({column(2 + len(totals))}{at}-{line.total})"
        grid.row([
            cells.number(style["whole"], serial), cells.text(style["text"], line.name), *figures,
            self._step(totals), cells.text(style["centre"], course(totals)),
            self.check("centre", check),
        ], self.height((line.name, 30), least=20))

    def _step(self, totals: list[str | None], prefix: str = "") -> str:
        if len(totals) < 2 or totals[-1] is None or totals[-2] is None:
            return cells.text(self.style[f"{prefix}centre"], "/")
        moved = hundredths(totals[-1]) - hundredths(totals[-2])
        return cells.number(self.style[f"{prefix}move"], points(moved))

    # --- the charts

    def _columns_chart(self, ws: Worksheet) -> BarChart:
        chart = BarChart()
        chart.type, chart.gapWidth, chart.legend = "col", 60, None
        chart.title = pgettext("workbook", "Branches by colour")
        counts = Reference(ws, min_col=3 + len(self.codes), min_row=self.first, max_row=self.last)
        chart.add_data(counts, titles_from_data=False)
        chart.set_categories(Reference(ws, min_col=1, min_row=self.first, max_row=self.last))
        series = chart.series[0]
        for place, band in enumerate(self.report.outline.bands.values()):
            point = DataPoint(idx=place)
            point.graphicalProperties.solidFill = band["screen_hex"].lstrip("#")
            point.graphicalProperties.line.solidFill = "000000"
            series.dPt.append(point)
        return _sized(chart)

    def _means_chart(self, ws: Worksheet) -> LineChart:
        chart = LineChart()
        chart.title = pgettext("workbook", "Mean totals of the groups")
        top, end = self.trend_head, self.trend_head + len(self.codes)
        for row in range(top + 1, end + 1):
            chart.add_data(Reference(ws, min_col=2, max_col=2 + len(self.quarters), min_row=row),
                           from_rows=True, titles_from_data=True)
        chart.set_categories(Reference(ws, min_col=3, max_col=2 + len(self.quarters), min_row=top))
        for series in chart.series:
            series.marker.symbol = "circle"
            series.smooth = False
        chart.legend.position = "r"
        return _sized(chart)


def course(totals: list[str | None]) -> str:
    """Totals as small bars, for paper and for programs without sparklines; 50 to 100 in eight steps."""
    return "".join(" " if one is None else BARS[min(max(hundredths(one) - LEAST, 0) // STEP, 7)] for one in totals)


def _sized(chart):
    chart.height, chart.width = 9.6, 15.5
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = None
    return chart
