"""The seven worked examples of the domain, in every figure."""

import pytest

from scoring.engine import explain, score, trail
from tests.scoring.engine.cases import default_scheme, money, read

pytestmark = pytest.mark.pure
EXAMPLES = read("golden_examples.json")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["code"])
def test_worked_example(example):
    book = score(
        default_scheme(),
        [example["branch"]],
        example["facts"],
        example["events"],
        quarter=example["quarter"],
    )

    row, expected = book.row(0), example["expected"]

    assert row["indicator_points"] == {c: money(v) for c, v in expected["indicator_points"].items()}
    assert row["indices"] == {c: money(v) for c, v in expected["indices"].items()}
    for name in ("base_total", "bonus", "penalty", "total"):
        assert row[name] == money(expected[name]), name
    assert row["colour"] == expected["colour"]
    assert row["caps_held"] == expected["caps_held"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["code"])
def test_the_trail_tells_the_same_figures(example):
    told = explain(
        default_scheme(),
        example["branch"],
        example["facts"],
        example["events"],
        quarter=example["quarter"],
    )
    expected = example["expected"]

    points = {cell["indicator"]: cell["points"] for cell in told["cells"]}
    assert {c: points[c] for c in expected["indicator_points"]} == {
        c: money(v) for c, v in expected["indicator_points"].items()
    }
    assert {row["index"]: row["score"] for row in told["indices"]} == {
        c: money(v) for c, v in expected["indices"].items()
    }
    assert told["sums"]["total"] == money(expected["total"])
    assert [cap["code"] for cap in told["caps"] if cap["held"]] == expected["caps_held"]
    colour = told["caps"][-1]["to"]
    assert colour == expected["colour"]


def test_the_trail_of_one_in_a_book_is_the_trail_of_it_alone():
    here = [example for example in EXAMPLES if example["quarter"] == "2026Q2"]
    facts = [{**fact, "branch": e["code"]} for e in here for fact in e["facts"]]
    events = [event for e in here for event in e["events"]]
    book = score(default_scheme(), [e["branch"] for e in here], facts, events, quarter="2026Q2")

    for position, example in enumerate(here):
        alone = explain(
            default_scheme(),
            example["branch"],
            example["facts"],
            example["events"],
            quarter="2026Q2",
        )

        assert trail(book, position) == alone
