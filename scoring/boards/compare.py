"""Up to two branches of one group line by line, with the median of the group; never across groups."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from indexmetrics.schemes.naming import index_name, named
from scoring.boards.figures import Rules, median
from scoring.boards.queries import Board, Sight

SUMS = ("base_total", "bonus", "penalty", "total")


def compare(board: Board, sight: Sight, one: str, other: str) -> dict | None:
    """Sides, lines and what may be chosen; None when a branch that was named is not on the board.

    A second branch of another group is left out: places and medians do not cross groups.
    """
    rules, rows = board.rules, {row["branch"]: row for row in board.rows}
    if {code for code in (one, other) if code} - rows.keys():
        return None
    first = rows.get(one)
    second = rows.get(other) if first else None
    crosses = bool(second and second["group"] != first["group"])
    chosen = [row for row in (first, None if crosses or second is first else second) if row]
    group = [row for row in board.rows if first and row["group"] == first["group"]]
    return {
        "one": one, "other": other, "crosses": crosses, "group": first["group"] if first else "",
        "choices": _choices(rules, board.rows), "mates": [row for row in group if row is not first],
        "sides": [{"row": row, "band": rules.band[row["colour"]], "opened": sight.opens(row["branch"])} for row in chosen],
        "sums": [_line(name, [row[name] for row in chosen], (row[name] for row in group)) for name in SUMS],
        "indices": [_index(rules, index, chosen, group, sight) for index in rules.indices],
        "count": len(group),
    }


def _choices(rules: Rules, rows: Iterable[Mapping]) -> list[dict]:
    """Every branch, group by group in the printed order."""
    groups: dict[str, list[Mapping]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    return [
        {"code": code, "name": " · ".join(named(kind) for kind in rules.types.values() if kind["ranking_group"] == code),
         "rows": found}
        for code, found in sorted(groups.items())
    ]


def _index(rules: Rules, index: Mapping, chosen: list[Mapping], group: list[Mapping], sight: Sight) -> dict:
    """An index with its indicators, as far as the visitor may see all that are compared."""
    code = index["code"]
    seen = bool(chosen) and all(sight.opens(row["branch"]) for row in chosen)
    lines = [
        _line(
            named(body), [row["indicator_points"].get(body["code"]) for row in chosen],
            (row["indicator_points"].get(body["code"]) for row in group) if sight.everything else (),
        ) | {"code": body["code"], "full": [rules.maximum(body["code"], row["type"]) for row in chosen]}
        for body in index["indicators"] if seen and any(body["code"] in row["indicator_points"] for row in chosen)
    ]
    found = _line(index_name(index), [row["indices"][code] for row in chosen], (row["indices"][code] for row in group))
    return found | {"code": code, "lines": lines, "full": [rules.maxima(row)[code] for row in chosen]}


def _line(name: str, values: list[str | None], all_of_group: Iterable[str | None]) -> dict:
    """A line with the gap of the first to the second, and the median of the group."""
    gap = None
    if len(values) == 2 and None not in values:
        gap = f"{Decimal(values[0]) - Decimal(values[1]):+.2f}"
    return {"name": name, "values": values, "gap": gap, "median": median(all_of_group)}
