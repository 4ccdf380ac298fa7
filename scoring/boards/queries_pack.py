"""The committee's meeting on one page: proposed colours, near-line branches, disputes, vetoes, what changed since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from branches.basics.printing import ARROW_GAP
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.appeals.queries import about_name
from scoring.boards import notes
from scoring.boards.figures import Rules
from scoring.boards.queries import Board, board_for, unpublished_board
from scoring.runs.models import Run
from scoring.verdicts.models import Verdict

NEAR = ARROW_GAP  # so near to a line one decision could move the colour


@dataclass(frozen=True)
class Near:
    """A branch whose total lies close to a line: how far, and which colour is beyond it."""

    row: Mapping
    band: Mapping
    beyond: Mapping
    gap: Decimal


@dataclass(frozen=True)
class Change:
    """A branch whose result differs from the first list that branches were shown."""

    row: Mapping
    old_total: str
    band: Mapping
    old_band: Mapping


@dataclass(frozen=True)
class Pack:
    """Everything on the page."""

    board: Board
    bands: list[dict]
    near: list[Near]
    held: list[tuple[Mapping, str]]
    appeals: list[Appeal]
    vetoes: list[Verdict]
    changes: list[Change] = field(default_factory=list)
    first: Run | None = None


def pack_of(quarter: Quarter) -> Pack | None:
    """The newest computation as it would be confirmed, or the edition confirmed since; None before any. Nine queries."""
    board = _board(quarter)
    if board is None:
        return None
    rules, rows = board.rules, board.rows
    appeals = list(Appeal.objects.filter(quarter=quarter).select_related("branch", "quarter__scheme").order_by("branch__position"))
    for appeal in appeals:
        appeal.name = about_name(appeal)
    names = {row["code"]: row for row in rules.scheme["vetoes"]}
    vetoes = list(Verdict.objects.filter(quarter=quarter, kind=Verdict.Kind.VETO).select_related("branch", "decided_by"))
    for veto in vetoes:
        veto.item = names.get(veto.code, {"name_zh": veto.code})
    first = Run.objects.filter(quarter=quarter, kind=Run.Kind.PRELIMINARY).last()
    return Pack(
        board=board, bands=[_band(band, rows) for band in rules.spans()], near=near_lines(rules, rows),
        held=[(row, notes.cap_note(rules, row, rules.shares(row))) for row in rows if notes.lowered(rules, row)],
        appeals=appeals, vetoes=vetoes, first=first, changes=_changes(rules, rows, first),
    )


def _board(quarter: Quarter) -> Board | None:
    found = unpublished_board(quarter)
    last = quarter.editions.order_by("number").last()
    if last is None or (found and found.run.pk > last.run_id):
        return found
    return board_for(quarter.code)


def _band(band: dict, rows: Sequence[Mapping]) -> dict:
    members = sorted((row for row in rows if row["colour"] == band["code"]), key=lambda row: -Decimal(row["total"]))
    before = sum(bool(row["previous"]) and row["previous"]["colour"] == band["code"] for row in rows)
    return {"band": band, "rows": members, "count": len(members), "before": before}


def near_lines(rules: Rules, rows: Sequence[Mapping]) -> list[Near]:
    """Branches not held down whose total is within half a point of a line, nearest first."""
    found = []
    for row in rows:
        if notes.lowered(rules, row):
            continue
        for upper, lower in zip(rules.bands, rules.bands[1:], strict=False):
            gap = Decimal(row["total"]) - Decimal(str(upper["min"]))
            if abs(gap) <= NEAR:
                found.append(Near(row, rules.band[row["colour"]], lower if gap >= 0 else upper, gap))
    return sorted(found, key=lambda one: (abs(one.gap), one.row["position"]))


def _changes(rules: Rules, rows: Sequence[Mapping], first: Run | None) -> list[Change]:
    """Against the list the branches were shown first; a branch that was not on it is left out."""
    if first is None:
        return []
    old = {code: json.loads(text) for code, text in first.standings.values_list("branch_code", "row_text")}
    return [
        Change(row, before["total"], rules.band[row["colour"]], rules.band[before["colour"]])
        for row in rows if (before := old.get(row["branch"]))
        and (before["total"], before["colour"]) != (row["total"], row["colour"])
    ]
