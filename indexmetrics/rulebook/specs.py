"""The twelve rule types, declared."""

from __future__ import annotations

from .spec import Measure, Param, RuleSpec, policy

MISSING = policy("when_missing")
NO_DENOMINATOR = policy("when_denominator_zero")
TOO_FEW = policy("when_insufficient")
LARGE = "1000000"

_ALL = (
    RuleSpec(
        "period_coverage",
        unit="month",
        months="each",
        params=(
            Param("unit", "choice", choices=("month",), required=False),
            Param("periods_due", "whole", low="1", high="3"),
            Param("min_events_per_period", "number", low="0", high=LARGE, open_low=True),
            MISSING,
        ),
        measures=(Measure("events", "count"),),
    ),
    RuleSpec(
        "count_ratio",
        unit="count",
        params=(Param("target", "number", low="0", high=LARGE, open_low=True), MISSING),
        measures=(Measure("count", "count"),),
    ),
    RuleSpec(
        "per_event",
        unit="count",
        params=(
            Param("points_each", "number", low="0", high="100"),
            Param("cap", "number", low="0", high="max", required=False, nullable=True),
            MISSING,
        ),
        measures=(Measure("events", "count"),),
    ),
    RuleSpec(
        "ratio",
        unit="rate",
        params=(
            Param("full_at", "number", low="0", high="100", open_low=True),
            Param("zero_at", "number", low="0", high="100"),
            NO_DENOMINATOR,
            MISSING,
        ),
        measures=(Measure("num", "count"), Measure("den", "count")),
    ),
    RuleSpec(
        "tiered",
        unit="rate",
        params=(
            Param("bands", "bands", low="0", high=LARGE, column="gte"),
            Param("else_points", "number", low="0", high="max"),
            Param("small_group", "group", required=False, nullable=True),
            NO_DENOMINATOR,
            MISSING,
        ),
        measures=(
            Measure("num", "count", needed=False),
            Measure("den", "count", needed=False),
            Measure("value", "rate", needed=False),
        ),
    ),
    RuleSpec(
        "deduct",
        unit="count",
        params=(
            Param("start", "choice", choices=("max",), required=False),
            Param("items", "items", low="0", high="100", column="each"),
            Param("floor", "number", low="0", high="max"),
            MISSING,
        ),
        item_keys=True,
    ),
    RuleSpec(
        "checklist",
        unit="count",
        params=(Param("items", "items", low="0", high="max", column="points"), MISSING),
        item_keys=True,
    ),
    RuleSpec(
        "timeliness",
        unit="count",
        params=(
            Param("units_due", "number", low="0", high=LARGE, open_low=True),
            Param("on_time_factor", "number", low="0", high="1"),
            Param("late_factor", "number", low="0", high="1"),
            Param("missing_factor", "number", low="0", high="0", required=False),
            MISSING,
        ),
        measures=(
            Measure("on_time", "count", needed=False),
            Measure("late", "count", needed=False),
            Measure("missing", "count", needed=False),
        ),
    ),
    RuleSpec(
        "panel",
        unit="mark",
        months="latest",
        params=(
            Param("scale", "number", low="0", high=LARGE, open_low=True),
            Param("judges_min", "whole", low="1", high="1000"),
            Param("drop_highest", "whole", low="0", high="1000"),
            Param("drop_lowest", "whole", low="0", high="1000"),
            MISSING,
            TOO_FEW,
        ),
        prefix="judge:",
    ),
    RuleSpec(
        "survey",
        unit="mark",
        months="latest",
        params=(
            Param("scale", "number", low="0", high=LARGE, open_low=True),
            Param("min_responses", "whole", low="0", high=LARGE),
            Param("min_response_rate", "number", low="0", high="1"),
            MISSING,
            TOO_FEW,
        ),
        measures=(
            Measure("responses", "count"),
            Measure("eligible", "count"),
            Measure("mean", "mark"),
        ),
    ),
    RuleSpec(
        "rank_tier",
        unit="count",
        months="latest",
        params=(
            Param("bands", "bands", low="0", high="100", column="top_pct_lte", falling=False),
            Param("else_points", "number", low="0", high="max"),
            MISSING,
            TOO_FEW,
        ),
        measures=(Measure("rank", "count"), Measure("group_size", "count")),
    ),
    RuleSpec(
        "composite",
        unit="",
        params=(
            Param("combine", "choice", choices=("sum_then_normalise",), required=False),
            Param("parts", "parts", low="1", high="4"),
        ),
    ),
)

SPECS: dict[str, RuleSpec] = {spec.code: spec for spec in _ALL}

# Words about a rule that carry no arithmetic.
NOTES = frozenset(
    {"measure", "explain", "criteria_zh", "criteria_en", "excused_members_leave_denominator"}
)

CAP_CONDITIONS = ("base_total_below", "any_index_ratio_below", "rectification_overdue")
RANKING_MODES = ("threshold", "quota", "threshold_and_quota")
QUOTA_ROUNDINGS = ("ceil", "floor", "half_up")
TIE_BREAKS = ("base_total", "fewer_penalty_points")  # and index:<code>
MEASURES_OF_EVENTS = (
    "one",
    "present",
    "due_less_excused",
    "one_when_closed",
    "one_when_on_time",
    "one_when_late",
    "one_when_ticked",
    "one_when_yes",
)
