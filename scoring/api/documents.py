"""Documents of the API, cut to what a visitor may see of each branch."""

from collections.abc import Mapping

from django.urls import reverse

from branches.access.models import User
from branches.basics import clock
from scoring.boards.models import Edition
from scoring.boards.queries import Board, Sight, fingerprint

ROW = (
    "branch", "name", "short", "type", "group", "indices", "base_total", "bonus", "penalty", "total", "colour",
    "rank", "tied", "mark", "change",
)
TITLES = ("kind", "indicator", "part", "title", "date", "month", "state", "late", "tags", "key", "value")
VETO = "veto"


def edition_list() -> dict:
    """Every published quarter with the edition in force; one query."""
    return {"editions": [
        {
            "quarter": row.quarter_code, "edition": row.number, "meeting": row.meeting,
            "published_at": clock.local(row.published_at).isoformat(timespec="seconds"), "seal": row.seal,
            "address": reverse("api-v1:edition", args=[row.quarter_code]),
        }
        for row in Edition.objects.current().defer("header_text")
    ]}


def edition_document(board: Board, sight: Sight) -> dict:
    """One edition with a row for each branch."""
    vetoes = _veto_codes(board)
    return _head(board) | {"branches": [_row(row, sight, vetoes) for row in board.rows]}


def branch_document(board: Board, branch: str, sight: Sight) -> dict:
    """One branch of an edition, with its trail when it is the visitor's to see."""
    row, trail = board.sheet(branch)
    opened = sight.opens(branch)
    return _head(board) | {
        "row": _row(row, sight, _veto_codes(board)), "trail": _trail(trail, branch, sight) if opened else None,
    }


def tag_of(board: Board, sight: Sight, user: User, *more: str) -> str:
    """The entity tag: the seal, the edition, and who looks, because the cut differs."""
    cut = fingerprint(board.edition.content_sha256, str(len(board.editions)), sight.token, str(sight.evidence),
                      str(sight.files), str(user.pk), *more)
    return f'"{board.seal}.{board.edition.number}.{cut}"'


def _head(board: Board) -> dict:
    header = board.header
    return {
        "quarter": board.quarter, "edition": header["edition"], "newest": board.newer is None,
        "meeting": header["meeting"], "published_at": header["published_at"], "reason": header["reason"],
        "seal": header["seal"], "engine": header["engine"], "counts": header["counts"],
        "scheme": {"code": header["scheme_code"], "version": header["scheme_version"]},
    }


def _row(row: Mapping, sight: Sight, vetoes: set[str]) -> dict:
    """Sums of every branch; points of indicators and the clause of a veto only where they are open."""
    opened = sight.opens(row["branch"])
    caps = row["caps_held"] if opened else list(dict.fromkeys(
        VETO if code in vetoes else code for code in row["caps_held"]))
    return {name: row[name] for name in ROW} | {
        "caps_held": caps, "indicator_points": row["indicator_points"] if opened else None,
    }


def _trail(trail: Mapping, branch: str, sight: Sight) -> dict:
    """The whole trail; leaders get titles of evidence without files and contents."""
    whole = sight.files or branch in sight.own
    evidence = trail["evidence"] if whole else {
        source: {name: copy[name] for name in TITLES if name in copy} for source, copy in trail["evidence"].items()
    }
    cells = [{**cell, "parts": cell.get("parts") or [], "facts": cell.get("facts") or []} for cell in trail["cells"]]
    return {
        "cells": cells, "facts": trail["facts"], "events": trail["events"], "caps": trail["caps"],
        "sums": trail["sums"], "evidence": evidence,
    }


def _veto_codes(board: Board) -> set[str]:
    return {row["code"] for row in board.scheme["vetoes"]}
