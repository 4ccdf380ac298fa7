"""What must always hold of a score, whatever the scheme says."""

import random

import pytest

from scoring.engine import Facts, rescored, score, seal, trail
from scoring.engine.columns import DuplicateFact
from scoring.engine.tables import Branches
from tests.scoring.engine.cases import BRANCH, QUARTER, default_scheme, one_rule_scheme, read
from tests.scoring.engine.random_cases import QUARTER as RANDOM_QUARTER
from tests.scoring.engine.random_cases import case

pytestmark = pytest.mark.pure
STATION = {"code": "s", "type": "police_station",
           "attributes": {"has_committee": True, "has_groups": True, "has_discipline_member": True}}  # fmt: skip
FULL = {
    "period_coverage": {"events": 1}, "count_ratio": {"count": 9}, "per_event": {"events": 9},
    "ratio": {"num": 8, "den": 8}, "tiered": {"num": 8, "den": 8}, "timeliness": {"on_time": 3},
    "survey": {"responses": 9, "eligible": 9, "mean": 5}, "rank_tier": {"rank": 1, "group_size": 9},
    "panel": {f"judge:{n}": 100 for n in range(5)},
}  # fmt: skip


def full_facts(scheme):
    """The best facts for every indicator in every month."""
    rows = []
    for index in scheme["indices"]:
        for row in index["indicators"]:
            for part in row["rule"].get("parts") or [{"code": "", "rule": row["rule"]}]:
                rule = part["rule"]
                keys = FULL.get(rule["type"]) or {
                    i["code"]: int(rule["type"] == "checklist") for i in rule["items"]
                }
                rows += [
                    {"month": month, "indicator": row["code"], "part": part["code"], "key": key, "value": value}
                    for month in ("2026-04", "2026-05", "2026-06") for key, value in keys.items()
                ]  # fmt: skip
    return rows


def total_of(scheme, facts, branch=STATION):
    return score(scheme, [branch], facts, quarter=QUARTER)


@pytest.mark.parametrize(
    "branch_type", ["police_station", "operational_unit", "office", "retired", "functional"]
)
def test_full_facts_are_full_marks(branch_type):
    scheme = default_scheme()

    book = total_of(scheme, full_facts(scheme), {**STATION, "type": branch_type})
    told = trail(book, 0)

    assert all(cell["points"] in (None, cell["max"]) for cell in told["cells"])
    assert all(index["score"] == index["max"] for index in told["indices"])
    # Where weights shrink (retired, functional) five rounded index scores may miss 100 by a
    # hundredth or two; with full weights they cannot.
    assert abs(int(book.base[0]) - 10000) <= (0 if book.full.all() else 2)
    assert book.row(0)["colour"] == "red"


