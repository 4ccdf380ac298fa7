"""The scheme's items of bonus, penalty and veto, and what one of them is worth (pure)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from branches.access.roles import Role
from branches.basics.refusals import Refused

# Which post enters what the scheme says is proposed by an office; what the system proposes
# from the registers may also be entered by the office that keeps them.
PROPOSERS = {"discipline_office": Role.DISCIPLINE, "reviewer": Role.REVIEWER, "system": Role.REVIEWER}
SYSTEM_ONLY = ("P1", "P4")


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


def proposed_by(item: dict, roles: set[Role]) -> bool:
    """May a holder of these posts propose this veto?"""
    return PROPOSERS.get(item.get("proposed_by", "reviewer"), Role.REVIEWER) in roles


def choosable(document: dict, kind: str, roles: set[Role]) -> list[dict]:
    """The rows a person may enter by hand: not what the system counts, only one's own office's vetoes."""
    if kind == "veto":
        return [item for item in items(document, kind) if proposed_by(item, roles)]
    return [item for item in items(document, kind) if item["code"] not in SYSTEM_ONLY]
