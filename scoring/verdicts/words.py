"""Words of verdicts: levels, what a veto does, who proposes it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from indexmetrics.evidence.words import office_name
from indexmetrics.rulebook.outline import Outline
from indexmetrics.schemes.naming import colour_name, named

LEVELS = {
    "national_or_ministry": later("National or ministry"), "province": later("Province"),
    "city": later("City"), "county": later("County"),
    "collective_1st_class": later("Collective, first class"),
    "collective_2nd_class": later("Collective, second class"),
    "collective_3rd_class": later("Collective, third class"),
    "individual_1st_class": later("Individual, first class"),
    "individual_2nd_class": later("Individual, second class"),
}


def level_name(code: str) -> str:
    """A level in words; one the interface does not know stays as the scheme writes it."""
    return _(LEVELS[code]) if code in LEVELS else code


def effect_text(outline: Outline, item: dict) -> str:
    """What a veto does to index and colour, in one sentence."""
    effect, parts = item["effect"], []
    if "index_zero" in effect:
        index = outline.indices.get(effect["index_zero"])
        parts.append(_("%(index)s is set to 0") % {"index": named(index) if index else effect["index_zero"]})
    if "colour_cap" in effect:
        parts.append(_("not above %(colour)s") % {"colour": colour_name(effect["colour_cap"])})
    if "colour" in effect:
        parts.append(_("straight to %(colour)s") % {"colour": colour_name(effect["colour"])})
    return _("; ").join(parts)


def proposer_name(item: dict) -> str:
    """The office that proposes a veto."""
    return _("the system") if item.get("proposed_by") == "system" else office_name(item.get("proposed_by", ""))


def worth_text(item: dict) -> str:
    """What an item of bonus or penalty is worth, for the choice in the form."""
    if "levels" in item:
        numbers = [float(value) for value in item["levels"].values()]
        return _("%(low)g to %(high)g points by level") % {"low": min(numbers), "high": max(numbers)}
    if "range" in item:
        low, high = item["range"]
        return _("%(low)g to %(high)g points") % {"low": float(low), "high": float(high)}
    return _("%(points)g points a case") % {"points": float(item["each"])}
