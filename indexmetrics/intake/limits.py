"""What a register's figures may be, and what they would give: bounds and small samples, from the scheme's rule."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Values = dict[str, Decimal]
# (part, whole): the first cannot exceed the second.
PAIRS = {"survey": ("responses", "eligible"), "rank_tier": ("rank", "group_size")}


def most_of(rule: dict, key: str) -> Decimal | None:
    """The highest value a key takes: a judge's mark and a mean stay on their scale."""
    is_mark = rule["type"] == "panel" or (rule["type"] == "survey" and key == "mean")
    return Decimal(str(rule["scale"])) if is_mark else None


def too_much(rule: dict, key: str, value: Decimal) -> str:
    """Why this single value cannot be; "" when it can."""
    most = most_of(rule, key)
    if most is not None and value > most:
        return _("At most %(most)s.") % {"most": f"{most.normalize():f}"}
    return ""


def contradiction(rule: dict, values: Values) -> str:
    """Why the figures of one branch cannot stand together; "" when they can."""
    part, whole = PAIRS.get(rule["type"], ("", ""))
    if part in values and whole in values and values[part] > values[whole]:
        if rule["type"] == "survey":
            return _("More responses than people asked.")
        return _("The rank lies behind the size of the group.")
    return ""


def outlook(rule: dict, values: Values) -> str:
    """What figures give as they stand, where that is not plain: too few judges, too small a sample."""
    if not values:
        return ""
    if rule["type"] == "panel":
        return _judges(rule, len(values))
    if rule["type"] == "survey":
        return _sample(rule, values)
    return ""


def _judges(rule: dict, count: int) -> str:
    lacking = int(rule["judges_min"]) - count
    if lacking > 0:
        return ngettext(
            "%(count)s judges; %(n)s more is needed before it counts",
            "%(count)s judges; %(n)s more are needed before it counts", lacking) % {"count": count, "n": lacking}
    return _("%(count)s judges; counts without the highest and the lowest") % {"count": count}


def _sample(rule: dict, values: Values) -> str:
    responses, eligible = values.get("responses"), values.get("eligible")
    if responses is None or not eligible or "mean" not in values:
        return _("Not complete: responses, people asked and mean are all needed")
    if responses < int(rule["min_responses"]):
        return _("Fewer than %(n)s responses: does not count, so that nobody is recognised") % {
            "n": rule["min_responses"]}
    if responses < Decimal(str(rule["min_response_rate"])) * eligible:
        return _("Fewer than %(share)s%% answered: does not count") % {
            "share": f"{(Decimal(str(rule['min_response_rate'])) * 100).normalize():f}"}
    return _("counts")
