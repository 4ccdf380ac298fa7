"""The rules of the slow twin: points of one rule in Fractions, from the rules' text."""

from fractions import Fraction as F


def exact(value):
    return F(str(value))


def round2(value):
    """Half up to hundredths."""
    return F((value * 100 + F(1, 2)) // 1, 100)


def policy(rule, name, maximum):
    return {"zero": F(0), "full": maximum, "not_applicable": None}[rule[name]]


def points(rule, maximum, facts, months):
    """facts: {(month, key): value} of one indicator and part. None = not applicable."""
    kind = rule["type"]
    if not facts:
        return policy(rule, "when_missing", maximum)

    def total(key):
        return sum((v for (m, k), v in facts.items() if k == key), F(0))

    def latest():
        month = max(m for m, _ in facts)
        return {k: v for (m, k), v in facts.items() if m == month}

    if kind == "period_coverage":
        least = exact(rule["min_events_per_period"])
        covered = sum(facts.get((m, "events"), F(0)) >= least for m in months)
        return maximum * min(F(covered) / exact(rule["periods_due"]), F(1))
    if kind == "count_ratio":
        return maximum * min(total("count") / exact(rule["target"]), F(1))
    if kind == "per_event":
        won = exact(rule["points_each"]) * total("events")
        return won if rule.get("cap") is None else min(won, exact(rule["cap"]))
    if kind == "ratio":
        if not any(k == "den" for _, k in facts):
            return policy(rule, "when_missing", maximum)
        if total("den") == 0:
            return policy(rule, "when_denominator_zero", maximum)
        zero, full = exact(rule["zero_at"]), exact(rule["full_at"])
        share = (total("num") / total("den") - zero) / (full - zero)
        return maximum * max(F(0), min(F(1), share))
    if kind == "tiered":
        if any(k == "den" for _, k in facts):
            if total("den") == 0:
                return policy(rule, "when_denominator_zero", maximum)
            group = rule.get("small_group")
            if group and total("den") <= exact(group["denominator_lte"]):
                missed = total("den") - total("num")
                for band in group["misses"]:
                    if missed <= exact(band["lte"]):
                        return exact(band["points"])
                return exact(group["else_points"])
            value = total("num") / total("den")
        else:
            months_with = [m for m, k in facts if k == "value"]
            if not months_with:
                return policy(rule, "when_missing", maximum)
            value = facts[max(months_with), "value"]
        for band in rule["bands"]:
            if value >= exact(band["gte"]):
                return exact(band["points"])
        return exact(rule["else_points"])
    if kind == "deduct":
        lost = sum((exact(i["each"]) * total(i["code"]) for i in rule["items"]), F(0))
        return max(exact(rule["floor"]), maximum - lost)
    if kind == "checklist":
        return sum((exact(i["points"]) for i in rule["items"] if total(i["code"]) > 0), F(0))
    if kind == "timeliness":
        units = total("on_time") * exact(rule["on_time_factor"]) + total("late") * exact(
            rule["late_factor"]
        )
        return maximum * min(units / exact(rule["units_due"]), F(1))
    now = latest()
    if kind == "panel":
        marks = sorted(now.values())
        kept = marks[rule["drop_lowest"] : len(marks) - rule["drop_highest"]]
        if len(marks) < rule["judges_min"] or not kept:
            return policy(rule, "when_insufficient", maximum)
        return maximum * min(sum(kept) / len(kept) / exact(rule["scale"]), F(1))
    if kind == "survey":
        enough = {"responses", "eligible", "mean"} <= set(now) and now["eligible"] > 0
        enough = enough and now["responses"] >= exact(rule["min_responses"])
        if not enough or now["responses"] / now["eligible"] < exact(rule["min_response_rate"]):
            return policy(rule, "when_insufficient", maximum)
        return maximum * min(now["mean"] / exact(rule["scale"]), F(1))
    assert kind == "rank_tier"
    if now.get("rank", 0) <= 0 or now.get("group_size", 0) <= 0:
        return policy(rule, "when_insufficient", maximum)
    for band in rule["bands"]:
        if 100 * now["rank"] / now["group_size"] <= exact(band["top_pct_lte"]):
            return exact(band["points"])
    return exact(rule["else_points"])
