"""The board as its template needs it: groups apart, medians, pennants, footnotes."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indexmetrics.schemes.naming import index_name, named
from scoring.boards import notes
from scoring.boards.choice import Choice
from scoring.boards.figures import Rules, median
from scoring.boards.heat import Heat, heat_of
from scoring.boards.lines import Lines
from scoring.boards.queries import Board, Sight

PENNANTS_UP_TO = 64
PAGE = 300


@dataclass
class Table:
    """Everything a board fragment shows."""

    indices: list[dict]
    groups: list[dict]
    pennants: list[dict]
    counts: list[dict]
    notes: list[dict]
    count: int
    shown: int
    pages: int
    heat: Heat | None = None


def lay_out(
    board: Board, before: Mapping[str, list[float]], sight: Sight, choice: Choice, linked: Callable[[str], str],
) -> Table:
    """Groups and rows in the printed order, with everything a template needs and no further reads."""
    rules, rows = board.rules, board.rows
    footnotes = _Footnotes(rules)
    kept = [row for row in rows if choice.keeps(row)]
    pages = max(1, -(-len(kept) // PAGE))
    ordered = _ordered(kept, choice)[(choice.page - 1) * PAGE:choice.page * PAGE]
    groups = _groups(rules, rows, ordered)
    if choice.view == "table":
        lines = Lines(rules, sight, before, footnotes, linked)
        for group in groups:
            group["lines"] = [lines.line(row) for row in group["rows"]]
    heat = heat_of(rules, groups, sight, footnotes, linked) if choice.view == "heat" else None
    pennants = choice.view != "heat" and len(rows) <= PENNANTS_UP_TO
    return Table(
        indices=[{"code": row["code"], "name": index_name(row), "weight": row["weight"]} for row in rules.indices],
        groups=groups, counts=_counts(rules, rows), pennants=_pennants(rules, kept, footnotes, apart=choice.view == "flags") if pennants else [],
        notes=footnotes.rows, count=len(rows), shown=len(kept), pages=pages, heat=heat,
    )


class _Footnotes:
    """Numbers the notes in the order in which rows ask for them."""

    def __init__(self, rules: Rules):
        self.rules, self.rows, self.by_branch = rules, [], {}

    def mark(self, row: Mapping) -> str:
        """The ※ mark of a row whose colour was lowered, the same wherever it is asked."""
        if row["branch"] not in self.by_branch and notes.lowered(self.rules, row):
            self.by_branch[row["branch"]] = self._add(notes.cap_note(self.rules, row, self.rules.shares(row)))
        return self.by_branch.get(row["branch"], "")

    def scaled(self, row: Mapping, name: str) -> str:
        """The mark of a group whose full marks are scaled; nothing where they are as written."""
        shares, key = self.rules.shares(row), f"group {row['group']}"
        if not notes.is_scaled(shares):
            return ""
        if key not in self.by_branch:
            self.by_branch[key] = self._add(notes.scaling_note(self.rules, shares, name))
        return self.by_branch[key]

    def _add(self, text: str) -> str:
        mark = f"\u203b{len(self.rows) + 1}"
        self.rows.append({"mark": mark, "text": text})
        return mark


def _ordered(rows: Sequence[dict], choice: Choice) -> list[dict]:
    """By group, and inside it as asked; the unranked last in their own order of totals."""
    def key(row):
        total, last = Decimal(row["total"]), Decimal(row["change"] or "-999")
        inside = {
            "rank": (row["rank"] or 10**9, -total), "total": (-total, 0), "base": (-Decimal(row["base_total"]), 0),
            "change": (-last, 0), "name": (0, 0),
        }[choice.sort]
        return (row["group"], *inside, row["position"])
    return sorted(rows, key=key)


def _groups(rules: Rules, rows: Sequence[dict], ordered: Sequence[dict]) -> list[dict]:
    wholes, shown = _by_group(rows), _by_group(ordered)
    groups = []
    for code, own in shown.items():
        whole = wholes[code]
        types = [row for row in rules.types.values() if row["ranking_group"] == code]
        found = Counter(row["colour"] for row in whole)
        groups.append({
            "code": code, "name": _(", ").join(named(row) for row in types), "count": len(whole), "rows": own,
            "colours": [(named(band), found[band["code"]]) for band in rules.bands if found[band["code"]]],
            "ranked": any(row.get("ranked", True) for row in types),
            "median": {
                "indices": [median(row["indices"][index["code"]] for row in whole) for index in rules.indices],
                "base": median(row["base_total"] for row in whole), "total": median(row["total"] for row in whole),
            } if len(whole) > 1 else None,
        })
    return groups


def _by_group(rows: Sequence[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["group"], []).append(row)
    return found


def _counts(rules: Rules, rows: Sequence[dict]) -> list[dict]:
    found = Counter(row["colour"] for row in rows)
    return [{"band": band, "count": found[band["code"]], "span": band["span"]} for band in rules.spans()]


def _pennants(rules: Rules, rows: Sequence[dict], footnotes: _Footnotes, *, apart: bool) -> list[dict]:
    """The branches of each colour, best first; group by group where the groups stand apart."""
    sections = []
    for band in rules.bands:
        found = sorted(
            (row for row in rows if row["colour"] == band["code"]),
            key=lambda row: (row["group"] if apart else "", -Decimal(row["total"])),
        )
        if found:
            sections.append({"band": band, "rows": [
                {name: row[name] for name in ("branch", "short", "name", "total", "group", "change")}
                | {"note": footnotes.mark(row)}
                for row in found
            ]})
    return sections
