"""Random schemes and facts that use every rule, override, policy and ranking mode."""

import random
from fractions import Fraction

POLICIES = ("zero", "full", "not_applicable")
TYPES = ("post", "unit", "desk")
QUARTER = "2026Q3"
MONTHS = ("2026-07", "2026-08", "2026-09")
SIMPLE = ("period_coverage", "count_ratio", "per_event", "ratio", "tiered", "deduct", "checklist",
          "timeliness", "panel", "survey", "rank_tier")  # fmt: skip


def money(rng, low, high, step="0.25"):
    """A decimal text between low and high."""
    unit = Fraction(step)
    value = rng.randint(int(Fraction(str(low)) / unit), int(Fraction(str(high)) / unit)) * unit
    return rng.choice([float(value), str(float(value))])


def bands(rng, column, maximum, lines, worse):
    """Bands with falling points, lines in the given order."""
    points = sorted((float(money(rng, 0, maximum)) for _ in lines), reverse=True)
    rows = [{column: line, "points": p} for line, p in zip(lines, points, strict=True)]
    return rows, (0 if rng.random() < 0.7 else min(points) * worse)


def rule(rng, kind, maximum):
    """A random rule of one type."""
    r = {"type": kind, "when_missing": rng.choice(POLICIES)}
    if kind == "period_coverage":
        r |= {"periods_due": rng.randint(1, 3), "min_events_per_period": rng.choice([1, 2, 0.5])}
    elif kind == "count_ratio":
        r |= {"target": rng.choice([1, 2, 3, 7, "2.5"])}
    elif kind == "per_event":
        r |= {
            "points_each": rng.choice([1, 0.5, "0.3333"]),
            "cap": rng.choice([None, maximum, 1 if maximum >= 1 else maximum]),
        }
    elif kind == "ratio":
        r |= {"full_at": rng.choice([1, 0.95, 0.9]), "zero_at": rng.choice([0, 0.5, "0.3333"]),
              "when_denominator_zero": rng.choice(POLICIES)}  # fmt: skip
    elif kind == "tiered":
        rows, rest = bands(
            rng, "gte", maximum, rng.choice([[0.9], [0.95, 0.9, "0.6667"], [0.8, 0.5]]), 0.5
        )
        r |= {"bands": rows, "else_points": rest, "when_denominator_zero": rng.choice(POLICIES)}
        if rng.random() < 0.5:
            misses, rest = bands(rng, "lte", maximum, [0, 1, 2], 0.5)
            r["small_group"] = {
                "denominator_lte": rng.choice([3, 7]),
                "misses": misses,
                "else_points": rest,
            }
    elif kind == "deduct":
        r |= {"start": "max", "floor": rng.choice([0, 0, min(1, maximum)]),
              "items": [{"code": c, "each": rng.choice([1, 0.5, "0.3333"])} for c in ("x", "y")]}  # fmt: skip
    elif kind == "checklist":
        r |= {"items": [{"code": c, "points": maximum / 4} for c in ("x", "y", "z")]}
    elif kind == "timeliness":
        r |= {"units_due": rng.choice([1, 3]), "on_time_factor": rng.choice([1, 0.9]), "late_factor": rng.choice([0.5, 0, "0.25"]),
              "missing_factor": 0}  # fmt: skip
    elif kind == "panel":
        r |= {"scale": rng.choice([100, 10]), "judges_min": rng.choice([3, 5]), "drop_highest": rng.choice([0, 1]),
              "drop_lowest": rng.choice([0, 1]), "when_insufficient": rng.choice(POLICIES)}  # fmt: skip
    elif kind == "survey":
        r |= {"scale": 5, "min_responses": rng.choice([0, 5]), "min_response_rate": rng.choice([0, 0.6, "0.3333"]),
              "when_insufficient": rng.choice(POLICIES)}  # fmt: skip
    elif kind == "rank_tier":
        rows, rest = bands(
            rng, "top_pct_lte", maximum, rng.choice([[20, 60], ["33.3333"], [50, 90]]), 0.5
        )
        r |= {"bands": rows, "else_points": rest, "when_insufficient": rng.choice(POLICIES)}
    else:
        codes = "abcd"[: rng.randint(1, 4)]
        r = {"type": "composite", "parts": [part(rng, code) for code in codes]}
    return r


def part(rng, code):
    maximum = rng.choice([1, 2, 3, 1.5])
    row = {"code": code, "max_points": maximum, "rule": rule(rng, rng.choice(SIMPLE), maximum)}
    if rng.random() < 0.3:
        row["applies_if"] = "has_x"
    return row


def override(rng, row):
    """A random override for one type: replaced lists, removed keys, other numbers."""
    kind, maximum = row["rule"]["type"], row["max_points"]
    if kind == "composite":
        chosen = rng.choice(row["rule"]["parts"])
        fresh = rule(rng, chosen["rule"]["type"], chosen["max_points"])
        return {"parts": {chosen["code"]: {"rule": fresh}}}
    fresh = rule(rng, kind, maximum)
    if kind == "tiered" and "small_group" not in fresh:
        fresh["small_group"] = None
    if rng.random() < 0.3:
        fresh = {"when_missing": rng.choice(POLICIES)}
    return {"rule": fresh}


