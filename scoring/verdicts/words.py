"""Words of verdicts: levels, what a veto does, who proposes it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import pgettext

from branches.basics.printing import plain
from indexmetrics.rulebook.outline import Outline
from indexmetrics.schemes.naming import colour_name, named
from indexmetrics.schemes.offices import office_name

LEVELS = {
    "national_or_ministry": N_("National or ministry"), "province": N_("Province"),
    "city": N_("City"), "county": N_("County"),
    "collective_1st_class": N_("Collective, first class"),
    "collective_2nd_class": N_("Collective, second class"),
    "collective_3rd_class": N_("Collective, third class"),
    "individual_1st_class": N_("Individual, first class"),
    "individual_2nd_class": N_("Individual, second class"),
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
    return pgettext("reason", "; ").join(parts)


def proposer_name(item: dict) -> str:
    """The office that proposes a veto."""
    return _("the system") if item.get("proposed_by") == "system" else office_name(item.get("proposed_by", ""))


def worth_text(item: dict) -> str:
    """What an item of bonus or penalty is worth, for the choice in the form."""
    if "levels" in item:
        numbers = list(item["levels"].values())
        return _("%(low)s to %(high)s points by level") % {"low": plain(min(numbers)), "high": plain(max(numbers))}
    if "range" in item:
        low, high = item["range"]
        return _("%(low)s to %(high)s points") % {"low": plain(low), "high": plain(high)}
    return _("%(points)s points a case") % {"points": plain(item["each"])}
