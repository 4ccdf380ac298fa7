"""Figures of the big screen: means, most improved, pages of groups, columns."""

from decimal import Decimal

import pytest

from scoring.boards import drawing
from scoring.screens import sums

pytestmark = pytest.mark.pure


def rows(count: int) -> list[dict]:
    """That many rows."""
    return [{"branch": f"b{n}"} for n in range(count)]


def test_a_mean_leaves_out_what_does_not_apply():
    assert sums.mean([Decimal(1), None, Decimal(2)]) == Decimal("1.5")
    assert sums.mean([None]) is None


def test_only_who_rose_past_the_gap_is_praised_most_first():
    found = [{"change": change, "position": n} for n, change in enumerate(["+0.50", "+0.51", None, "-3.00", "+9.00", "+9.00"])]
    assert [row["position"] for row in sums.most_improved(found)] == [4, 5, 1]


@pytest.mark.parametrize(("sizes", "pages"), [
    ([16], [[8], [8]]),
    ([12, 1], [[12], [1]]),
    ([3, 2, 1], [[3, 2, 1]]),
    ([12, 9, 9, 2, 1], [[12], [9], [9], [2, 1]]),
    ([13, 2, 2], [[7], [6, 2, 2]]),
    ([9, 9, 2, 11], [[9], [9, 2], [11]]),
    ([1], [[1]]),
    ([28], [[10], [10], [8]]),
])  # fmt: skip
def test_groups_stand_apart_and_no_page_has_more_than_twelve_lines(sizes, pages):
    found = sums.pages_of_groups([(f"g{n}", rows(size)) for n, size in enumerate(sizes)])
    assert [[len(piece) for _code, piece in page] for page in found] == pages
    for page in found:
        assert sum(len(piece) for _code, piece in page) + len(page) - 1 <= sums.ROWS


def test_a_column_is_as_high_as_all_and_thin_parts_have_their_words_apart():
    parts = drawing.stacked([11, 15, 5, 1, 1], height=Decimal(480))
    assert sum(Decimal(part["height"]) for part in parts) == pytest.approx(Decimal(480), abs=Decimal("0.3"))
    assert [part["fits"] for part in parts] == [True, True, True, False, False]
    assert Decimal(parts[4]["middle"]) - Decimal(parts[3]["middle"]) >= drawing.LETTER


@pytest.mark.parametrize(("cards", "columns"), [(13, 4), (38, 6), (65, 8), (120, 11)])
def test_cards_keep_their_shape_on_one_page(cards, columns):
    assert sums.columns_for(cards) == columns
