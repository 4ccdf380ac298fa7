"""What a row of the board opens to: the five indices with their indicators, or sums for a neighbour."""

from collections.abc import Mapping
from decimal import Decimal

from indexmetrics.schemes.naming import index_name, named
from scoring.boards.figures import Rules
from scoring.boards.queries import Board, Sight


def opened_row(board: Board, row: Mapping, sight: Sight) -> dict:
    """The sections of an opened row, and its biggest losses in marks of the indicators."""
    rules, whole = board.rules, sight.opens(row["branch"])
    return {
        "row": row, "whole": whole,
        "sections": _sections(rules, row, board.quarter) if whole else [],
        "sums": [] if whole else _sums(rules, row),
        "losses": [
            {"code": code, "name": named(rules.indicators[code]), "lost": lost}
            for code, lost in rules.losses(row)[:3]
        ] if whole else [],
    }


def _sections(rules: Rules, row: Mapping, quarter: str) -> list[dict]:
    """Each index with what is asked of this type of branch, also what another quarter scores."""
    scored, later = row["indicator_points"], set(rules.not_due(row, quarter))
    return [
        {"name": named(index), "points": row["indices"][index["code"]], "lines": [
            _line(rules, row, body) for body in index["indicators"] if body["code"] in scored or body["code"] in later
        ]}
        for index in rules.indices
    ]


def _line(rules: Rules, row: Mapping, body: Mapping) -> dict:
    code, full = body["code"], rules.maximum(body["code"], row["type"])
    points = row["indicator_points"].get(code)
    if code not in row["indicator_points"]:
        state = "not_due"
    elif points is None:
        state = "na"
    else:
        state = "lost" if Decimal(points) < full else "full"
    return {"code": code, "name": named(body), "points": points, "max": full, "state": state}


def _sums(rules: Rules, row: Mapping) -> list[dict]:
    maxima = rules.maxima(row)
    return [
        {"name": index_name(index), "points": row["indices"][index["code"]], "max": maxima[index["code"]]}
        for index in rules.indices
    ]
