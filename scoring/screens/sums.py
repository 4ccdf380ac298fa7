"""Figures of the big screen that follow from printed rows (pure): means, most improved, the page's chunks."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from branches.basics.printing import ARROW_GAP
from scoring.boards.figures import Rules, two

ROWS = 12  # lines of a page that are read at five metres
ROOM = (Decimal(112), Decimal(43))  # width and height of a page, in rem
CARD = Decimal("2.7")  # how much wider than high a card stands best


def mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of those that apply; None when none does."""
    found = [value for value in values if value is not None]
    return sum(found, Decimal(0)) / len(found) if found else None


def index_rates(rules: Rules, rows: Sequence[Mapping]) -> list[dict]:
    """Index → mean share of its applicable maximum, over all branches and for each group."""
    shares = [(row["group"], rules.shares(row)) for row in rows]
    groups = sorted({group for group, _found in shares})
    return [
        {
            "index": index,
            "all": mean(found[index["code"]].ratio for _group, found in shares),
            "groups": [
                (code, mean(found[index["code"]].ratio for group, found in shares if group == code))
                for code in groups
            ],
        }
        for index in rules.indices
    ]


def mean_total(rows: Sequence[Mapping]) -> Decimal | None:
    """The mean of the printed totals."""
    found = mean(Decimal(row["total"]) for row in rows)
    return None if found is None else two(found)


def most_improved(rows: Sequence[Mapping], *, most: int = 8) -> list[Mapping]:
    """Branches whose total rose by more than the gap of the arrows, most first; names before ranks."""
    risen = [
        row for row in rows if row["change"] is not None and Decimal(row["change"]) > ARROW_GAP
    ]
    return sorted(risen, key=lambda row: (-Decimal(row["change"]), row["position"]))[:most]


def pages_of_groups(
    groups: Sequence[tuple[str, Sequence[Mapping]]], *, most: int = ROWS
) -> list[list[tuple[str, list]]]:
    """Groups apart on pages of so many lines: long ones over several even pages, short ones share one.

    A group's heading takes a line where it is not the first of its page.
    """
    pages: list[list[tuple[str, list]]] = []
    free = 0
    for code, rows in groups:
        if pages and len(rows) + 1 <= free:
            pages[-1].append((code, list(rows)))
            free -= len(rows) + 1
            continue
        sheets = -(-len(rows) // most)
        size = -(-len(rows) // sheets)
        for start in range(0, len(rows), size):
            piece = list(rows[start : start + size])
            pages.append([(code, piece)])
            free = most - len(piece)
    return _even(pages, most)


def _even(pages: list[list[tuple[str, list]]], most: int) -> list[list[tuple[str, list]]]:
    """A small group is not left alone on the last page when its neighbour can join it there."""
    if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 1:
        last, guest = pages[-1], pages[-2][-1]
        if len(guest[1]) + 1 + len(last[0][1]) <= most:
            pages[-1] = [pages[-2].pop(), *last]
    return pages


def columns_for(count: int, *, fewest: int = 4, most: int = 14) -> int:
    """Into how many columns so many cards are laid so that their shape is nearest to the best one."""

    def off(columns: int) -> Decimal:
        lines = -(-count // columns)
        return abs(ROOM[0] / columns / (ROOM[1] / lines) - CARD)

    return min(range(fewest, most + 1), key=off)
