"""What a big screen shows: published editions in force, closed rectification, brands; never anything preliminary."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from branches.basics.printing import ARROW_GAP
from branches.brands.models import Brand
from indexmetrics.schemes.naming import index_name, named
from scoring.boards import figures
from scoring.boards.models import WallToken
from scoring.boards.queries import Board, board_for
from scoring.boards.queries_quarters import QuarterColours, colours_by_quarter
from scoring.rectify.models import Notice
from scoring.screens import sums
from scoring.screens.secrecy import digest_of
from scoring.screens.setup import NAMES, shown_pages

COLUMN_HEIGHT, COLUMN_STEP = Decimal(480), 216
BARS = (44, 36)  # height of an index bar, its distance from the next
MOST_BRANDS, MOST_CLOSED = 8, 8


@dataclass(frozen=True)
class Screen:
    """Everything on a screen: the edition in force and its pages in the order of their turn."""

    board: Board
    counts: list[dict]
    pages: list[dict]


def open_token(secret: str) -> WallToken | None:
    """The token behind an address; None for an unknown and for a revoked one alike."""
    return WallToken.objects.filter(token=digest_of(secret), revoked_at=None).first()


def tokens() -> list[WallToken]:
    """All addresses, those in use first."""
    used = Case(When(revoked_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = list(
        WallToken.objects.select_related("made_by", "revoked_by").order_by(used, "-made_at")
    )
    for token in found:
        token.page_names = [NAMES[code] for code in shown_pages(token.pages)]
    return found


def screen(token: WallToken) -> Screen | None:
    """The newest edition in force with the pages chosen for this screen; None before the first one is published."""
    quarters = colours_by_quarter()
    if not quarters:
        return None
    board = board_for(quarters[-1].quarter)
    rows = board.rows
    whole = token.fit == WallToken.Fit.WHOLE
    makers = {
        "board": lambda: [_whole_page(board, rows)] if whole else _group_pages(board, rows),
        "indices": lambda: [_index_page(board, rows)],
        "trend": lambda: [_trend_page(quarters)],
        "improved": lambda: [_improved_page(rows)],
        "rectified": lambda: [_rectified_page(board)],
        "brands": lambda: [_brand_page()],
        "legend": lambda: [_legend_page(board)],
    }
    pages = [page for code in shown_pages(token.pages) for page in makers[code]() if page]
    return Screen(board=board, counts=_counts(board), pages=pages or [_legend_page(board)])


def _counts(board: Board) -> list[dict]:
    return [
        {"band": band, "count": board.header["counts"].get(band["code"], 0)}
        for band in board.rules.spans()
    ]


def _by_group(rows: list[dict]) -> dict[str, list[dict]]:
    """Group → its rows by rank, best first; the unranked by their totals."""
    groups = defaultdict(list)
    for row in sorted(
        rows,
        key=lambda row: (
            row["group"],
            row["rank"] or 10**9,
            -Decimal(row["total"]),
            row["position"],
        ),
    ):
        groups[row["group"]].append(row)
    return groups


def _whole_page(board: Board, rows: list[dict]) -> dict:
    """All branches on one page: a heading for each group and a card for each branch, in as many columns as fit."""
    cells = []
    for code, members in _by_group(rows).items():
        cells.append({"group": code, "name": _group_name(board.rules, code), "count": len(members)})
        cells += [{"row": row, "band": board.rules.band[row["colour"]]} for row in members]
    return {"kind": "board", "cells": cells, "columns": sums.columns_for(len(cells))}


def _group_pages(board: Board, rows: list[dict]) -> list[dict]:
    """The board by group, each on as few even pages as hold it."""
    rules, groups = board.rules, _by_group(rows)
    names = {code: _group_name(rules, code) for code in groups}
    found = []
    for sheet in sums.pages_of_groups(list(groups.items())):
        found.append(
            {
                "kind": "board",
                "sections": [
                    {
                        "name": names[code],
                        "count": len(groups[code]),
                        "shown": len(piece) < len(groups[code]),
                        "first": groups[code].index(piece[0]) + 1,
                        "last": groups[code].index(piece[-1]) + 1,
                        "rows": [_line(rules, row) for row in piece],
                    }
                    for code, piece in sheet
                ],
                "indices": [index_name(index) for index in rules.indices],
            }
        )
    return found


def _group_name(rules: figures.Rules, code: str) -> str:
    return _(", ").join(
        named(kind) for kind in rules.types.values() if kind["ranking_group"] == code
    )


def _line(rules: figures.Rules, row: Mapping) -> dict:
    shares = rules.shares(row)
    bars = []
    for place, index in enumerate(rules.indices):
        ratio = shares[index["code"]].ratio
        high = BARS[0] * float(ratio or 0)
        bars.append(
            {
                "x": place * BARS[1],
                "y": f"{BARS[0] - high:.1f}",
                "height": f"{high:.1f}",
                "none": ratio is None,
            }
        )
    change = row["change"]
    direction = (
        ""
        if change is None
        else "same"
        if abs(Decimal(change)) <= ARROW_GAP
        else "up"
        if Decimal(change) > 0
        else "down"
    )
    return {"row": row, "band": rules.band[row["colour"]], "bars": bars, "direction": direction}


def _index_page(board: Board, rows: list[dict]) -> dict:
    lines = sums.index_rates(board.rules, rows)
    return {
        "kind": "indices",
        "rows": lines,
        "groups": [
            (code, _group_name(board.rules, code))
            for code, _rate in (lines[0]["groups"] if lines else [])
        ],
    }


def _trend_page(quarters: list[QuarterColours]) -> dict:
    """Colours and mean total of up to eight quarters, oldest first."""
    columns = [
        {"x": place * COLUMN_STEP, "quarter": one.quarter, "mean": one.mean, "parts": one.parts(height=COLUMN_HEIGHT)}
        for place, one in enumerate(quarters)
    ]
    return {
        "kind": "trend", "columns": columns, "width": max(len(columns), 2) * COLUMN_STEP, "height": COLUMN_HEIGHT,
    }


def _improved_page(rows: list[dict]) -> dict | None:
    found = sums.most_improved(rows)
    return {"kind": "improved", "rows": found} if found else None


def _rectified_page(board: Board) -> dict | None:
    """Notices that published boards raised: how many are closed, and which ones were closed last."""
    notices = list(
        Notice.objects.filter(quarter__code__lte=board.quarter).select_related("branch", "quarter")
    )
    if not notices:
        return None
    closed = sorted(
        (one for one in notices if one.closed_at), key=lambda one: one.closed_at, reverse=True
    )
    return {
        "kind": "rectified",
        "raised": len(notices),
        "closed": len(closed),
        "open": len(notices) - len(closed),
        "rows": closed[:MOST_CLOSED],
    }


def _brand_page() -> dict | None:
    steps = list(Brand.Stage.values)
    brands = list(Brand.objects.in_force().select_related("branch").order_by("since", "code"))
    core = next(
        (brand for brand in brands if brand.branch_id is None and brand.parent_id is None), None
    )
    shown = sorted(
        (one for one in brands if one is not core), key=lambda one: -steps.index(one.stage)
    )[:MOST_BRANDS]
    if not brands:
        return None
    return {
        "kind": "brands",
        "core": core,
        "rows": [
            {
                "brand": brand,
                "done": range(steps.index(brand.stage) + 1),
                "rest": range(len(steps) - 1 - steps.index(brand.stage)),
            }
            for brand in shown
        ],
    }


def _legend_page(board: Board) -> dict:
    return {
        "kind": "legend",
        "rows": board.rules.spans(),
        "indices": [(index_name(index), index["weight"]) for index in board.rules.indices],
    }
