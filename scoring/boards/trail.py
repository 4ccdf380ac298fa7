"""One branch's result with the trail of every point, as its page shows it."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from indexmetrics.schemes.naming import index_name, named
from scoring.boards import drawing
from scoring.boards.before import Before
from scoring.boards.cells import CellPage
from scoring.boards.figures import Rules, median, two
from scoring.boards.queries import Board, Past, Sight
from scoring.wording import cap_text


def page_of(
    board: Board, row: Mapping, trail: Mapping, *, group: list[Mapping], past: list[Past], before: Before | None,
    sight: Sight,
) -> dict:
    """Everything the page shows; what the visitor may not see is not in it."""
    rules = board.rules
    opened = sight.opens(row["branch"])
    shares = rules.shares(row)
    medians = {index["code"]: median(other["indices"][index["code"]] for other in group) for index in rules.indices}
    group_median = median(other["total"] for other in group)
    band = rules.band[row["colour"]]
    return {
        "row": row, "branch": trail["branch"], "band": band, "opened": opened, "group_size": len(group),
        "type": rules.types[row["type"]], "by_points": rules.band_of_total(row["total"]),
        "last_line": rules.bands[-2]["min"] if len(rules.bands) > 1 else "",
        "ruler": _ruler(rules, row, group_median), "changes": _changes(rules, row, before),
        "radar": _radar(rules, shares, group), "trend": _trend(rules, row, past, board.quarter),
        "losses": _losses(rules, trail, shares) if opened else [], "next": _next(rules, row),
        "indices": _indices(rules, row, trail, shares, medians, before, opened, sight),
        "bonus": _acts(rules, trail, "bonus") if opened else [], "sums": trail["sums"],
        "penalty": _acts(rules, trail, "penalty") if opened else [],
        "caps": _caps(rules, trail, opened), "no_veto": not any(cap["kind"] == "veto" and cap["held"] for cap in trail["caps"]),
        "veto_count": len(rules.scheme["vetoes"]), "lowered": any(cap["lowered"] for cap in trail["caps"]),
    }


def _ruler(rules: Rules, row: Mapping, group_median: Decimal | None) -> dict:
    previous = row["previous"] and Decimal(row["previous"]["total"])
    return drawing.ruler(
        rules.bands, {"now": Decimal(row["total"]), "before": previous, "median": group_median},
        highest=Decimal(str(rules.scheme["scheme"]["full_marks"])),
    )


def _changes(rules: Rules, row: Mapping, before: Before | None) -> list[dict]:
    if before is None:
        return []
    lines = []
    for index in rules.indices:
        old, new = before.row["indices"].get(index["code"]), row["indices"][index["code"]]
        gap = None if old is None or new is None else f"{Decimal(new) - Decimal(old):+.2f}"
        lines.append({"name": index_name(index), "old": old, "new": new, "gap": gap})
    return lines


def _radar(rules: Rules, shares: Mapping, group: list[Mapping]) -> dict:
    ratios = [shares[index["code"]].ratio for index in rules.indices]
    every = [rules.shares(other) for other in group[:400]]
    middles = [median(_texts(share[index["code"]].ratio for share in every)) for index in rules.indices]
    lines = [Decimal(str(cap["below"])) for cap in rules.scheme["colour_caps"] if cap["when"] == "any_index_ratio_below"]
    count = len(rules.indices)
    return {
        "own": drawing.pentagon(ratios), "middle": drawing.pentagon(middles), "rim": drawing.pentagon([Decimal(1)] * count),
        "half": drawing.pentagon([Decimal("0.8")] * count), "line": drawing.pentagon([max(lines)] * count) if lines else "",
        "line_at": max(lines) if lines else None, "dots": [dot.split(",") for dot in drawing.pentagon(ratios).split()],
        "axes": [
            spoke | {"name": index_name(index), "ratio": ratio, "middle": middle}
            for spoke, index, ratio, middle in zip(drawing.spokes(count), rules.indices, ratios, middles, strict=True)
        ],
    }


def _texts(ratios) -> list[str]:
    return [str(ratio) for ratio in ratios if ratio is not None]


def _trend(rules: Rules, row: Mapping, past: list[Past], quarter: str) -> dict | None:
    entries = [*past, Past(quarter, Decimal(row["total"]), row["colour"])]
    if len(entries) < 2:
        return None
    drawn = drawing.trend([entry.total for entry in entries], [Decimal(str(band["min"])) for band in rules.bands[:-1]])
    for line in drawn["lines"]:
        line["band"] = next(band for band in rules.bands if Decimal(str(band["min"])) == line["value"])
    drawn["all_lines"] = [{"band": band, "value": Decimal(str(band["min"]))} for band in rules.bands[:-1]]
    drawn["entries"] = [
        dot | {"quarter": entry.quarter, "total": entry.total, "band": rules.band.get(entry.colour)}
        for dot, entry in zip(drawn["dots"], entries, strict=True)
    ]
    return drawn


def _losses(rules: Rules, trail: Mapping, shares: Mapping) -> list[dict]:
    """The three indicators that cost the total most, each with its sentence."""
    page = CellPage(rules, trail, None, False)
    found = []
    for cell in trail["cells"]:
        share = shares[cell["index"]]
        if cell["points"] is not None and cell["loss"] != "0.00" and share.applicable:
            found.append((Decimal(cell["loss"]) * share.maximum / share.applicable, cell))
    found.sort(key=lambda pair: -pair[0])
    return [{"lost": two(lost)} | page.row(cell) for lost, cell in found[:3]]


def _next(rules: Rules, row: Mapping) -> dict | None:
    """The next better band and what is missing to its line."""
    order = rules.band[row["colour"]]["order"]
    better = next((band for band in rules.bands if band["order"] == order - 1), None)
    if better is None:
        return None
    gap = Decimal(str(better["min"])) - Decimal(row["total"])
    return {"band": better, "gap": gap if gap > 0 else None}


def _indices(rules, row, trail, shares, medians, before, opened: bool, sight: Sight) -> list[dict]:
    page = CellPage(rules, trail, before, sight.files or row["branch"] in sight.own)
    traced = {entry["index"]: entry for entry in trail["indices"]}
    return [
        {
            "code": index["code"], "name": named(index), "short": index_name(index), "score": row["indices"][index["code"]],
            "share": shares[index["code"]], "median": medians[index["code"]], "trace": traced[index["code"]],
            "cells": [page.row(cell) for cell in trail["cells"] if cell["index"] == index["code"]] if opened else [],
        }
        for index in rules.indices
    ]


def _acts(rules: Rules, trail: Mapping, kind: str) -> list[dict]:
    section = {"bonus": "bonus", "penalty": "penalties"}[kind]
    items = {item["code"]: item for item in rules.scheme[section]["items"]}
    return [
        event | {"name": named(items[event["code"]]) if event["code"] in items else event["code"]}
        for event in trail["events"] if event["kind"] == kind
    ]


def _caps(rules: Rules, trail: Mapping, opened: bool) -> list[dict]:
    """Every cap that was looked at; a veto only as such to those who may not know more."""
    found = []
    for cap in trail["caps"]:
        if cap["kind"] == "veto" and not opened:
            text = _("A veto clause was confirmed") if cap["held"] else ""
        else:
            text = cap_text(cap, rules.scheme).removeprefix(cap["code"]).strip()
        if text:
            found.append({"code": cap["code"] if opened or cap["kind"] != "veto" else "", "text": text,
                          "held": cap["held"], "lowered": cap["lowered"]})
    return found
