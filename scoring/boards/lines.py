"""The rows of the board's table as they are printed: every field is ready and escaped for HTML.

A board has a hundred of them and is drawn anew for every edition, language and view, so what is the
same for many rows (names, full marks) is asked and escaped once and the template only writes.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from html import escape
from typing import NamedTuple

from django.utils.translation import gettext as _

from branches.basics.printing import ARROW_GAP, MINUS
from indexmetrics.schemes.naming import colour_word, index_name, named
from scoring.boards import drawing, notes
from scoring.boards.figures import Rules
from scoring.boards.queries import Sight

NIL = "0.00"


class Cell(NamedTuple):
    """One index of one branch."""

    name: str
    points: str
    width: str
    is_weak: bool
    note: str


class Line(NamedTuple):
    """One branch."""

    branch: str
    name: str
    mark: str
    is_own: bool
    address: str
    cells: list[Cell]
    base: str
    bonus: str
    penalty: str
    total: str
    colour: str
    order: int
    word: str
    note: str
    rank: str
    is_tied: bool
    arrow: str
    change: str
    spark: tuple[str, str, str] | None


def printed(text: str | None) -> str:
    """A stored figure as it is printed: it has its two places, only the minus becomes a true one."""
    return "/" if text is None else text.replace("-", MINUS)


class Lines:
    """Makes the lines of one board."""

    def __init__(self, rules: Rules, sight: Sight, before: Mapping[str, list[float]], notes_of, linked: Callable):
        self.rules, self.sight, self.before, self.notes, self.linked = rules, sight, before, notes_of, linked
        self.drawn: dict[tuple, Cell] = {}
        self.indices = [(index["code"], escape(index_name(index))) for index in rules.indices]
        self.bands = {code: (escape(code), band["order"], escape(colour_word(band))) for code, band in rules.band.items()}
        self.marks = {"": "", "new": escape(_("new")), "closed": escape(_("closed"))}
        # Only types without rank get the note on scaling: there scaling is the rule, not a case.
        self.unranked = {code: named(row) for code, row in rules.types.items() if not row.get("ranked", True)}
        self.ratio_caps = {cap["code"] for cap in rules.scheme["colour_caps"] if cap["when"] == "any_index_ratio_below"}

    def line(self, row: Mapping) -> Line:
        """The printed line of a row."""
        branch = row["branch"]
        colour, order, word = self.bands[row["colour"]]
        arrow, change = self._change(row["change"])
        totals = [*self.before.get(branch, ()), float(row["total"])]
        return Line(
            escape(branch), escape(row["name"]), self.marks[row["mark"]], branch in self.sight.own, escape(self.linked(branch)),
            self._cells(row), printed(row["base_total"]), _signed(row["bonus"], "+"), _signed(row["penalty"], MINUS),
            printed(row["total"]), colour, order, word, self.notes.mark(row),
            str(row["rank"] or "\u2014"), row["tied"], arrow, change, drawing.spark(totals),
        )

    def _cells(self, row: Mapping) -> list[Cell]:
        """The five indices; a cell like one drawn before is that one."""
        maxima, scores = self.rules.maxima(row), row["indices"]
        weak = notes.weak_indices(self.rules, row) if self.ratio_caps.intersection(row["caps_held"]) else ()
        scaled = self.notes.scaled(row, self.unranked[row["type"]]) if row["type"] in self.unranked else ""
        found = []
        for code, name in self.indices:
            key = (name, scores[code], maxima[code], code in weak, scaled)
            cell = self.drawn.get(key)
            if cell is None:
                _name, score, full, is_weak, note = key
                cell = self.drawn[key] = Cell(name, printed(score), drawing.width(score, full), is_weak, note)
            found.append(cell)
            scaled = ""
        return found

    @staticmethod
    def _change(change: str | None) -> tuple[str, str]:
        """Arrow and signed figure; a dash for a change that is too small to point anywhere."""
        if change is None:
            return "", "\u2014"
        gap = Decimal(change)
        words = NIL if not gap else change.replace("-", MINUS)
        if abs(gap) <= ARROW_GAP:
            return "\u2014", words
        return ("\u2191" if gap > 0 else "\u2193"), words


def _signed(text: str, sign: str) -> str:
    """Bonus or penalty with its sign; nothing has none."""
    return NIL if text == NIL else sign + text
