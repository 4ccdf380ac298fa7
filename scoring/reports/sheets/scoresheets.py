"""Sheet 4: one block a branch, each on its own page, so that one can be printed alone."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import pgettext
from openpyxl.worksheet.worksheet import Worksheet

from scoring.reports import cells
from scoring.reports.evidence import evidence_words
from scoring.reports.frame import Sheet, agreed, hundredths, yes
from scoring.reports.grid import Grid
from scoring.reports.report import Line, Report
from scoring.reports.sheets.summary import adds_up, short_index
from scoring.reports.style import Palette
from scoring.wording import why

# A sheet takes at most 1,026 page breaks, so larger bureaus get several sheets.
MOST = 1_000
SEAL = 100
SMALL, SMALL_LINE = 18, 12
ROOM = 1.2  # small print takes less room than the standard letter that widths are counted in


class ScoreSheets(Sheet):
    """支部得分单."""

    landscape = False
    widths = (5, 25, 7, 7, 7.5, 30, 19, 6.5)
    head_rows = ()
    freeze = None

    def __init__(self, report: Report, palette: Palette, lines: Sequence[Line], part: int = 1):
        super().__init__(report, palette)
        self.lines, self.part = lines, part

    @classmethod
    def of(cls, report: Report, palette: Palette) -> list["ScoreSheets"]:
        """As many sheets as the branches need; one even without any."""
        lines = report.opened
        return [
            cls(report, palette, lines[at:at + MOST], at // MOST + 1)
            for at in range(0, max(len(lines), 1), MOST)
        ]

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Score sheets") + (f" ({self.part})" if self.part > 1 else "")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(period)s score sheet of the quality index") % {
            "period": self.report.period}

    def set_up(self, ws: Worksheet) -> None:
        """Tighter margins: a block should fit on one page."""
        super().set_up(ws)
        ws.page_margins.top = ws.page_margins.bottom = 0.6
        ws.page_margins.header = ws.page_margins.footer = 0.25

    def draw(self, grid: Grid) -> None:
        """All blocks, with a page break between them."""
        if not self.lines:
            self.band(grid, "centre", pgettext("workbook", "No branch whose points may be shown to you"))
        for place, (row, trail) in enumerate(self.report.trails(self.lines)):
            if place:
                grid.end_page()
            self._block(grid, self.lines[place], row, trail)

    def _block(self, grid: Grid, line: Line, row: dict, trail: dict) -> None:
        title = self.title
        if not self.report.is_final:
            title = pgettext("workbook", "%(title)s (draft for comments)") % {"title": title}
        self.across(grid, "block_title", title, 30)
        if not self.report.is_final:
            self.across(grid, "draft", pgettext("workbook", "Draft for comments, not final"), 18)
        self._about(grid, line, row)
        self.head(grid, self.heads, 22, style="head_small")
        evidence = evidence_words(trail)
        subtotals, serial = {}, 0
        sealed = {one["index"]: one for one in trail["indices"]}
        for index in self.report.outline.indices.values():
            own = [cell for cell in trail["cells"] if cell["index"] == index["code"]]
            first = grid.at
            for cell in own:
                serial += 1
                self._indicator(grid, serial, cell, evidence.get(cell["indicator"], ""))
            subtotals[index["code"]] = self._index(grid, index, sealed.get(index["code"]), own, first)
        self._sums(grid, line, list(subtotals.values()))
        self._end(grid)

    @cached_property
    def heads(self) -> list[str]:
        """The eight column heads."""
        return [
            pgettext("workbook", "No."), pgettext("workbook", "Indicator"), pgettext("workbook", "Full marks"),
            pgettext("workbook", "Own score"), pgettext("workbook", "Approved"),
            pgettext("workbook", "Why points were lost"), pgettext("workbook", "Evidence"),
            pgettext("workbook", "Check"),
        ]

    def _about(self, grid: Grid, line: Line, row: dict) -> None:
        left = pgettext("workbook", "Branch (seal): %(name)s") % {"name": line.name}
        right = pgettext("workbook", "%(kind)s  Secretary: %(secretary)s  Members: %(members)s") % {
            "kind": self.report.type_word(line.type), "secretary": line.secretary or "  ",
            "members": row.get("members", "")}
        grid.row([
            cells.text(self.style["plain"], left), None, None, None, None,
            cells.text(self.style["plain_right"], right), None, None,
        ], self.height((left, 44), (right, 48), least=20))
        grid.merge(1, 5)
        grid.merge(6, 8)

    def _indicator(self, grid: Grid, serial: int, cell: dict, evidence: str) -> None:
        style = self.style
        applies = cell["points"] is not None
        slash, name = cells.text(style["tight.centre"], "/"), self.report.indicator_word(cell["indicator"])
        lost = self._lost(cell)
        grid.row([
            cells.number(style["tight.whole"], serial), cells.text(style["tight.text"], name),
            cells.number(style["tight.score"], cell["max"]) if applies else slash,
            cells.blank(style["tight.score"]) if applies else slash,
            cells.number(style["tight.score"], cell["points"]) if applies else slash,
            cells.text(style["tight.text"], lost), cells.text(style["tight.text"], evidence),
            cells.blank(style["tight.centre"]),
        ], self.height((name, 25 * ROOM), (lost, 30 * ROOM), (evidence, 19 * ROOM), least=SMALL, line=SMALL_LINE))

    def _lost(self, cell: dict) -> str:
        """The sentence of the page; nothing beside full marks."""
        if cell["points"] is not None and cell["loss"] == "0.00":
            return ""
        return why(cell, self.report.header["scheme"])

    def _index(self, grid: Grid, index: dict, sealed: dict | None, own: list[dict], first: int) -> tuple[int, str | None]:
        """The subtotal row: points earned as a formula, the score they were converted to beside it."""
        style, at = self.style, grid.at
        earned = sum(hundredths(cell["points"]) for cell in own if cell["points"] is not None)
        wanted = hundredths(sealed["points"]) if sealed else earned
        score = sealed["score"] if sealed else None
        if score is None:
            words = pgettext("workbook", "does not apply")
        else:
            words = pgettext("workbook", "standard %(max)s marks, converted to %(score)s") % {
                "max": sealed["max"], "score": score}
        zeroed = bool(sealed and sealed.get("zeroed_by"))
        if zeroed:
            words += pgettext("workbook", "; set to nought by %(code)s") % {"code": sealed["zeroed_by"]}
        total = f"SUM(E{first}:E{at - 1})" if own else "0"
        body = f"ROUND({total},2)" if not zeroed else f"0*{total}"
        shown = "0.00" if zeroed else _hundred(earned)
        grid.row([
            cells.blank(style["tight_sum.centre"]),
            cells.text(style["tight_sum.text"], pgettext("workbook", "%(index)s subtotal") % {"index": short_index(index)}),
            cells.formula(style["tight_sum.score"], f"SUM(C{first}:C{at - 1})" if own else "0",
                          _hundred(sum(hundredths(c["max"]) for c in own if c["points"] is not None))),
            cells.blank(style["tight_sum.score"]),
            cells.formula(style["tight_sum.score"], body, shown),
            cells.text(style["tight_sum.text"], words),
            cells.text(style["tight_sum.centre"], "/") if score is None else cells.number(style["tight_sum.score"], score),
            cells.word_formula(style["tight_sum.centre"], agreed(f"ABS(E{at}-{_hundred(wanted)})"), yes()),
        ], SMALL)
        return at, score

    def _sums(self, grid: Grid, line: Line, subtotals: list[tuple[int, str | None]]) -> None:
        """Base, bonus, penalty, total; colour and rank beside them."""
        style, at = self.style, grid.at
        parts = ",".join(f"G{row}" for row, score in subtotals if score is not None) or "0"
        whole = sum(hundredths(score) for _row, score in subtotals if score) == hundredths(line.base_total)
        base = cells.formula(style["tight_sum.score"], f"ROUND(SUM({parts}),2)", line.base_total) if whole else (
            cells.number(style["tight_sum.score"], line.base_total))
        floor = self.report.header["scheme"].get("penalties", {}).get("floor_of_total") or 0
        added = f"E{at}+E{at + 1}+E{at + 2}"
        total = cells.formula(
            style["tight_sum.score"], f"ROUND(IF({added}<{floor},{floor},{added}),2)", line.total,
        ) if adds_up(line, floor) else cells.number(style["tight_sum.score"], line.total)
        less = line.penalty if line.penalty == "0.00" else f"-{line.penalty}"
        rank = "/" if line.rank is None else pgettext("workbook", "place %(rank)s in group %(group)s") % {
            "rank": line.rank, "group": line.group}
        colour = cells.text(style.colour(line.colour), self.report.colour_word(line.colour))
        band = self.report.outline.bands.get(line.colour, {}).get("label_zh", "")
        limits = pgettext("workbook", "limits held: %(codes)s") % {"codes": " ".join(line.caps_held)} if line.caps_held else ""
        self._sum_row(grid, pgettext("workbook", "Base"), base, limits, None, line.base_total, at)
        self._sum_row(grid, pgettext("workbook", "Bonus"), cells.number(style["tight_sum.score"], line.bonus), "", None, None, at + 1)
        self._sum_row(grid, pgettext("workbook", "Penalty"), cells.number(style["tight_sum.penalty"], less), "", None, None, at + 2)
        self._sum_row(grid, pgettext("workbook", "Total"), total,
                      pgettext("workbook", "%(label)s, %(rank)s") % {"label": band, "rank": rank}, colour, line.total, at + 3)

    def _sum_row(self, grid: Grid, name: str, figure: str, words: str, colour: str | None,
                 sealed: str | None, at: int) -> None:
        style = self.style
        blank = cells.blank(style["tight_sum.centre"])
        grid.row([
            blank, cells.text(style["tight_sum.text"], name), blank, blank, figure,
            cells.text(style["tight_sum.text"], words), colour or blank,
            blank if sealed is None else cells.word_formula(
                style["tight_sum.centre"], agreed(f"ABS(E{at}-{sealed})"), yes()),
        ], SMALL + 1.5)

    def _end(self, grid: Grid) -> None:
        """Signatures on the left, free room for the branch's seal on the right."""
        left = pgettext("workbook", "Secretary (signature):\n\nReviewed by:\n\nDate:     year   month   day")
        row: list[str | None] = [None] * self.columns
        row[0] = cells.text(self.style["plain"], left)
        row[5] = cells.text(self.style["plain_centre"], pgettext("workbook", "(seal of the branch)"))
        grid.row(row, SEAL)
        grid.merge(1, 5)
        grid.merge(6, 8)


def _hundred(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"