def test_nothing_reported_never_beats_something():
    scheme = default_scheme()
    example = read("golden_examples.json")[0]
    reported = {
        row["code"]
        for index in scheme["indices"]
        for row in index["indicators"]
        if row["data_source"] == "branch_report"
    }
    without = [fact for fact in example["facts"] if fact["indicator"] not in reported]

    some, none = (
        total_of(scheme, facts, example["branch"]).total[0] for facts in (example["facts"], without)
    )

    assert none < some


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ({"type": "period_coverage", "periods_due": 3, "min_events_per_period": 2}, "events"),
        ({"type": "count_ratio", "target": 3}, "count"),
        ({"type": "per_event", "points_each": "0.3333", "cap": 4}, "events"),
        (
            {"type": "timeliness", "units_due": 3, "on_time_factor": 1, "late_factor": 0.5},
            "on_time",
        ),
        ({"type": "checklist", "items": [{"code": "x", "points": 5}]}, "x"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_more_of_a_good_thing_never_lowers(rule, key):
    scheme = one_rule_scheme({**rule, "when_missing": "zero"})
    facts = lambda n: [{"month": "2026-05", "indicator": "X", "part": "", "key": key, "value": n}]  # noqa: E731

    points = [
        int(score(scheme, [BRANCH], facts(n), quarter=QUARTER).points[0, 0]) for n in range(8)
    ]

    assert points == sorted(points)
    assert points[0] < points[-1]


def test_more_of_a_deduction_never_raises():
    rule = {
        "type": "deduct",
        "start": "max",
        "floor": 1,
        "items": [{"code": "x", "each": "0.7"}],
        "when_missing": "full",
    }
    facts = lambda n: [{"month": "2026-05", "indicator": "X", "part": "", "key": "x", "value": n}]  # noqa: E731

    points = [
        int(score(one_rule_scheme(rule), [BRANCH], facts(n), quarter=QUARTER).points[0, 0])
        for n in range(9)
    ]

    assert points == sorted(points, reverse=True)
    assert points[-1] == 100


def test_a_weight_of_zero_stays_zero():
    scheme = default_scheme()
    scheme["indices"][0]["weight"], scheme["indices"][1]["weight"] = 0, 55
    example = read("golden_examples.json")[0]

    row = total_of(scheme, example["facts"], example["branch"]).row(0)

    assert row["indices"]["L"] == "0.00"
    assert row["caps_held"] == []  # an index that counts for nothing is no weak side


@pytest.mark.parametrize("seed", range(40))
def test_printed_rows_add_up(seed):
    document, branches, facts, events = case(seed)

    for row in score(document, branches, facts, events, quarter=RANDOM_QUARTER).rows():
        cents = lambda text: int(text.replace(".", ""))  # noqa: E731
        indices = sum(cents(text) for text in row["indices"].values() if text)
        assert indices == cents(row["base_total"])
        floor = 100 * document["penalties"]["floor_of_total"]
        assert cents(row["total"]) == max(
            floor, indices + cents(row["bonus"]) - cents(row["penalty"])
        )


@pytest.mark.parametrize("seed", range(40))
def test_row_order_never_matters(seed):
    document, branches, facts, events = case(seed)
    rng = random.Random(seed)
    shuffled = [rng.sample(rows, len(rows)) for rows in (branches, facts, events)]

    one = score(document, branches, facts, events, quarter=RANDOM_QUARTER)
    other = score(document, *shuffled, quarter=RANDOM_QUARTER)

    by_code = lambda book: {row["branch"]: row for row in book.rows()}  # noqa: E731
    assert by_code(one) == by_code(other)
    assert seal(one) == seal(other)


@pytest.mark.parametrize("seed", range(60))
def test_one_branch_rescored_is_the_whole_quarter_rescored(seed):
    document, branches, facts, events = case(seed)
    rng = random.Random(seed)
    changed = rng.choice(branches)["code"]
    new_facts = [fact for fact in facts if fact["branch"] != changed or rng.random() < 0.6]
    new_events = [event for event in events if event["branch"] != changed or rng.random() < 0.6]
    mine = [[row for row in rows if row["branch"] == changed] for rows in (new_facts, new_events)]
    book = score(document, branches, facts, events, quarter=RANDOM_QUARTER)

    partial = rescored(book, changed, *mine)
    whole = score(document, branches, new_facts, new_events, quarter=RANDOM_QUARTER)

    assert list(partial.rows()) == list(whole.rows())
    assert seal(partial) == seal(whole)
    place = book.branches.positions()[changed]
    assert trail(partial, place) == trail(whole, place)


def test_a_branch_rescored_brings_facts_that_nobody_had():
    """Other months and measures than the table knew, and none at all."""
    document, quarter = default_scheme(), "2026Q2"
    branches = [{"code": code, "type": "police_station", "attributes": {}} for code in "ab"]
    first = {"branch": "a", "month": "2026-04", "indicator": "L6", "part": "", "key": "events", "value": 1}
    later = [first | {"branch": "b", "month": month} for month in ("2026-06", "2026-05")]
    more = first | {"branch": "b", "month": "2026-06", "indicator": "H1", "key": "num", "value": 3}
    book = score(document, branches, [first], [], quarter=quarter)

    for rows in ([*later, more, more | {"key": "den", "value": 4}], []):
        partial = rescored(book, "b", rows, [])
        whole = score(document, branches, [first, *rows], [], quarter=quarter)
        assert seal(partial) == seal(whole)
        assert trail(partial, 1) == trail(whole, 1)


def test_the_same_fact_twice_is_refused():
    fact = {"month": "2026-05", "indicator": "L6", "part": "", "key": "events", "value": 1}
    mark = {"month": "2026-05", "indicator": "V1", "part": "", "key": "judge:1", "value": 1}

    for row in (fact, mark):
        with pytest.raises((DuplicateFact, ValueError), match="twice"):
            total_of(default_scheme(), [row, row])


def test_other_months_are_left_out():
    example = read("golden_examples.json")[0]
    other = [{**fact, "month": "2026-07"} for fact in example["facts"]]

    rows = [
        total_of(default_scheme(), facts, example["branch"]).row(0)
        for facts in (example["facts"], example["facts"] + other)
    ]

    assert rows[0] == rows[1]


def test_columns_and_rows_are_one_input():
    example = read("golden_examples.json")[0]
    branches = Branches.of([example["branch"]])
    facts = Facts.of(example["facts"], branches, QUARTER)

    by_columns = score(default_scheme(), branches, facts, quarter=QUARTER)

    assert by_columns.row(0) == total_of(default_scheme(), example["facts"], example["branch"]).row(
        0
    )


def test_an_unranked_branch_is_scored_without_a_rank():
    example = read("golden_examples.json")[0]
    new = {**example["branch"], "code": "new", "ranked": False}
    facts = [{**f, "branch": code} for code in ("E1", "new") for f in example["facts"]]

    rows = list(score(default_scheme(), [example["branch"], new], facts, quarter=QUARTER).rows())

    assert [row["rank"] for row in rows] == [1, None]
    assert rows[0]["total"] == rows[1]["total"]
    assert not rows[0]["tied"]
