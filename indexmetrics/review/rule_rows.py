"""A scoring rule as rows of condition and points, in the scheme's own names; no arithmetic is done here."""

from django.utils.translation import gettext as _

from indexmetrics.schemes.naming import named


def rule_rows(body: dict, branch_type: str = "") -> list[tuple[str, str]]:
    """(condition, points) of an indicator's rule for such a branch."""
    override = body.get("type_overrides", {}).get(branch_type, {})
    rule = {**body["rule"], **override.get("rule", {})}
    if rule["type"] != "composite":
        return _rows(rule, body["max_points"])
    rows = []
    for part in rule["parts"]:
        changed = override.get("parts", {}).get(part["code"], {}).get("rule", {})
        rows.append((named(part), _number(part["max_points"])))
        rows += [("  " + left, right) for left, right in _rows({**part["rule"], **changed}, part["max_points"])]
    return rows


def _rows(rule: dict, most) -> list[tuple[str, str]]:
    kind = rule["type"]
    if kind == "tiered":
        return [(f"≥ {_percent(band['gte'])}", _number(band["points"])) for band in rule["bands"]] + [
            (_("otherwise"), _number(rule["else_points"]))]
    if kind == "rank_tier":
        return [(_("first %(share)s") % {"share": f"{_number(band['top_pct_lte'])}%"}, _number(band["points"]))
                for band in rule["bands"]] + [(_("otherwise"), _number(rule["else_points"]))]
    if kind in ("deduct", "checklist"):
        sign, key = ("−", "each") if kind == "deduct" else ("", "points")
        return [(named(item), sign + _number(item[key])) for item in rule["items"]]
    if kind == "period_coverage":
        return [(_("each of %(months)s months with one") % {"months": rule["periods_due"]},
                 f"{_number(most)} / {rule['periods_due']}")]
    if kind == "count_ratio":
        return [(_("%(target)s in the quarter") % {"target": _number(rule["target"])}, _number(most))]
    if kind == "per_event":
        return [(_("each"), _number(rule["points_each"])), (_("at most"), _number(rule.get("cap") or most))]
    if kind == "ratio":
        return [(f"≥ {_percent(rule['full_at'])}", _number(most)), (f"≤ {_percent(rule['zero_at'])}", "0")]
    if kind == "timeliness":
        return [(_("on time"), _percent(rule["on_time_factor"])), (_("late"), _percent(rule["late_factor"]))]
    return [(_("at most"), _number(most))]


def _number(value) -> str:
    text = f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(value) -> str:
    return f"{_number(value * 100)}%"
