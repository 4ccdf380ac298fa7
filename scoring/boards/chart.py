"""The wall chart (pure): bands from best to last, in each its branches, rows enough for all."""

from collections.abc import Mapping
from decimal import Decimal

from indexmetrics.schemes.naming import index_name, named
from scoring.boards import notes
from scoring.boards.queries import Board

COLUMNS = ((24, 6), (48, 8), (80, 10))  # up to so many branches: so many cards in a row
MOST_COLUMNS = 12
BAR_HEIGHT = Decimal(26)


def chart_of(board: Board) -> dict:
    """Bands with cards, the key of the groups and indices, and the footnotes."""
    rules, rows = board.rules, board.rows
    columns = next((count for most, count in COLUMNS if len(rows) <= most), MOST_COLUMNS)
    footnotes: list[dict] = []
    bands = []
    for band in rules.spans():
        found = sorted((row for row in rows if row["colour"] == band["code"]), key=lambda row: -Decimal(row["total"]))
        lines = max(1, -(-len(found) // columns))
        bands.append({"band": band, "cards": [_card(rules, row, footnotes) for row in found], "lines": lines})
    return {
        "bands": bands, "columns": columns, "notes": footnotes, "total_lines": sum(band["lines"] for band in bands),
        "groups": [(row["ranking_group"], named(row)) for row in rules.scheme["branch_types"]],
        "indices": [index_name(index) for index in rules.indices], "is_dense": len(rows) > 48,
    }


def _card(rules, row: Mapping, footnotes: list[dict]) -> dict:
    shares = rules.shares(row)
    mark = ""
    if notes.lowered(rules, row):
        mark = f"\u203b{len(footnotes) + 1}"
        footnotes.append({"mark": mark, "text": notes.cap_note(rules, row, shares)})
    bars = []
    for place, index in enumerate(rules.indices):
        ratio = shares[index["code"]].ratio
        height = BAR_HEIGHT * (ratio or 0)
        bars.append({"x": place * 7, "y": f"{BAR_HEIGHT - height:.1f}", "height": f"{height:.1f}"})
    return {"group": row["group"], "short": row["short"], "total": row["total"], "change": row["change"],
            "mark": mark, "bars": bars}
