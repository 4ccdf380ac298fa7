"""What can still be won: open months at their best, scored by the same engine."""

import pytest

from scoring.engine import open_gains
from tests.scoring.engine.cases import BRANCH, default_scheme, one_rule_scheme, read

pytestmark = pytest.mark.pure
ALL = ["2026-04", "2026-05", "2026-06"]


def gains(rule, facts, open_months, scheme=None):
    rows = [{"month": m, "indicator": "X", "part": "", "key": k, "value": v} for m, k, v in facts]
    found = open_gains(
        scheme or one_rule_scheme(rule), BRANCH, rows, quarter="2026Q2", open_months=open_months
    )
    return found["indicators"][0]


def test_a_month_that_is_over_is_lost_for_good():
    rule = {
        "type": "period_coverage",
        "periods_due": 3,
        "min_events_per_period": 1,
        "when_missing": "zero",
    }

    row = gains(rule, [("2026-04", "events", 0)], ["2026-06"])

    assert (row["points"], row["winnable"], row["lost"]) == ("0.00", "1.67", "3.33")


def test_a_deduction_stays():
    rule = {
        "type": "deduct",
        "floor": 0,
        "items": [{"code": "x", "each": 2}],
        "when_missing": "full",
    }

    row = gains(rule, [("2026-04", "x", 1)], ALL)

    assert (row["points"], row["winnable"], row["lost"]) == ("3.00", "0.00", "2.00")


def test_with_everything_open_all_can_be_won():
    example = read("golden_examples.json")[1]

    found = open_gains(
        default_scheme(),
        {**example["branch"]},
        [],
        quarter="2026Q1",
        open_months=["2026-01", "2026-02", "2026-03"],
    )

    assert {row["lost"] for row in found["indicators"]} == {"0.00"}
    assert found["best_total"] == "100.00"


def test_with_nothing_open_nothing_can_be_won():
    example = read("golden_examples.json")[4]

    found = open_gains(
        default_scheme(),
        example["branch"],
        example["facts"],
        example["events"],
        quarter="2026Q2",
        open_months=[],
    )

    assert {row["winnable"] for row in found["indicators"]} == {"0.00"}
    assert found["total"] == found["best_total"] == "90.39"
    assert found["next"] == {"colour": "red", "line": "90.00", "needs": "0.00", "caps": ["C1"]}


def test_a_rate_fed_by_events_is_mended_only_by_more_events():
    rule = {
        "type": "ratio",
        "full_at": 1,
        "zero_at": 0,
        "when_missing": "zero",
        "when_denominator_zero": "zero",
    }
    facts = [("2026-04", "num", 5), ("2026-04", "den", 10)]
    stated = one_rule_scheme(rule)
    fed = one_rule_scheme(rule) | {
        "event_kinds": [
            {
                "code": "day",
                "feeds": [{"indicator": "X", "part": "", "key": "den", "value": "present"}],
            }
        ]
    }

    assert gains(rule, facts, ["2026-06"], stated)["winnable"] == "2.50"
    assert gains(rule, facts, ["2026-06"], fed)["winnable"] == "1.25"  # (5 + 10) of (10 + 10)
