"""Coordinates of the small drawings: words do not run into each other."""

from decimal import Decimal
from itertools import pairwise

import pytest

from scoring.boards.drawing import ruler, spark, width

pytestmark = pytest.mark.pure
BANDS = [{"code": code, "min": low} for code, low in (("red", 90), ("orange", 80), ("yellow", 70), ("blue", 60), ("grey", 0))]
LETTER = 7  # a figure's width; words of a mark take about thirteen


def drawn(now, before, median) -> dict:
    return ruler(BANDS, {"now": Decimal(now), "before": before and Decimal(before), "median": Decimal(median)}, highest=Decimal(100))


@pytest.mark.parametrize("now", ["91.28", "99.50", "62.10", "84.00"])
@pytest.mark.parametrize(("before", "median"), [("90.66", "90.23"), ("90.23", "90.66"), ("97.63", "52.00"), (None, "90.00"), ("84", "84")])
def test_the_words_of_two_marks_turn_away_from_each_other(now, before, median):
    marks = drawn(now, before, median)["marks"]
    beside = sorted((marks[name] for name in ("before", "median") if name in marks), key=lambda mark: float(mark["x"]))
    spans = []
    for mark in beside:
        start = float(mark["x"]) - (13 * LETTER if mark["side"] == "end" else 0)
        spans.append((start, start + 13 * LETTER))
    assert all(one[1] <= other[0] for one, other in pairwise(spans)), spans
    assert all(start >= -2 * LETTER and end <= 976 + 2 * LETTER for start, end in spans)


def test_a_band_s_word_gives_way_to_a_mark_and_a_line_s_figure_to_the_total():
    red = drawn("92.26", "85.00", "86.00")["parts"][0]
    assert red["anchor"] == "end" and red["min"] == 90
    assert drawn("90.30", None, "86.00")["parts"][0]["min"] is None
    assert drawn("86.00", None, "83.00")["parts"][0]["anchor"] == "start"


def test_a_sparkline_ends_in_its_last_total_and_bars_keep_their_bounds():
    assert spark([90.0]) is None
    points, x, y = spark([80.0, 90.0])
    assert points.split()[-1] == f"{x},{y}" and float(y) < 12
    assert (width("12.50", Decimal(25)), width(None, Decimal(25)), width("30", Decimal(25)), width("1", Decimal(0))) == ("50.0", "0", "100.0", "0")
