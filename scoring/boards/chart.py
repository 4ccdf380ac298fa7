"""The wall chart (pure): bands from best to last as rows, groups side by side as columns, a card for each branch."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from indexmetrics.schemes.naming import index_name, named
from scoring.boards import notes
from scoring.boards.queries import Board

FEWEST_COLUMNS, MOST_COLUMNS = 6, 14
ENOUGH_LINES = 9  # so many lines of cards stand well on one sheet; more columns are tried only beyond
DENSE_FROM = 10  # columns
BAR_HEIGHT = Decimal(26)


def chart_of(board: Board) -> dict:
    """Columns for the groups, bands with the cards of each group, and the footnotes."""
    rules, rows = board.rules, board.rows
    order = [band["code"] for band in rules.bands]
    heads = _heads(rules, rows)
    placed = {
        (colour, head["code"]): sorted(
            (row for row in rows if row["colour"] == colour and row["group"] == head["code"]),
            key=lambda row: -Decimal(row["total"]),
        )
        for colour in order for head in heads
    }
    counts = [[len(placed[colour, head["code"]]) for head in heads] for colour in order]
    spans = share_columns(counts)
    footnotes: list[dict] = []
    bands = []
    for band, line in zip(rules.spans(), counts, strict=True):
        groups = [
            {"code": head["code"], "span": span,
             "cards": [_card(rules, row, footnotes) for row in placed[band["code"], head["code"]]]}
            for head, span in zip(heads, spans, strict=True)
        ]
        bands.append({"band": band, "groups": groups, "count": sum(line), "lines": _lines(line, spans)})
    return {
        "bands": bands, "columns": sum(spans), "notes": footnotes, "total_lines": sum(band["lines"] for band in bands),
        "heads": [head | {"span": span} for head, span in zip(heads, spans, strict=True)],
        "indices": [index_name(index) for index in rules.indices], "is_dense": sum(spans) >= DENSE_FROM,
    }


def share_columns(counts: Sequence[Sequence[int]]) -> list[int]:
    """How many columns each group gets, from the cards of each band (rows) and group (columns).

    Every group has one; each further column goes where it saves most lines, until the sheet holds.
    """
    spans = [1] * len(counts[0])

    def crowd(column: int) -> tuple[int, int]:
        """Lines saved by one more column there, then how full the group is."""
        wider = [span + (at == column) for at, span in enumerate(spans)]
        saved = sum(_lines(line, spans) - _lines(line, wider) for line in counts)
        return saved, max(-(-line[column] // spans[column]) for line in counts)

    def lines() -> int:
        return sum(_lines(line, spans) for line in counts)

    while sum(spans) < FEWEST_COLUMNS or (sum(spans) < MOST_COLUMNS and lines() > ENOUGH_LINES):
        spans[max(range(len(spans)), key=crowd)] += 1
    return spans


def _lines(line: Sequence[int], spans: Sequence[int]) -> int:
    """Lines of cards a band needs; an empty band keeps one."""
    return max(1, *(-(-count // span) for count, span in zip(line, spans, strict=True)))


def _heads(rules, rows: Sequence[Mapping]) -> list[dict]:
    """The groups that have a branch on this board, each with the names of its types."""
    present = sorted({row["group"] for row in rows}) or [""]
    return [
        {"code": code, "name": " · ".join(
            named(kind) for kind in rules.scheme["branch_types"] if kind["ranking_group"] == code),
         "count": sum(row["group"] == code for row in rows)}
        for code in present
    ]


def _card(rules, row: Mapping, footnotes: list[dict]) -> dict:
    shares = rules.shares(row)
    mark = ""
    if notes.lowered(rules, row):
        mark = f"\u203b{len(footnotes) + 1}"
        footnotes.append({"mark": mark, "text": notes.cap_note(rules, row, shares)})
    ratios = [shares[index["code"]].ratio for index in rules.indices]
    bars = []
    for place, ratio in enumerate(ratios):
        height = BAR_HEIGHT * (ratio or 0)
        bars.append({"x": place * 7, "y": f"{BAR_HEIGHT - height:.1f}", "height": f"{height:.1f}"})
    return {"group": row["group"], "short": row["short"], "total": row["total"], "change": row["change"],
            "mark": mark, "bars": bars, "ratios": ratios}
