"""The board as rows for its templates: groups apart, medians, pennants, footnotes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from indexmetrics.schemes.naming import index_name, named
from scoring.boards import drawing, notes
from scoring.boards.figures import Rules, median
from scoring.boards.queries import Board, Past, Sight

OPENED_UP_TO = 120  # more branches than this: a row opens to its indices only
PENNANTS_UP_TO = 64
PAGE = 300
SORTS = {"total", "name", "change", "base"}


@dataclass(frozen=True)
class Choice:
    """What the visitor asked for in the address: view, sort, filters, page."""

    view: str = "table"
    sort: str = "rank"
    query: str = ""
    group: str = ""
    colour: str = ""
    page: int = 1

    @classmethod
    def of(cls, get: Mapping) -> "Choice":
        """From the address; what is unknown falls back to the default."""
        view, sort = get.get("view", ""), get.get("sort", "")
        page = get.get("page", "1")
        return cls(
            view=view if view in ("flags", "heat") else "table", sort=sort if sort in SORTS else "rank",
            query=get.get("q", "").strip()[:40], group=get.get("group", "")[:8], colour=get.get("colour", "")[:12],
            page=int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1,
        )

    @property
    def token(self) -> str:
        """Part of the cache key."""
        return repr((self.view, self.sort, self.query, self.group, self.colour, self.page))

    @property
    def is_filtered(self) -> bool:
        """Is only a part of the branches asked for?"""
        return bool(self.query or self.group or self.colour)

    def keeps(self, row: Mapping) -> bool:
        """Does a row pass the filters?"""
        return (
            (not self.query or self.query in row["name"] or self.query in row["short"])
            and (not self.group or row["group"] == self.group)
            and (not self.colour or row["colour"] == self.colour)
        )


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
    heat: list[dict] = field(default_factory=list)


def lay_out(board: Board, past: Mapping[str, list[Past]], sight: Sight, choice: Choice) -> Table:
    """Groups and rows in the printed order, with everything a template needs and no further reads."""
    rules, rows = board.rules, board.rows
    footnotes = _Footnotes(rules)
    kept = [row for row in rows if choice.keeps(row)]
    pages = max(1, -(-len(kept) // PAGE))
    ordered = _ordered(kept, choice)[(choice.page - 1) * PAGE:choice.page * PAGE]
    in_full = len(rows) <= OPENED_UP_TO
    panels = _Panels(rules, board.quarter)
    lines = {row["branch"]: _line(rules, row, past, sight, footnotes, panels if in_full else None) for row in ordered}
    table = Table(
        indices=[{"code": row["code"], "name": index_name(row), "weight": row["weight"]} for row in rules.indices],
        groups=_groups(rules, rows, ordered, lines), counts=_counts(rules, rows),
        pennants=_pennants(rules, rows, footnotes) if len(rows) <= PENNANTS_UP_TO else [],
        notes=footnotes.rows, count=len(rows), shown=len(kept), pages=pages,
    )
    if choice.view == "heat":
        table.heat = _heat_columns(rules, ordered, sight)
    return table


class _Footnotes:
    """Numbers the notes in the order in which rows ask for them."""

    def __init__(self, rules: Rules):
        self.rules, self.rows, self.by_branch = rules, [], {}

    def mark(self, row: Mapping, shares: Mapping) -> str:
        """The ※ mark of a row whose colour was lowered, the same wherever it is asked."""
        if row["branch"] not in self.by_branch and notes.lowered(self.rules, row):
            self.by_branch[row["branch"]] = self._add(notes.cap_note(self.rules, row, shares))
        return self.by_branch.get(row["branch"], "")

    def scaled(self, group: str, name: str, shares: Mapping) -> str:
        """The mark of a group whose maxima are scaled."""
        key = f"group {group}"
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


def _groups(rules: Rules, rows: Sequence[dict], ordered: Sequence[dict], lines: Mapping[str, dict]) -> list[dict]:
    groups = []
    for code in dict.fromkeys(row["group"] for row in ordered):
        whole = [row for row in rows if row["group"] == code]
        types = [row for row in rules.types.values() if row["ranking_group"] == code]
        found = Counter(row["colour"] for row in whole)
        groups.append({
            "code": code, "name": _(", ").join(named(row) for row in types), "count": len(whole),
            "colours": [(named(band), found[band["code"]]) for band in rules.bands if found[band["code"]]],
            "ranked": any(row.get("ranked", True) for row in types),
            "rows": [lines[row["branch"]] for row in ordered if row["group"] == code],
            "median": {
                "indices": [median(row["indices"][index["code"]] for row in whole) for index in rules.indices],
                "base": median(row["base_total"] for row in whole), "total": median(row["total"] for row in whole),
            } if len(whole) > 1 else None,
        })
    return groups


def _line(
    rules: Rules, row: dict, past: Mapping[str, list[Past]], sight: Sight, footnotes: _Footnotes,
    panels: "_Panels | None",
) -> dict:
    shares = rules.shares(row)
    weak = notes.weak_indices(rules, row, shares)
    totals = [entry.total for entry in past.get(row["branch"], ())] + [Decimal(row["total"])]
    opened = sight.opens(row["branch"])
    return row | {
        "band": rules.band[row["colour"]], "note": footnotes.mark(row, shares), "opened": opened,
        "own": row["branch"] in sight.own,
        "cells": [
            {
                "points": row["indices"][index["code"]], "maximum": shares[index["code"]].maximum,
                "weak": index["code"] in weak, "name": index_name(index), "code": index["code"],
                "scaled": footnotes.scaled(row["group"], named(rules.types[row["type"]]), shares)
                if notes.is_scaled(shares) and _unusual(rules, row) else "",
            }
            for index in rules.indices
        ],
        "spark": drawing.spark(totals),
        "panel": panels.of(row) if opened and panels else [],
        "losses": [
            {"code": code, "name": named(rules.indicators[code]), "lost": lost}
            for code, lost in rules.losses(row)[:3]
        ] if opened else [],
    }


def _unusual(rules: Rules, row: Mapping) -> bool:
    """Only types that are shown without rank get the note: there scaling is the rule, not a case."""
    return not rules.types[row["type"]].get("ranked", True)


class _Panels:
    """What a row opens to: indices with their indicators.

    Branches of a type share what does not differ, and equal lines are one object, so that the
    template can render each different line once.
    """

    def __init__(self, rules: Rules, quarter: str):
        self.rules, self.quarter = rules, quarter
        self.sections: dict[str, list[tuple[str, str, list[tuple]]]] = {}
        self.items: dict[tuple, dict] = {}

    def of(self, row: Mapping) -> list[dict]:
        """The sections of a row."""
        points = row["indicator_points"]
        return [
            {"name": name, "points": row["indices"][code], "items": [
                self._item(line, points.get(line[0]), line[0] in points)
                for line in lines if line[0] in points or line[3]
            ]}
            for code, name, lines in self._sections(row)
        ]

    def _sections(self, row: Mapping) -> list[tuple[str, str, list[tuple]]]:
        """Index code, name and lines (code, name, full marks, only in other quarters) of a type of branch."""
        kind = row["type"]
        if kind not in self.sections:
            later = set(self.rules.not_due(row, self.quarter))
            self.sections[kind] = [
                (index["code"], named(index), [
                    (body["code"], named(body), self.rules.maximum(body["code"], kind), body["code"] in later)
                    for body in index["indicators"]
                ])
                for index in self.rules.indices
            ]
        return self.sections[kind]

    def _item(self, line: tuple, points: str | None, is_scored: bool) -> dict:
        key = (*line[:3], points, is_scored)
        if key not in self.items:
            code, name, full, _later = line
            self.items[key] = {
                "code": code, "name": name, "points": points, "max": full,
                "state": "not_due" if not is_scored else "na" if points is None else
                "lost" if Decimal(points) < full else "full",
            }
        return self.items[key]


def _counts(rules: Rules, rows: Sequence[dict]) -> list[dict]:
    found = Counter(row["colour"] for row in rows)
    return [{"band": band, "count": found[band["code"]], "span": band["span"]} for band in rules.spans()]


def _pennants(rules: Rules, rows: Sequence[dict], footnotes: _Footnotes) -> list[dict]:
    sections = []
    for band in rules.bands:
        found = sorted((row for row in rows if row["colour"] == band["code"]), key=lambda row: -Decimal(row["total"]))
        if found:
            sections.append({"band": band, "rows": [
                {"branch": row["branch"], "short": row["short"], "name": row["name"], "total": row["total"],
                 "group": row["group"], "note": footnotes.mark(row, rules.shares(row))}
                for row in found
            ]})
    return sections


def _heat_columns(rules: Rules, rows: Sequence[dict], sight: Sight) -> list[dict]:
    """Columns of the heat map: every indicator asked of anybody shown; indices for who sees only sums."""
    asked = {code for row in rows if sight.opens(row["branch"]) for code in row["indicator_points"]}
    return [
        {"index": index, "items": [body for body in index["indicators"] if body["code"] in asked]}
        for index in rules.indices
    ]
