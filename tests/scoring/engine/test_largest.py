"""The largest and smallest numbers that a scheme and a fact may hold: every rule equals its slow twin to the last hundredth."""

import random

import pytest

from scoring.engine import explain, score
from scoring.engine.exact import LARGEST
from tests.scoring.engine.cases import BRANCH, MONTHS, QUARTER, one_rule_scheme
from tests.scoring.engine.random_cases import keys_of
from tests.scoring.engine.twin_rules import exact, points, round2

pytestmark = pytest.mark.pure
MOST = 1_000_000  # of any number in a scheme
BEST, SECOND = {"points": MOST}, {"points": "333333.3333"}
RULES = (
    {"type": "period_coverage", "periods_due": 3, "min_events_per_period": MOST},
    {"type": "count_ratio", "target": MOST},
    {"type": "count_ratio", "target": "999999.9999"},
    {"type": "per_event", "points_each": 100, "cap": None},
    {"type": "per_event", "points_each": "99.9999", "cap": MOST},
    {"type": "per_event", "points_each": "0.0001", "cap": None},
    {"type": "ratio", "full_at": 100, "zero_at": "99.9999", "when_denominator_zero": "zero"},
    {"type": "ratio", "full_at": 1, "zero_at": 0, "when_denominator_zero": "zero"},
    {"type": "ratio", "full_at": "99.9999", "zero_at": "0.0001", "when_denominator_zero": "zero"},
    {"type": "ratio", "full_at": "0.0003", "zero_at": "0.0001", "when_denominator_zero": "full"},
    {"type": "tiered", "else_points": 0, "when_denominator_zero": "zero",
     "bands": [{"gte": "999999.9999", **BEST}, {"gte": "1.0001", **SECOND}, {"gte": "0.9999", "points": 7}]},
    {"type": "deduct", "floor": "0.0001", "items": [{"code": "x", "each": "0.0001"}, {"code": "y", "each": 100}]},
    {"type": "deduct", "floor": 0, "items": [{"code": "x", "each": "0.0003"}]},
    {"type": "timeliness", "units_due": MOST, "on_time_factor": 1, "late_factor": "0.3333", "missing_factor": 0},
    {"type": "timeliness", "units_due": "999999.9999", "on_time_factor": "0.9999", "late_factor": "0.0001", "missing_factor": 0},
    {"type": "timeliness", "units_due": "0.0001", "on_time_factor": "0.0003", "late_factor": "0.0003", "missing_factor": 0},
    # Above its limit a factor or a share is named in the scheme, and computed all the same.
    {"type": "timeliness", "units_due": MOST, "on_time_factor": MOST, "late_factor": MOST, "missing_factor": 0},
    {"type": "survey", "scale": 5, "min_responses": 0, "min_response_rate": MOST, "when_insufficient": "zero"},
    {"type": "panel", "scale": MOST, "judges_min": 3, "drop_highest": 1, "drop_lowest": 1, "when_insufficient": "zero"},
    {"type": "panel", "scale": "999999.9999", "judges_min": 1, "drop_highest": 0, "drop_lowest": 0, "when_insufficient": "full"},
    {"type": "survey", "scale": MOST, "min_responses": 0, "min_response_rate": 0, "when_insufficient": "zero"},
    {"type": "survey", "scale": "999999.9999", "min_responses": MOST, "min_response_rate": "0.9999", "when_insufficient": "full"},
    {"type": "rank_tier", "else_points": 0, "when_insufficient": "zero",
     "bands": [{"top_pct_lte": "33.3333", **BEST}, {"top_pct_lte": "99.9999", **SECOND}]},
)  # fmt: skip


def ten_thousandths(whole):
    return f"{whole // 10_000}.{whole % 10_000:04d}"


def printed(value):
    return f"{int(value * 100) // 100}.{int(value * 100) % 100:02d}"


def figure(lot):
    """Mostly at one of the edges, as ten-thousandths."""
    edge = lot.choice((MOST * 10_000, LARGEST * 10_000 - 1, LARGEST * 10_000 - 1, LARGEST * 10_000 // 3, 333_333, 3_333, 2))
    return lot.choice((max(0, edge - lot.randint(0, 3)), lot.randrange(edge), 0))


def facts(lot, rule):
    """Figures of one to three months for one rule."""
    return [
        {"branch": "b", "month": month, "indicator": "X", "part": "", "key": key, "value": ten_thousandths(figure(lot))}
        for month in lot.sample(sorted(MONTHS.values()), lot.randint(1, 3))
        for key in [item["code"] for item in rule.get("items", ())] or keys_of(rule)
        if key != "value" and lot.random() < 0.9
    ]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["type"])
@pytest.mark.parametrize("maximum", [MOST, 1])
@pytest.mark.parametrize("missing", ["zero", "full"])
def test_a_rule_is_exact_to_the_edges(rule, maximum, missing):
    rule = {**rule, "when_missing": missing}
    scheme, lot = one_rule_scheme(rule, maximum), random.Random(f"{maximum} {missing}")
    for _round in range(40):
        given = facts(lot, rule)
        plain = {(row["month"], row["key"]): exact(row["value"]) for row in given}

        told = explain(scheme, BRANCH, given, quarter=QUARTER)

        right = round2(points(rule, exact(maximum), plain, sorted(MONTHS.values())))
        assert told["cells"][0]["points"] == printed(right), given
        assert told["indices"][0]["score"] == printed(round2(100 * right / exact(maximum))), given


def test_half_a_hundredth_goes_up_where_a_double_could_not_hold_it():
    rule = {"type": "count_ratio", "target": 980_000, "when_missing": "zero"}
    scheme, lot = one_rule_scheme(rule, MOST), random.Random(3)
    for _round in range(200):
        odd = lot.randrange(10**8, 2 * 10**8) | 1
        given = [{"branch": "b", "month": "2026-05", "indicator": "X", "part": "", "key": "count", "value": ten_thousandths(49 * odd)}]

        row = score(scheme, [BRANCH], given, quarter=QUARTER).row(0)

        # 1,000,000 × 49 × odd / 9,800,000,000 is odd / 2 hundredths
        assert row["indicator_points"]["X"] == printed(exact((odd + 1) // 2) / 100)


def test_many_large_deductions_leave_the_floor():
    rule = {"type": "deduct", "floor": "0.5", "when_missing": "full", "items": [{"code": code, "each": "7.5"} for code in "uvwxyz"]}
    given = [{"branch": "b", "month": month, "indicator": "X", "part": "", "key": code, "value": ten_thousandths(LARGEST * 10_000 - 1)}
             for month in MONTHS.values() for code in "uvwxyz"]

    row = score(one_rule_scheme(rule), [BRANCH], given, quarter=QUARTER).row(0)

    assert row["indicator_points"]["X"] == "0.50"
