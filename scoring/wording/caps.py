"""A cap that was looked at, in one sentence: whether it held and what it did."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .names import Names, name_of, percent


def cap_text(cap: Mapping[str, Any], scheme: Mapping[str, Any]) -> str:
    """Condition with its figure, then the effect: lowered, held without change, or not held."""
    names = Names(scheme)
    return _("%(code)s %(condition)s: %(effect)s") % {
        "code": cap["code"],
        "condition": _condition(cap, names),
        "effect": _effect(cap, names),
    }


def _condition(cap: Mapping[str, Any], names: Names) -> str:
    if cap["when"] == "base_total_below":
        words = {"value": cap["value"], "below": cap["below"]}
        if cap["held"]:
            return _("base %(value)s is below %(below)s") % words
        return _("base %(value)s is not below %(below)s") % words
    if cap["when"] == "any_index_ratio_below":
        if cap["index"] is None:
            return _("no index has its full weight")
        words = {
            "index": names.index(cap["index"]),
            "value": percent(cap["value"]),
            "below": percent(cap["below"]),
        }
        if cap["held"]:
            return _("%(index)s at %(value)s is below %(below)s") % words
        return _("the weakest, %(index)s at %(value)s, is not below %(below)s") % words
    if cap["when"] == "rectification_overdue":
        return _("rectification overdue") if cap["held"] else _("no rectification overdue")
    return name_of(names.caps.get(cap["code"]), _("veto"))


def _effect(cap: Mapping[str, Any], names: Names) -> str:
    if not cap["held"]:
        return _("no effect")
    words = {
        "from": names.colour(cap["from"]),
        "to": names.colour(cap["to"]),
        "cap": names.colour(cap["cap"]),
    }
    if cap["lowered"]:
        return _("lowered from %(from)s to %(to)s") % words
    return _("not above %(cap)s; already %(from)s") % words