def scheme(rng):
    """A random scheme whose weights sum to 100."""
    weights = rng.choice([[100], [60, 40], [33.5, 33.5, 33], [25, 30, 20, 15, 10]])
    indices = []
    for n, weight in enumerate(weights):
        rows = []
        for i in range(rng.randint(1, 6)):
            maximum = rng.choice([1, 2, 3, 4, 5, 2.5])
            row = {
                "code": f"{'ABCDE'[n]}{i}", "max_points": maximum,
                "scored_in_quarters": rng.choice([[1, 2, 3, 4], [3], [1, 2, 3, 4], [1, 2, 4]]),
                "applies_to_branch_types": rng.sample(TYPES, rng.randint(1, 3)),
                "rule": rule(rng, rng.choice((*SIMPLE, "composite", "composite")), maximum),
            }  # fmt: skip
            if rng.random() < 0.2:
                row["applies_if"] = "has_y"
            if rng.random() < 0.3:
                row["type_overrides"] = {rng.choice(TYPES): override(rng, row)}
            rows.append(row)
        indices.append({"code": "ABCDE"[n], "weight": weight, "indicators": rows})
    codes = [index["code"] for index in indices]
    return {
        "scheme": {"code": "RANDOM", "max_total_with_bonus": 110},
        "branch_types": [{"code": c, "ranking_group": rng.choice("PQ"), "ranked": rng.random() < 0.8} for c in TYPES],
        "branch_attributes": [{"code": "has_x"}, {"code": "has_y"}],
        "indices": indices,
        "normalisation": {"min_share_for_full_weight": rng.choice([0.5, 0, 0.05, 1])},
        "bonus": {"total_cap": rng.choice([10, 2, None]), "items": [{"code": "A1", "cap": 3}, {"code": "A2"}]},
        "penalties": {"total_cap": rng.choice([15, None]), "floor_of_total": rng.choice([0, 5]),
                      "items": [{"code": "P1"}, {"code": "P2", "cap": 2}]},
        "vetoes": [{"code": "Z1", "effect": {"colour": "grey"}}, {"code": "Z2", "effect": {"colour_cap": "blue"}},
                   {"code": "Z3", "effect": {"index_zero": rng.choice(codes), "colour_cap": "yellow"}},
                   {"code": "Z4", "effect": {"index_zero": rng.choice(codes)}}],
        "colour_bands": [{"code": c, "order": n + 1, "min": m} for n, (c, m) in enumerate(
            zip(("red", "orange", "yellow", "blue", "grey"), (rng.choice([90, 66.665]), 60, 40, 20, 0), strict=True))],
        "colour_caps": [{"code": "C1", "when": "base_total_below", "below": 55.5, "cap": "orange"},
                        {"code": "C2", "when": "any_index_ratio_below", "below": rng.choice([0.6, "0.3333"]), "cap": "orange"},
                        {"code": "C4", "when": "rectification_overdue", "cap": "yellow"}],
        "ranking": {"mode": rng.choice(["threshold", "quota", "threshold_and_quota"]),
                    "quota": {"red_max_share": rng.choice([0.3, 0.2]), "orange_max_share": 0.4,
                              **({"last_share": 0.1} if rng.random() < 0.7 else {}),
                              "rounding": rng.choice(["ceil", "floor", "half_up"]), "min_group_size": rng.choice([1, 3, 5])},
                    "tie_break": rng.sample(["base_total", f"index:{codes[0]}", "fewer_penalty_points"], rng.randint(0, 3))},
    }  # fmt: skip


def keys_of(one):
    return {
        "period_coverage": ["events"], "per_event": ["events"], "count_ratio": ["count"], "ratio": ["num", "den"],
        "tiered": ["num", "den", "value"], "deduct": ["x", "y"], "checklist": ["x", "y", "z"],
        "timeliness": ["on_time", "late", "missing"], "panel": [f"judge:{n}" for n in range(6)],
        "survey": ["responses", "eligible", "mean"], "rank_tier": ["rank", "group_size"],
    }[one["type"]]  # fmt: skip


def value(rng, key):
    if key.startswith("judge"):
        return rng.choice([rng.randint(0, 120), round(rng.random() * 10, 2)])
    if key in ("value",):
        return rng.choice([0.9, 0.95, "0.6667", round(rng.random(), 4), 0])
    if key == "mean":
        return round(rng.random() * 5, rng.randint(0, 4))
    return rng.choice([0, 0, 1, 1, 2, 3, 5, 7, 18, rng.randint(0, 30), 2.5])


def case(seed):
    """(scheme, branches, facts, events) for one seed."""
    rng = random.Random(seed)
    document = scheme(rng)
    branches = [
        {"code": f"b{n}", "type": rng.choice(TYPES), "attributes": {"has_x": rng.random() < 0.6, "has_y": rng.random() < 0.6}}
        for n in range(rng.randint(1, 9))
    ]  # fmt: skip
    facts = []
    density = rng.choice([0.15, 0.5, 0.9])
    for branch in branches:
        for index in document["indices"]:
            for row in index["indicators"]:
                if rng.random() < 0.15:
                    continue
                parts = row["rule"].get("parts") or [{"code": "", "rule": row["rule"]}]
                for one in parts:
                    for month in MONTHS:
                        for key in keys_of(one["rule"]):
                            if rng.random() < density:
                                facts.append({"branch": branch["code"], "month": month, "indicator": row["code"],
                                              "part": one["code"], "key": key, "value": value(rng, key)})  # fmt: skip
    codes = [row["code"] for index in document["indices"] for row in index["indicators"]]
    events = []
    for branch in branches:
        for kind, choices, chance in (("bonus", ["A1", "A2"], 0.4), ("penalty", ["P1", "P2"], 0.4),
                                      ("veto", ["Z1", "Z2", "Z3", "Z4"], 0.1), ("overdue", ["N1"], 0.1),
                                      ("not_applicable", codes, 0.2)):  # fmt: skip
            while rng.random() < chance:
                event = {"branch": branch["code"], "kind": kind, "code": rng.choice(choices)}
                if kind in ("bonus", "penalty"):
                    event["points"] = rng.choice([0.5, 1, 2, "1.25"])
                    event["matter"] = rng.choice(["", "", "m1"])
                events.append(event)
    return document, branches, facts, events
