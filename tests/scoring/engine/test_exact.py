"""What a fact may be: whole ten-thousandths exactly, or refused with the reason that a person reads."""

from decimal import Decimal

import numpy as np
import pytest

from scoring.engine.exact import BadValue, decimal_text, half_up, scaled

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("written", "whole"), [
    (0, 0), (7, 70_000), ("7", 70_000), (" 7.25 ", 72_500), ("+7", 70_000), (".5", 5_000), ("7.", 70_000), (0.1, 1_000),
    (Decimal("0.0001"), 1), ("0.00010", 1), ("-0", 0), (np.float64(0.95), 9_500), (np.int64(3), 30_000),
    (999_999_999, 9_999_999_990_000), ("999999999.9999", 9_999_999_999_999),
])
def test_a_number_is_kept_as_it_was_written(written, whole):
    assert scaled(written) == whole


@pytest.mark.parametrize(("written", "reason"), [
    ("", "not_a_number"), ("seven", "not_a_number"), ("1e3", "not_a_number"), ("１２", "not_a_number"), ("1,5", "not_a_number"),
    (None, "not_a_number"), (True, "not_a_number"), (np.bool_(False), "not_a_number"),
    ("nan", "not_finite"), ("-Infinity", "not_finite"), ("+inf", "not_finite"), (" INF ", "not_finite"),
    (float("nan"), "not_finite"), (Decimal("-Infinity"), "not_finite"),
    ("-0.0001", "negative"), (-1, "negative"), (Decimal(-2), "negative"),
    ("0.00001", "too_many_decimals"), (Decimal("1.00005"), "too_many_decimals"), (0.1 + 0.2, "too_many_decimals"),
    (10**9, "too_large"), ("1000000000", "too_large"), (Decimal("1e999999"), "too_large"), (1e300, "too_large"),
])
def test_what_is_no_exact_number_is_refused_with_its_reason(written, reason):
    with pytest.raises(BadValue) as refused:
        scaled(written)

    assert str(refused.value) == reason


@pytest.mark.parametrize(("whole", "text"), [(8_800, "0.88"), (10_000, "1"), (1, "0.0001"), (100_500, "10.05"), (0, "0")])
def test_ten_thousandths_are_printed_short(whole, text):
    assert decimal_text(whole) == text


@pytest.mark.parametrize(("num", "den", "rounded"), [(1, 2, 1), (1, 3, 0), (2, 3, 1), (5, 2, 3), (0, 7, 0), (7, 7, 1)])
def test_halves_go_up(num, den, rounded):
    assert half_up(num, den) == rounded
    assert half_up(np.array([num]), np.array([den])).tolist() == [rounded]
