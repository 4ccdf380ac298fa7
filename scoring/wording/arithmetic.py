"""The way to the points of one indicator, line by line."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indexmetrics.rulebook.amounts import plain

from .names import Names, percent

Values = Mapping[str, Any]


def arithmetic(cell: Mapping[str, Any], scheme: Mapping[str, Any]) -> list[str]:
    """The lines of the calculation; none where the indicator was not asked for."""
    told = cell["arithmetic"]
    if not told:
        return []
    if told["type"] != "composite":
        return [_line(told["type"], cell["reason"], told["maximum"], cell["points"], told["exact"])]
    names, lines, applying = Names(scheme), [], []
    for row in cell["parts"]:
        name = names.part(cell["indicator"], row["part"])
        if not row["applies"]:
            lines.append(_("%(name)s: does not apply") % {"name": name})
            continue
        applying.append(row)
        line = _line(
            row["type"],
            row["reason"],
            plain(row["max"]),
            plain(Fraction(row["exact"])),
            row["exact"],
        )
        lines.append(_("%(name)s: %(line)s") % {"name": name, "line": line})
    if applying:
        points = " + ".join(_exact(row["exact"]) for row in applying)
        maxima = " + ".join(plain(row["max"]) for row in applying)
        total = f"{told['maximum']} × ({points}) ÷ ({maxima})"
        lines.append(_rounded(total, told["exact"], cell["points"]))
    return lines


def _exact(exact: str) -> str:
    """Exact points; a fraction stays one where decimals would have no end."""
    value = Fraction(exact)
    return plain(value) if (value * 10000).denominator == 1 else str(value)


def _line(
    kind: str, reason: Mapping[str, Any], maximum: str, points: str | None, exact: str | None
) -> str:
    if "policy" in reason["values"]:
        return POLICIES[reason["values"]["policy"]](maximum)
    return _rounded(FORMULAS[kind](reason["values"], maximum), exact or "0", points or "")


def _rounded(formula: str, exact: str, points: str) -> str:
    value = Fraction(exact)
    if Fraction(points) == value:
        return f"{formula} = {points}"
    return f"{formula} = {_exact(exact)} ≈ {points}"


POLICIES: dict[str, Callable[[str], str]] = {
    "zero": lambda maximum: _("by rule 0 points"),
    "full": lambda maximum: _("by rule full marks, %(maximum)s points") % {"maximum": maximum},
    "not_applicable": lambda maximum: _("by rule not applicable"),
}


def _tiered(v: Values, maximum: str) -> str:
    if v["small_group"]:
        return _("%(den)s due, %(missed)s missing: band") % v
    if v["num"] is None:
        return _("%(rate)s: band") % {"rate": percent(v["rate"])}
    return _("%(num)s ÷ %(den)s = %(rate)s: band") % {**v, "rate": percent(v["rate"])}


def _deduct(v: Values, maximum: str) -> str:
    lost = "".join(f" − {row['each']} × {row['count']}" for row in v["items"])
    return f"max({maximum}{lost}, {v['floor']})" if lost else maximum


def _panel(v: Values, maximum: str) -> str:
    kept = [row["mark"] for row in v["marks"] if not row["dropped"]]
    return f"{maximum} × ({' + '.join(kept)}) ÷ {len(kept)} ÷ {v['scale']}"


def _events(v: Values, maximum: str) -> str:
    product = f"{v['each']} × {v['events']}"
    return product if v["cap"] is None else f"min({product}, {v['cap']})"


def _ratio(v: Values, maximum: str) -> str:
    rate = f"{v['num']} ÷ {v['den']}"
    if (v["zero_at"], v["full_at"]) == ("0", "1"):
        return f"{maximum} × min({rate}, 1)"
    return (
        f"{maximum} × min(max(({rate} − {v['zero_at']}) ÷ ({v['full_at']} − {v['zero_at']}), 0), 1)"
    )


def _timely(v: Values, maximum: str) -> str:
    units = f"{v['on_time']} × {v['on_time_factor']} + {v['late']} × {v['late_factor']}"
    return f"{maximum} × min(({units}) ÷ {v['due']}, 1)"


FORMULAS: dict[str, Callable[[Values, str], str]] = {
    "period_coverage": lambda v, maximum: f"{maximum} × min({v['months']} ÷ {v['due']}, 1)",
    "count_ratio": lambda v, maximum: f"{maximum} × min({v['count']} ÷ {v['target']}, 1)",
    "per_event": _events,
    "ratio": _ratio,
    "tiered": _tiered,
    "deduct": _deduct,
    "checklist": lambda v, maximum: (
        " + ".join(row["points"] for row in v["items"] if row["done"]) or "0"
    ),
    "timeliness": _timely,
    "panel": _panel,
    "survey": lambda v, maximum: f"{maximum} × {v['mean']} ÷ {v['scale']}",
    "rank_tier": lambda v, maximum: _("place %(rank)s of %(group_size)s: band") % v,
}
