"""Sheet 1: every branch with its five indices, total, colour, rank and change."""

from decimal import Decimal

from django.utils.translation import pgettext

from branches.ledgers import cells
from branches.ledgers.grid import Grid, column
from scoring.reports.averages import Means
from scoring.reports.frame import Sheet, hundredths
from scoring.reports.report import Line

FIRST_INDEX = 5


class Summary(Sheet):
    """汇总表."""

    head_rows = (3, 4)
    freeze = "C5"

    @property
    def name(self) -> str:
        """The tab."""
        return pgettext("workbook", "Summary")

    @property
    def title(self) -> str:
        """The title on the paper."""
        return pgettext("workbook", "%(bureau)s %(period)s: summary of the quality index") % {
            "bureau": self.report.bureau, "period": self.report.period}

    @property
    def widths(self) -> list[float]:
        """Column widths; the indices of the scheme decide how many there are."""
        return [5.5, 28, 20, 11.5, *[8.5] * self.wide, 9, 7.5, 7.5, 9.5, 7, 7, 7, 9.5, 18, 7.5]

    @property
    def wide(self) -> int:
        """How many indices."""
        return len(self.report.outline.indices)

    @property
    def base(self) -> int:
        """The column of the base total; bonus, penalty and total follow it."""
        return FIRST_INDEX + self.wide

    def draw(self, grid: Grid) -> None:
        """All branches group by group, each group with its mean, then the bureau's mean."""
        self.open(grid)
        self._heads(grid)
        everyone, serial = self._means(), 0
        for group, lines in self.report.groups.items():
            self.keep_together(grid, (len(lines) + 1) * 21)
            part, first = self._means(), grid.at
            for line in lines:
                serial += 1
                self._line(grid, serial, line)
                part.add(self._figures(line))
            part.ranges.append((first, grid.at - 1))
            label = pgettext("workbook", "Group %(group)s mean (%(count)s branches)") % {
                "group": group, "count": len(lines)}
            self._mean_row(grid, label, part)
            everyone.join(part)
        label = pgettext("workbook", "Mean of the bureau (%(count)s branches)") % {"count": serial}
        self._mean_row(grid, label, everyone)
        self.close(grid)

    def _heads(self, grid: Grid) -> None:
        indices = self.report.outline.indices.values()
        before = [pgettext("workbook", "No."), pgettext("workbook", "Branch"),
                  pgettext("workbook", "Kind"), pgettext("workbook", "Secretary")]
        after = [
            pgettext("workbook", "Base"), pgettext("workbook", "Bonus"), pgettext("workbook", "Penalty"),
            pgettext("workbook", "Total"), pgettext("workbook", "Grade colour"),
            pgettext("workbook", "Rank in group"), pgettext("workbook", "Last colour"),
            pgettext("workbook", "Up or down"), pgettext("workbook", "Remark"), pgettext("workbook", "Check"),
        ]
        over = pgettext("workbook", "Five index scores") if self.wide == 5 else pgettext(
            "workbook", "Index scores")
        top = self.head(grid, [*before, over, *[""] * (self.wide - 1), *after], 22)
        grid.merge(FIRST_INDEX, self.base - 1)
        names = [f"{short_index(index)}\n({index['weight']})" for index in indices]
        below = self.head(grid, [*[""] * 4, *names, *[""] * len(after)], 34)
        for number in (*range(1, FIRST_INDEX), *range(self.base, self.columns + 1)):
            grid.merge(number, number, row=top, to=below)

    def _means(self) -> Means:
        return Means(range(FIRST_INDEX, self.base + 4))

    def _figures(self, line: Line) -> list[int | None]:
        return [
            *(None if score is None else hundredths(score) for score in line.indices),
            hundredths(line.base_total), hundredths(line.bonus), -hundredths(line.penalty),
            hundredths(line.total),
        ]

    def _line(self, grid: Grid, serial: int, line: Line) -> None:
        style, at = self.style, grid.at
        slash = cells.text(style["centre"], "/")
        rank = slash if line.rank is None else cells.number(style["whole"], line.rank)
        remark, kind = self.remark(line), self.report.type_word(line.type)
        grid.row([
            cells.number(style["whole"], serial), cells.text(style["text"], line.name),
            cells.text(style["tight.centre"], kind), cells.text(style["centre"], line.secretary),
            *(slash if score is None else cells.number(style["score"], score) for score in line.indices),
            *self._sums(line, at), cells.text(style.colour(line.colour), self.report.colour_word(line.colour)),
            rank, self._before(line), self._change(line), cells.text(style["text"], remark),
            self._check(line, at),
        ], self.height((line.name, 28), (remark, 17), (line.secretary, 12), (kind, 24), least=21))

    def _sums(self, line: Line, at: int) -> list[str]:
        base, bonus, penalty, _total = (f"{column(self.base + n)}{at}" for n in range(4))
        score, minus = self.style["score"], self.style["penalty"]
        indices = f"SUM({column(FIRST_INDEX)}{at}:{column(self.base - 1)}{at})"
        floor = floor_of(self.report.header["scheme"])
        added = f"{base}+{bonus}+{penalty}"
        less = line.penalty if line.penalty == "0.00" else f"-{line.penalty}"
        total_cell = cells.formula(
            score, f"ROUND(IF({added}<{floor},{floor},{added}),2)", line.total,
        ) if adds_up(line, floor) else cells.number(score, line.total)
        whole = sum(hundredths(part) for part in line.indices if part) == hundredths(line.base_total)
        return [
            cells.formula(score, f"ROUND({indices},2)", line.base_total) if whole
            else cells.number(score, line.base_total),
            cells.number(score, line.bonus), cells.number(minus, less), total_cell,
        ]

    def _before(self, line: Line) -> str:
        if line.previous_colour is None:
            return cells.text(self.style["centre"], "/")
        return cells.text(self.style.colour(line.previous_colour), self.report.colour_word(line.previous_colour))

    def _change(self, line: Line) -> str:
        if line.change is None:
            return cells.text(self.style["centre"], "/")
        return cells.number(self.style["move"], line.change.lstrip("+"))

    def remark(self, line: Line) -> str:
        """New or closed, tied, and the caps that held."""
        words = []
        if line.mark == "new":
            words.append(pgettext("workbook", "new branch"))
        if line.mark == "closed":
            words.append(pgettext("workbook", "closed branch"))
        if line.tied:
            words.append(pgettext("workbook", "tied"))
        if line.caps_held:
            words.append(pgettext("workbook", "limits held: %(codes)s") % {"codes": " ".join(line.caps_held)})
        return pgettext("workbook", "; ").join(words)

    def _check(self, line: Line, at: int) -> str:
        base, total = f"{column(self.base)}{at}", f"{column(self.base + 3)}{at}"
        terms = f"ABS({base}-{line.base_total})+ABS({total}-{line.total})"
        return self.check("centre", terms)

    def _mean_row(self, grid: Grid, label: str, means: Means) -> None:
        style = self.style
        row = [cells.blank(style["sum.centre"])] * self.columns
        row[1] = cells.text(style["sum.text"], label)
        made = means.cells(style["sum.score"], style["sum.centre"], {self.base + 2: style["sum.penalty"]})
        for number, fragment in made.items():
            row[number - 1] = fragment
        row[-1] = self.check("sum.centre", means.terms(grid.at))
        grid.row(row, self.height((label, 28), least=21))


def short_index(index: dict) -> str:
    """The name of an index without the word that all of them end in."""
    return index["name_zh"].removesuffix(pgettext("workbook", " index"))


def adds_up(line: Line, floor) -> bool:
    """Do the printed figures give the printed total? Hidden decimals of a bonus may differ from it."""
    added = Decimal(line.base_total) + Decimal(line.bonus) - Decimal(line.penalty)
    return max(added, Decimal(str(floor))) == Decimal(line.total)


def floor_of(scheme: dict):
    """The least total a scheme lets a branch have."""
    return scheme.get("penalties", {}).get("floor_of_total") or 0
