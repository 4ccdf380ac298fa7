"""What a good data engineer would write for the default scheme, in pandas and in polars.

Both turn the long table wide in their fastest way; the formulas over the wide columns are
plain numpy floats and shared. They score police stations in a second quarter only, know no
overrides, policies, caps, trail or exact arithmetic: less work than the engine does.
"""

import numpy as np

from scoring.engine.tables import Measure


def columns_of(measures):
    """Measure → its number."""
    return {tuple(measure): number for number, measure in enumerate(measures)}


def pandas_unstack(frame, measures, count):
    """One groupby-free reshape: (branch) × (measure, month)."""
    wide = frame.set_index(["branch", "measure", "month"])["value"].unstack(["measure", "month"])
    return {key: wide[key].to_numpy() for key in wide.columns}


def pandas_groupby(frame, measures, count):
    """groupby().sum() then unstack."""
    wide = (
        frame.groupby(["branch", "measure", "month"], sort=False)["value"]
        .sum()
        .unstack(["measure", "month"])
    )
    wide = wide.sort_index()
    return {key: wide[key].to_numpy() for key in wide.columns}


def polars_pivot(frame, measures, count):
    """pivot on a combined column."""
    import polars as pl

    wide = (
        frame.with_columns((pl.col("measure").cast(pl.Int32) * 3 + pl.col("month")).alias("slot"))
        .pivot(on="slot", index="branch", values="value", aggregate_function="first")
        .sort("branch")
    )
    return {
        (int(name) // 3, int(name) % 3): wide[name].to_numpy()
        for name in wide.columns
        if name != "branch"
    }


def polars_filters(frame, measures, count):
    """One group_by with a filtered sum per column."""
    import polars as pl

    slots = [(m, month) for m in range(len(measures)) for month in range(3)]
    wide = (
        frame.lazy()
        .group_by("branch")
        .agg(
            pl.col("value")
            .filter((pl.col("measure") == m) & (pl.col("month") == month))
            .sum()
            .alias(f"{m}:{month}")
            for m, month in slots
        )
        .sort("branch")
        .collect()
    )
    return {slot: wide[f"{slot[0]}:{slot[1]}"].to_numpy() for slot in slots}


IDIOMS = {
    "pandas unstack": pandas_unstack,
    "pandas groupby": pandas_groupby,
    "polars pivot": polars_pivot,
    "polars filters": polars_filters,
}


def totals(wide, measures, scheme):
    """Totals, ranks and colours from the wide columns, in floats."""
    numbers = columns_of(measures)

    def each(row, part, key):
        number = numbers[row["code"], part, key]
        return [wide[number, month] for month in range(3)]

    scores, base = {}, 0.0
    for index in scheme["indices"]:
        earned, most = 0.0, 0.0
        for row in index["indicators"]:
            if (
                "police_station" not in row["applies_to_branch_types"]
                or 2 not in row["scored_in_quarters"]
            ):
                continue
            got = points(
                row["rule"], row["max_points"], lambda key, row=row: each(row, "", key), row, each
            )
            earned, most = earned + np.floor(got * 100 + 0.5) / 100, most + row["max_points"]
        scores[index["code"]] = np.floor(100 * index["weight"] * earned / most + 0.5) / 100
        base = base + scores[index["code"]]
    order = np.lexsort((-scores["L"], -scores["B"], -base))
    rank = np.empty(len(base), np.int64)
    rank[order] = np.arange(1, len(base) + 1)
    lines = [band["min"] for band in scheme["colour_bands"]]
    colour = np.select([base >= line for line in lines[:-1]], range(len(lines) - 1), len(lines) - 1)
    return base, rank, colour


def points(rule, maximum, each, row, every):
    """Points of one rule as numpy idioms have it."""
    kind = rule["type"]
    if kind == "period_coverage":
        return (
            maximum
            * sum(month >= rule["min_events_per_period"] for month in each("events"))
            / rule["periods_due"]
        )
    if kind == "count_ratio":
        return maximum * np.minimum(sum(each("count")) / rule["target"], 1)
    if kind == "per_event":
        return np.minimum(rule["points_each"] * sum(each("events")), rule["cap"])
    if kind == "ratio":
        share = (sum(each("num")) / sum(each("den")) - rule["zero_at"]) / (
            rule["full_at"] - rule["zero_at"]
        )
        return maximum * np.clip(share, 0, 1)
    if kind == "tiered":
        num, den = sum(each("num")), sum(each("den"))
        rate = num / den
        got = np.select(
            [rate >= band["gte"] for band in rule["bands"]],
            [b["points"] for b in rule["bands"]],
            rule["else_points"],
        )
        group = rule.get("small_group")
        if group:
            small = np.select(
                [den - num <= m["lte"] for m in group["misses"]],
                [m["points"] for m in group["misses"]],
                group["else_points"],
            )
            got = np.where(den <= group["denominator_lte"], small, got)
        return got
    if kind == "deduct":
        return np.maximum(
            maximum - sum(item["each"] * sum(each(item["code"])) for item in rule["items"]),
            rule["floor"],
        )
    if kind == "checklist":
        return sum(item["points"] * (sum(each(item["code"])) > 0) for item in rule["items"])
    if kind == "timeliness":
        units = (
            sum(each("on_time")) * rule["on_time_factor"] + sum(each("late")) * rule["late_factor"]
        )
        return maximum * np.minimum(units / rule["units_due"], 1)
    if kind == "panel":
        marks = np.sort(np.stack([each(f"judge:{n}")[2] for n in range(5)]), axis=0)
        return maximum * marks[1:-1].mean(axis=0) / rule["scale"]
    if kind == "survey":
        return maximum * each("mean")[2] / rule["scale"]
    if kind == "rank_tier":
        percent = 100 * each("rank")[2] / each("group_size")[2]
        return np.select(
            [percent <= b["top_pct_lte"] for b in rule["bands"]],
            [b["points"] for b in rule["bands"]],
            rule["else_points"],
        )
    parts = rule["parts"]
    won = sum(
        points(
            part["rule"],
            part["max_points"],
            lambda key, part=part: every(row, part["code"], key),
            row,
            every,
        )
        for part in parts
    )
    return maximum * won / sum(part["max_points"] for part in parts)


def measures_of(scheme):
    """Every measure a police station has in a second quarter."""
    from scoring.engine.plan import Plan

    plan = Plan(scheme, "2026Q2")
    lines = {line.code for line in plan.sheet("police_station")}
    return [Measure(*key) for key in plan.columns if key[0] in lines and key[2] != "value"] + [
        Measure("V1", "", f"judge:{number}") for number in range(5)
    ]
