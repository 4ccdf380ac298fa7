"""A replay in the reader's words: names for codes, bands for colours."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from branches.basics import printing
from indexmetrics.schemes.naming import named
from scoring.boards.figures import Rules
from scoring.replays.queries import Quarter
from scoring.replays.replay import Cause, Shift


def told(quarter: Quarter, rules: Rules) -> dict:
    """One quarter as its section of the page shows it; plain data, so that another process can tell it."""
    before = Rules(quarter.edition.header["scheme"])
    replay = quarter.replay
    bands = {**before.band, **rules.band}
    rows = {row["code"]: row for side in (before, rules) for row in (*side.indices, *side.indicators.values())}
    return {
        "quarter_code": quarter.edition.quarter_code, "number": quarter.edition.number, "unasked": replay.unasked, "dropped": replay.dropped,
        "left_out": replay.left_out,
        "counts": [
            {"band": bands[colour], "old": old, "new": new} for colour, old, new in replay.counts(bands)
        ],
        "recoloured": [_line(shift, before, rules, rows) for shift in replay.recoloured],
        "moved": [_line(shift, before, rules, rows) for shift in replay.moved],
        "still": [shift.old["name"] for shift in replay.still],
    }


def _line(shift: Shift, before: Rules, after: Rules, rows: dict[str, dict]) -> dict:
    return {
        "branch": shift.old["branch"], "name": shift.old["name"], "change": str(shift.change),
        "old": _printed(shift.old), "new": _printed(shift.new),
        "old_band": before.band[shift.old["colour"]], "new_band": after.band[shift.new["colour"]],
        "causes": [_sentence(cause, rows) for cause in shift.causes],
    }


def _printed(row: Mapping) -> dict:
    return {name: row[name] for name in ("total", "colour", "rank")}


def _sentence(cause: Cause, rows: dict[str, dict]) -> str:
    """`B3 党课 2.00 → 3.00` and the like; a cap by its code."""
    if cause.kind == "line":
        return _("the line of the colour is another one")
    if cause.kind == "cap":
        text = _("%(code)s applies now") if cause.new else _("%(code)s applies no more")
        return text % {"code": cause.code}
    figures = f"{printing.points(cause.old)} → {printing.points(cause.new)}"
    return f"{cause.code} {named(rows[cause.code])} {figures}"
