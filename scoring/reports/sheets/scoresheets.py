"""Sheet 4: one block a branch, each on its own page, so that one can be printed alone."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import ceil

from django.utils.translation import pgettext
from openpyxl.worksheet.worksheet import Worksheet

from branches.ledgers import cells
from branches.ledgers.grid import Grid
from branches.ledgers.text import lines
from scoring.reports.evidence import SHORT, SHOWN, evidence_words
from scoring.reports.frame import (
    MM_COLUMN,
    MM_LETTER,
    MM_PAPER,
    TAKEN_ALONG,
    Sheet,
    hundredths,
    points,
)
from scoring.reports.report import Line, Report
from scoring.reports.sheets.scoresheet_words import Words
from scoring.reports.sheets.summary import adds_up, floor_of
from scoring.reports.style import Palette
from scoring.wording import why

# A sheet takes at most 1,026 page breaks, so larger bureaus get several sheets.
MOST = 1_000
KEPT = 4_000  # sentences
SUMS = 4  # base, bonus, penalty, total
LEAST_SEAL = 66  # points: the lines of signatures
SMALL, SMALL_LINE = 15, 11.5
SQUEEZED = 3.5  # points that a row can give up before its print touches the lines
FALLBACK = 1.15  # how much wider columns get where the letter that widths are counted in is missing
ROOM = 1.2  # small print takes less room than the standard letter that widths are counted in


class ScoreSheets(Sheet):
    """支部得分单."""

    landscape = False
    widths = (4.5, 22, 5.5, 6, 6, 31, 20, 5.5)
    head_rows = ()
    freeze = None

    def __init__(self, report: Report, palette: Palette, lines: Sequence[Line], part: int = 1):
        super().__init__(report, palette)
        self.lines, self.part = lines, part
        self.words = Words(report, palette, self.title)
        self._sentences: dict[str, str] = {}
        self.squeeze = 0.0

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

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Narrower than elsewhere: a block should fit on one page."""
        return (20, 12, 12, 13)

    def set_up(self, ws: Worksheet) -> None:
        """Scaled by a figure: a spreadsheet that fits pages by itself may ignore the breaks between blocks."""
        super().set_up(ws)
        ws.sheet_properties.pageSetUpPr.fitToPage = False
        ws.page_setup.fitToWidth = ws.page_setup.fitToHeight = None
        ws.page_setup.scale = int(self.scale * 100)

    @cached_property
    def scale(self) -> float:
        """Small enough for the widest letter: what is cut off at the right is on a page of its own."""
        left, right, _top, _bottom = self.margins
        whole = sum(self.widths) * MM_LETTER * FALLBACK + self.columns * MM_COLUMN
        return min(1, (MM_PAPER[self.paper][self.landscape] - left - right) / whole)

    def draw(self, grid: Grid) -> None:
        """All blocks, with a page break between them."""
        if not self.lines:
            self.band(grid, "centre", pgettext("workbook", "No branch whose points may be shown to you"))
        for place, trail in enumerate(self.report.trails(self.lines)):
            if place:
                grid.end_page()
            self._block(grid, self.lines[place], trail)

    def _block(self, grid: Grid, line: Line, trail: dict) -> None:
        self._top(grid)
        self._about(grid, line, trail["branch"].get("members", ""))
        grid.row(self.words.heads, 20)
        sealed = {one["index"]: one for one in trail["indices"]}
        own: dict[str, list[dict]] = {code: [] for code in self.report.outline.indices}
        for cell in trail["cells"]:
            own[cell["index"]].append(cell)
        texts = self._texts(trail, SHOWN)
        self.squeeze = self._too_high(grid, texts, len(own))
        if self.squeeze == SQUEEZED:
            texts = self._texts(trail, SHORT)
            self.squeeze = self._too_high(grid, texts, len(own))
        scores, serial = [], 0
        for index, found in own.items():
            first = grid.at
            for cell in found:
                serial += 1
                self._indicator(grid, serial, cell, *texts[cell["indicator"]])
            scores.append((grid.at, sealed[index]["score"]))
            self._index(grid, sealed[index], found, first)
        self._sums(grid, line, scores)
        # A branch that lost much has long sentences; then the free room gives way, not the page.
        left = self.page_height - grid.used
        if left < LEAST_SEAL:
            grid.end_page_before(TAKEN_ALONG)
            left = self.seal_height
        grid.row(self.words.end, min(self.seal_height, left))
        grid.merge(1, 5)
        grid.merge(6, 8)

    def _texts(self, trail: dict, shown: int) -> dict[str, tuple[str, str, str]]:
        """Indicator → its name, the sentence on what was lost, the evidence."""
        evidence = evidence_words(trail, self.words.evidence, shown)
        return {
            code: (self.report.indicator_word(code), self._lost(cell), evidence.get(code, ""))
            for cell in trail["cells"] for code in [cell["indicator"]]}

    def _too_high(self, grid: Grid, texts: dict[str, tuple[str, str, str]], indices: int) -> float:
        """How many points each row must give up so that the block fits on its page."""
        rows = len(texts) + indices + SUMS
        high = grid.used + sum(row_height(*one) for one in texts.values()) + SMALL * (indices + SUMS) + LEAST_SEAL
        return min(max(0.0, ceil((high - self.page_height) / rows * 10) / 10), SQUEEZED)

    def _top(self, grid: Grid) -> None:
        grid.row([self.words.title], 27)
        grid.merge(1, self.columns)
        if not self.report.is_final:
            self.across(grid, "draft", self.words.draft, 18)

    def _about(self, grid: Grid, line: Line, members: int | str) -> None:
        left = self.words.branch % {"name": line.name}
        right = self.words.about % {
            "kind": self.report.type_word(line.type), "secretary": line.secretary or "  ", "members": members}
        grid.row([
            cells.text(self.style["plain"], left), None, None, None, None,
            cells.text(self.style["plain_right"], right), None, None,
        ], self.height((left, 38), (right, 42), least=20))
        grid.merge(1, 5)
        grid.merge(6, 8)

    def _indicator(self, grid: Grid, serial: int, cell: dict, name: str, lost: str, evidence: str) -> None:
        style, slash, earned = self.style, self.words.slash, cell["points"]
        grid.row([
            cells.number(style["tight.whole"], serial), cells.text(style["tight.text"], name),
            *([slash] * 3 if earned is None else (
                cells.number(style["tight.score"], cell["max"]), self.words.unfilled,
                cells.number(style["tight.score"], earned))),
            cells.text(style["tight.text"], lost), cells.text(style["tight.text"], evidence), self.words.no_check,
        ], row_height(name, lost, evidence) - self.squeeze)

    def _lost(self, cell: dict) -> str:
        """The sentence of the page; nothing beside full marks."""
        if cell["points"] is not None and cell["loss"] == "0.00":
            return ""
        # Many branches lose the same points for the same reason; a sentence costs ten look-ups.
        key = f"{cell['indicator']} {cell['loss']} {cell['reason']} {cell['parts']}"
        known = self._sentences.get(key)
        if known is None:
            if len(self._sentences) > KEPT:
                self._sentences.clear()
            known = self._sentences[key] = why(cell, self.report.header["scheme"])
        return known

    def _index(self, grid: Grid, sealed: dict, own: list[dict], first: int) -> None:
        """The subtotal row: points earned as a formula, the score they were converted to beside it."""
        style, at, words, score = self.style, grid.at, self.words, sealed["score"]
        earned = sum(hundredths(cell["points"]) for cell in own if cell["points"] is not None)
        marks = sum(hundredths(cell["max"]) for cell in own if cell["points"] is not None)
        said = words.not_applicable if score is None else words.converted % sealed
        added = f"SUM(E{first}:E{at - 1})" if own else "0"
        if sealed.get("zeroed_by"):
            # A veto sets the index to nought, whatever its indicators earned.
            said, added, earned = said + words.zeroed % sealed, f"0*{added}", 0
        grid.row([
            words.blank, words.subtotals[sealed["index"]],
            cells.formula(style["tight_sum.score"], f"SUM(C{first}:C{at - 1})" if own else "0", points(marks)),
            words.blank, cells.formula(style["tight_sum.score"], f"ROUND({added},2)", points(earned)),
            cells.text(style["tight_sum.text"], said),
            words.sum_slash if score is None else cells.number(style["tight_sum.score"], score),
            self.check("tight_sum.centre", f"ABS(E{at}-{sealed['points']})"),
        ], SMALL - self.squeeze)

    def _sums(self, grid: Grid, line: Line, scores: list[tuple[int, str | None]]) -> None:
        """Base, bonus, penalty, total; colour and rank beside them."""
        style, at, words = self.style, grid.at, self.words
        score = style["tight_sum.score"]
        parts = ",".join(f"G{row}" for row, one in scores if one is not None) or "0"
        added, floor = f"E{at}+E{at + 1}+E{at + 2}", floor_of(self.report.header["scheme"])
        base = cells.formula(score, f"ROUND(SUM({parts}),2)", line.base_total)
        if sum(hundredths(one) for _row, one in scores if one) != hundredths(line.base_total):
            base = cells.number(score, line.base_total)
        total = cells.number(score, line.total)
        if adds_up(line, floor):
            total = cells.formula(score, f"ROUND(IF({added}<{floor},{floor},{added}),2)", line.total)
        less = line.penalty if line.penalty == "0.00" else f"-{line.penalty}"
        limits = words.limits % {"codes": " ".join(line.caps_held)} if line.caps_held else ""
        rank = "/" if line.rank is None else words.rank % {"rank": line.rank, "group": line.group}
        label = self.report.outline.bands.get(line.colour, {}).get("label_zh", "")
        colour = cells.text(style.colour(line.colour), self.report.colour_word(line.colour))
        self._sum_row(grid, words.base, base, limits, None, line.base_total)
        self._sum_row(grid, words.bonus, cells.number(score, line.bonus))
        self._sum_row(grid, words.penalty, cells.number(style["tight_sum.penalty"], less))
        self._sum_row(grid, words.total, total, words.grade % {"label": label, "rank": rank}, colour, line.total)

    def _sum_row(self, grid: Grid, name: str, figure: str, said: str = "", colour: str | None = None,
                 sealed: str | None = None) -> None:
        blank = self.words.blank
        grid.row([
            blank, name, blank, blank, figure, cells.text(self.style["tight_sum.text"], said), colour or blank,
            blank if sealed is None else self.check("tight_sum.centre", f"ABS(E{grid.at}-{sealed})"),
        ], SMALL - self.squeeze)


@lru_cache(maxsize=8_192)
def row_height(name: str, lost: str, evidence: str) -> float:
    """The height of an indicator's row in small print."""
    wide = ((name, 22), (lost, 31), (evidence, 20))
    return max(SMALL, max(lines(text, width * ROOM) for text, width in wide) * SMALL_LINE + 2)
