"""The scheme's items of bonus, penalty and veto, and what one of them is worth (pure)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused


def items(document: dict, kind: str) -> list[dict]:
    """The scheme's rows of a kind."""
    return {
        "bonus": document["bonus"]["items"], "penalty": document["penalties"]["items"], "veto": document["vetoes"],
    }[kind]


def item_of(document: dict, kind: str, code: str) -> dict:
    """One row by its code."""
    for item in items(document, kind):
        if item["code"] == code:
            return item
    raise Refused("code", _("The scheme has no item %(code)s.") % {"code": code})


def points_of(kind: str, item: dict, level: str, points: Decimal | None) -> Decimal | None:
    """What it is worth: by its level, by each case, or inside its range; a veto has no points."""
    if kind == "veto":
        return None
    if "levels" in item:
        if level not in item["levels"]:
            raise Refused("level", _("Please choose a level of %(code)s.") % {"code": item["code"]})
        return Decimal(str(item["levels"][level]))
    if "range" in item:
        low, high = (Decimal(str(bound)) for bound in item["range"])
        if points is None or not low <= points <= high:
            raise Refused("points", _("%(code)s takes from %(low)s to %(high)s points.") % {
                "code": item["code"], "low": low, "high": high})
        return points
    each = Decimal(str(item["each"]))
    return each if points is None else points
