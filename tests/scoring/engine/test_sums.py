"""Bonus and penalty: items, their caps, one matter counted once, the floor of the total."""

import pytest

from scoring.engine import score, trail
from tests.scoring.engine.cases import QUARTER, one_rule_scheme

pytestmark = pytest.mark.pure
TWO = [{"code": code, "type": "t", "attributes": {}} for code in "ab"]
RULE = {"type": "count_ratio", "target": 1, "when_missing": "full"}


def scheme(**sections):
    return one_rule_scheme(RULE, 100) | sections


def event(kind, code, points, matter="", branch="a"):
    return {"branch": branch, "kind": kind, "code": code, "points": points, "matter": matter}


def first_row(document, *events):
    return score(document, TWO, [], events, quarter=QUARTER).row(0)


BONUS = {"items": [{"code": "A1", "cap": 3}, {"code": "A2", "cap": None}], "total_cap": 10}


def test_items_add_up_under_their_caps_and_under_the_cap_of_all():
    told = [
        first_row(scheme(bonus=BONUS), *events)["bonus"] for events in (
            [],
            [event("bonus", "A1", 1), event("bonus", "A1", "1.5")],
            [event("bonus", "A1", 2), event("bonus", "A1", 2)],
            [event("bonus", "A1", 4), event("bonus", "A2", 4), event("bonus", "A2", "2.25")],
            [event("bonus", "A1", 4), event("bonus", "A2", 8)],
        )
    ]  # fmt: skip

    assert told == ["0.00", "2.50", "3.00", "9.25", "10.00"]


def test_another_branch_gets_nothing_of_it():
    rows = list(score(scheme(bonus=BONUS), TWO, [], [event("bonus", "A2", 2, branch="b")], quarter=QUARTER).rows())

    assert [row["bonus"] for row in rows] == ["0.00", "2.00"]


def test_a_bonus_is_no_penalty():
    both = scheme(bonus=BONUS, penalties={"items": [{"code": "A2"}]})

    row = first_row(both, event("bonus", "A2", 3), event("penalty", "A2", 1))

    assert (row["bonus"], row["penalty"], row["total"]) == ("3.00", "1.00", "102.00")


def test_one_matter_counts_once_at_its_highest_level():
    twice = [event("bonus", "A2", 2, "drill"), event("bonus", "A1", "2.5", "drill"), event("bonus", "A2", 1, "other")]
    other_branch = event("bonus", "A2", 4, "drill", branch="b")

    assert first_row(scheme(bonus=BONUS), *twice, other_branch)["bonus"] == "3.50"
    assert first_row(scheme(bonus=BONUS), *reversed(twice), other_branch)["bonus"] == "3.50"


def test_of_two_equal_levels_of_a_matter_the_first_item_counts():
    rows = [event("bonus", "A2", 2, "drill"), event("bonus", "A1", 2, "drill")]
    capped = {"items": [{"code": "A1", "cap": 1}, {"code": "A2"}]}

    assert [first_row(scheme(bonus=capped), *some)["bonus"] for some in (rows, rows[::-1])] == ["1.00", "1.00"]


def test_a_scheme_may_count_every_level_of_a_matter():
    every = BONUS | {"same_matter_counts_once_at_highest_level": False}

    row = first_row(scheme(bonus=every), event("bonus", "A2", 2, "drill"), event("bonus", "A2", 1, "drill"))

    assert row["bonus"] == "3.00"


@pytest.mark.parametrize("kind", ["bonus", "penalty"])
@pytest.mark.parametrize("sections", [{}, {"bonus": BONUS, "penalties": {"items": [{"code": "P1"}]}}])
def test_an_item_that_the_scheme_does_not_know_is_named(kind, sections):
    with pytest.raises(ValueError, match=rf"^unknown {kind} item: Q7, Q8$"):
        first_row(scheme(**sections), event(kind, "Q8", 1), event(kind, "Q7", 1))


@pytest.mark.parametrize(("floor", "total"), [(None, "0.00"), (0, "0.00"), ("12.345", "12.35")])
def test_the_total_stops_at_its_floor(floor, total):
    penalties = {"items": [{"code": "P1"}]} | ({} if floor is None else {"floor_of_total": floor})

    assert first_row(scheme(penalties=penalties), event("penalty", "P1", 500))["total"] == total


def test_half_a_hundredth_of_a_bonus_is_rounded_once_in_the_total():
    rows = scheme(bonus={"items": [{"code": "A1"}]}, penalties={"items": [{"code": "P1"}]})

    row = first_row(rows, event("bonus", "A1", "0.0049"), event("bonus", "A1", "0.0001"), event("penalty", "P1", "50.01"))

    assert row["total"] == "50.00"  # 100 + 0.005 - 50.01 = 49.995


def test_a_decision_or_a_veto_on_what_is_not_in_the_scheme_is_named():
    with pytest.raises(ValueError, match=r"^unknown indicator: Y9$"):
        first_row(scheme(), event("not_applicable", "Y9", None))
    with pytest.raises(ValueError, match=r"^unknown veto: Z9$"):
        first_row(scheme(vetoes=[]), event("veto", "Z9", None))


def test_a_veto_may_take_an_index_from_one_branch_only():
    vetoes = [{"code": "Z0", "effect": {"colour_cap": "grey"}}, {"code": "Z1", "effect": {"index_zero": "I"}}]
    book = score(scheme(vetoes=vetoes), TWO, [], [event("veto", "Z1", None), event("veto", "Z0", None, branch="b")], quarter=QUARTER)

    assert [(row["indices"]["I"], row["indicator_points"]["X"], row["colour"]) for row in book.rows()] == [
        ("0.00", "100.00", "grey"), ("100.00", "100.00", "grey")]
    assert trail(book, 0)["sums"]["total"] == "0.00"


def test_not_applicable_takes_the_indicator_from_one_branch_only():
    events = [event("not_applicable", "X", None), event("not_applicable", "X", None)]

    rows = list(score(scheme(), TWO, [], events, quarter=QUARTER).rows())

    assert [row["indicator_points"]["X"] for row in rows] == [None, "100.00"]
    assert [row["indices"]["I"] for row in rows] == [None, "100.00"]
