"""Points of a request: the printed number, and nothing that only looks like one."""

from decimal import Decimal

import pytest

from scoring.appeals.points import points

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("text", "number"), [("4.00", Decimal("4.00")), ("-0.5", Decimal("-0.5")), ("0", Decimal(0)), ("12.34", Decimal("12.34"))])
def test_printed_points_are_a_number(text, number):
    assert points(text) == number


@pytest.mark.parametrize("text", ["", "NaN", "-inf", "Infinity", "1e999", "1e5", "1_000", "１２", "4.005", "4.", "4\n", "=1"])
def test_nothing_else_is(text):
    assert points(text) is None
