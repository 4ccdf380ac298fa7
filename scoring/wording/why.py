"""One sentence why an indicator is not full marks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .names import Names, listed, month_name, percent

Values = Mapping[str, Any]


def why_line(cell: Mapping[str, Any], scheme: Mapping[str, Any]) -> str:
    """Code, points and the sentence: B2 4.00/5.00: …"""
    points = "/" if cell["points"] is None else f"{cell['points']}/{cell['max']}"
    return _("%(code)s %(points)s: %(why)s") % {
        "code": cell["indicator"], "points": points, "why": why(cell, scheme),
    }  # fmt: skip


def why(cell: Mapping[str, Any], scheme: Mapping[str, Any]) -> str:
    """The sentence for a cell of the trail; parts that lost points one after the other."""
    names = Names(scheme)
    code, values = cell["reason"]["code"], cell["reason"]["values"]
    if code == "composite":
        lost = [row for row in cell["parts"] if row["loss"] != "0.00"]
        return pgettext("reason", "; ").join(
            _sentence(names, cell["indicator"], row["part"], row["reason"], row["loss"])
            for row in lost
        )
    if code == "full":
        return pgettext("reason", "Full marks")
    if code == "not_due":
        return _("Not scored this quarter; scored in quarter %(quarters)s") % {
            "quarters": listed(map(str, values["quarters"]))
        }
    if code == "waived":
        return _("Not applicable by the reviewer’s decision")
    if code == "no_part_applies":
        return _("Not applicable: none of its parts applies to this branch")
    return _sentence(names, cell["indicator"], "", cell["reason"], cell["loss"])


def _sentence(names: Names, indicator: str, part: str, reason: Mapping[str, Any], loss: str) -> str:
    """One reason in words, what it cost behind it."""
    values, name = reason["values"], names.part(indicator, part)
    if reason["code"] == "condition":
        return _("Not applicable: the branch has no “%(attribute)s”") % {
            "attribute": names.attribute(values["attribute"])
        }
    text = SENTENCES[reason["code"]](values, name, lambda code: names.item(indicator, part, code))
    if loss == "0.00":
        return text
    return _("%(text)s (−%(loss)s)") % {"text": text, "loss": loss}


def _missing(v: Values, name: str, item: Callable[[str], str]) -> str:
    if v["policy"] == "full":
        return _("Nothing recorded for “%(name)s”, which is full marks") % {"name": name}
    if v["policy"] == "not_applicable":
        return _("Nothing recorded for “%(name)s”: not applicable") % {"name": name}
    return _("No record of “%(name)s” this quarter") % {"name": name}


def _nothing_due(v: Values, name: str, item: Callable[[str], str]) -> str:
    if v["policy"] == "full":
        return _("Nothing was due for “%(name)s”, which is full marks") % {"name": name}
    if v["policy"] == "not_applicable":
        return _("Nothing was due for “%(name)s”: not applicable") % {"name": name}
    return _("The number due for “%(name)s” is 0") % {"name": name}


def _unrecorded(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("The number due for “%(name)s” is not recorded") % {"name": name}


def _insufficient(v: Values, name: str, item: Callable[[str], str]) -> str:
    if v["policy"] == "not_applicable":
        return _("Too few marks or answers for “%(name)s”: not applicable") % {"name": name}
    return _("Too few marks or answers for “%(name)s”") % {"name": name}


def _coverage(v: Values, name: str, item: Callable[[str], str]) -> str:
    if v["due"] == 3 and v["months_missing"]:
        months = listed(month_name(month) for month in v["months_missing"])
        return _("%(months)s: no “%(name)s”") % {"months": months, "name": name}
    return _("“%(name)s” in %(months)s of %(due)s months due") % {"name": name, **v}


def _count(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” %(count)s of %(target)s, %(short)s short") % {"name": name, **v}


def _events(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” %(events)s times, %(each)s points each") % {"name": name, **v}


def _ratio(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” %(num)s of %(den)s, %(rate)s; full marks from %(full)s") % {
        "name": name, "num": v["num"], "den": v["den"],
        "rate": percent(v["rate"]), "full": percent(v["full_at"]),
    }  # fmt: skip


def _tiered(v: Values, name: str, item: Callable[[str], str]) -> str:
    above = v.get("next")
    if v["small_group"]:
        text = _("“%(name)s” %(missed)s missing of %(den)s") % {"name": name, **v}
        if above:
            text += _("; with at most %(line)s missing it would be %(points)s points") % above
        return text
    if v["num"] is None:
        text = _("“%(name)s” %(rate)s") % {"name": name, "rate": percent(v["rate"])}
    else:
        text = _("“%(name)s” %(num)s of %(den)s, %(rate)s") % {
            **v,
            "name": name,
            "rate": percent(v["rate"]),
        }
    if above:
        text += _("; from %(line)s it would be %(points)s points") % {
            **above,
            "line": percent(above["line"]),
        }
    return text


def _deduct(v: Values, name: str, item: Callable[[str], str]) -> str:
    cases = (
        _("%(item)s × %(count)s") % {"item": item(row["code"]), "count": row["count"]}
        for row in v["items"]
    )
    return _("“%(name)s”: %(items)s") % {"name": name, "items": listed(cases)}


def _checklist(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” not done: %(items)s") % {
        "name": name,
        "items": listed(item(code) for code in v["open"]),
    }


def _timely(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _(
        "“%(name)s” of %(due)s due %(on_time)s on time, %(late)s late, %(missing)s missing"
    ) % {"name": name, **v}


def _panel(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” mean mark %(mean)s of %(scale)s") % {"name": name, **v}


def _survey(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” mean answer %(mean)s of %(scale)s") % {"name": name, **v}


def _place(v: Values, name: str, item: Callable[[str], str]) -> str:
    return _("“%(name)s” place %(rank)s of %(group_size)s") % {"name": name, **v}


SENTENCES: dict[str, Callable[[Values, str, Callable[[str], str]], str]] = {
    "missing": _missing,
    "denominator_zero": _nothing_due,
    "denominator_unrecorded": _unrecorded,
    "insufficient": _insufficient,
    "period_coverage": _coverage,
    "count_ratio": _count,
    "per_event": _events,
    "ratio": _ratio,
    "tiered": _tiered,
    "deduct": _deduct,
    "checklist": _checklist,
    "timeliness": _timely,
    "panel": _panel,
    "survey": _survey,
    "rank_tier": _place,
}
