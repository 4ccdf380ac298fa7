"""The judges' marks of a panel: the latest month, one mark each, in an order that never depends on the rows."""

import numpy as np
import pytest

from scoring.engine import explain, score
from scoring.engine.exact import LARGEST
from scoring.engine.panels import _sorted
from tests.scoring.engine.cases import BRANCH, QUARTER, one_rule_scheme

pytestmark = pytest.mark.pure
RULE = {"type": "panel", "scale": 100, "judges_min": 3, "drop_highest": 1, "drop_lowest": 1,
        "when_insufficient": "zero", "when_missing": "not_applicable"}  # fmt: skip
MONTHS = ("2026-04", "2026-05", "2026-06")


def marks(month, *given, branch="b", part=""):
    return [{"branch": branch, "month": month, "indicator": "X", "part": part, "key": f"judge:{name}", "value": value}
            for name, value in given]


def told(rows, rule=RULE):
    return explain(one_rule_scheme(rule, 10), BRANCH, rows, quarter=QUARTER)["cells"][0]


def test_the_trail_names_every_judge_and_whose_mark_was_left_out():
    cell = told(marks("2026-05", ("wang", 88), ("li", 70), ("zhao", "91.5"), ("chen", 90)))

    assert cell["points"] == "8.90"
    assert cell["reason"]["values"] == {
        "judges": 4, "judges_min": "3", "mean": "89", "scale": "100", "marks": [
            {"judge": "li", "mark": "70", "dropped": True}, {"judge": "wang", "mark": "88", "dropped": False},
            {"judge": "chen", "mark": "90", "dropped": False}, {"judge": "zhao", "mark": "91.5", "dropped": True}]}


def test_too_few_marks_are_shown_and_none_is_left_out():
    cell = told(marks("2026-05", ("li", 70), ("wang", 88)))

    assert (cell["points"], cell["reason"]["code"]) == ("0.00", "insufficient")
    assert cell["reason"]["values"]["mean"] is None
    assert [row["dropped"] for row in cell["reason"]["values"]["marks"]] == [False, False]


@pytest.mark.parametrize("latest", [0, 1, 2])
def test_only_the_latest_month_that_has_marks_counts(latest):
    rows = [row for month in MONTHS[:latest] for row in marks(month, *((n, 10) for n in range(5)))]

    cell = told(rows + marks(MONTHS[latest], ("a", 60), ("b", 60), ("c", 60)))

    assert (cell["points"], cell["reason"]["values"]["judges"]) == ("6.00", 3)


def test_a_judge_may_mark_again_in_another_month_but_not_twice_in_one():
    again = marks("2026-04", ("a", 10), ("b", 20), ("c", 30)) + marks("2026-05", ("a", 60), ("b", 60), ("c", 60))
    assert told(again)["points"] == "6.00"

    for rows in (marks("2026-04", ("a", 10), ("a", 20)), again + marks("2026-04", ("c", 1)), again + marks("2026-05", ("a", 60))):
        with pytest.raises(ValueError, match=r"^the same fact stands twice$"):
            told(rows)


def test_the_same_judge_and_month_at_another_branch_is_another_mark():
    branches = [{**BRANCH, "code": code} for code in "abc"]
    rows = [row for code, mark in zip("abc", (50, 60, 70), strict=True)
            for row in marks("2026-06", *((n, mark) for n in range(3)), branch=code)]

    book = score(one_rule_scheme(RULE, 10), branches, rows, quarter=QUARTER)

    assert [row["indicator_points"]["X"] for row in book.rows()] == ["5.00", "6.00", "7.00"]


def test_marks_of_another_part_are_not_mixed_in():
    parts = [{"code": code, "max_points": 10, "rule": RULE} for code in "uv"]
    rows = marks("2026-06", *((n, 50) for n in range(3)), part="u") + marks("2026-06", *((n, 90) for n in range(3)), part="v")

    cell = told(rows, {"type": "composite", "parts": parts})

    assert cell["points"] == "7.00"


def test_a_fact_of_a_panel_that_is_no_mark_is_not_read():
    rows = marks("2026-06", *((n, 50) for n in range(3)))
    stray = {**rows[0], "key": "events", "value": 100}

    book = score(one_rule_scheme(RULE, 10), [BRANCH], [*rows, stray], quarter=QUARTER)

    assert (book.row(0)["indicator_points"]["X"], book.ignored) == ("5.00", 1)


@pytest.mark.parametrize("most", [50, 10_000 * LARGEST - 1])
def test_marks_are_in_order_of_branch_mark_and_judge_however_large(most):
    lot = np.random.default_rng(3)
    count, names = 100_000, 40
    branch, judge = lot.integers(0, count, 500), lot.integers(0, names, 500)
    value = np.append(lot.integers(0, most, 499), most)

    found = list(zip(*(column.tolist() for column in _sorted(branch, value, judge, count, names)), strict=True))

    assert found == sorted(zip(branch.tolist(), value.tolist(), judge.tolist(), strict=True))
