"""At the edges: numbers that leave int64, minus signs, groups of two or three."""

from fractions import Fraction

import pytest

from scoring.engine import explain
from scoring.engine.exact import LARGEST, hundredths_text
from tests.scoring.engine.cases import BRANCH, QUARTER, one_rule_scheme

pytestmark = pytest.mark.pure
FINE = "0.9999999999"  # a line of ten places: ten-thousandths times it leave int64 early


def cell(rule, **facts):
    rows = [
        {"branch": "b", "month": "2026-05", "indicator": "X", "part": "", "key": key, "value": value}
        for key, value in facts.items()
    ]
    return explain(one_rule_scheme(rule), BRANCH, rows, quarter=QUARTER)["cells"][0]


def bands(*lines):
    return {
        "type": "tiered", "when_missing": "zero", "else_points": 0,
        "bands": [{"gte": line, "points": 5 - place} for place, line in enumerate(lines)],
    }  # fmt: skip


@pytest.mark.parametrize("short", [0, 1])
def test_a_fine_line_is_exact_for_the_largest_numbers(short):
    den = LARGEST - 1
    num = den - short

    reached = Fraction(num, den) >= Fraction(FINE)
    assert reached is (short == 0)  # 1 - 1e-9 lies below the line by less than a double can tell after a product
    assert cell(bands(FINE, "0.5"), num=num, den=den)["points"] == ("5.00" if reached else "4.00")


def test_a_fine_line_is_exact_for_a_measured_rate():
    assert cell(bands("99999.9999999999"), value=LARGEST - 1)["points"] == "5.00"
    assert cell(bands("99999.9999999999"), value="99999.9999")["points"] == "0.00"


@pytest.mark.parametrize(("num", "tier", "points"), [(3, 1, "5.00"), (2, 2, "3.00"), (1, None, "0.00")])
def test_a_small_group_is_told_by_heads(num, tier, points):
    rule = bands("0.95", "0.9") | {"small_group": {
        "denominator_lte": 3, "else_points": 0,
        "misses": [{"lte": 0, "points": 5}, {"lte": 1, "points": 3}],
    }}  # fmt: skip

    told = cell(rule, num=num, den=3)

    assert told["points"] == points
    assert (told["reason"]["values"]["small_group"], told["reason"]["values"]["tier"]) == (True, tier)


@pytest.mark.parametrize(
    ("value", "text"), [(None, None), (0, "0.00"), (-1, "-0.01"), (-356, "-3.56"), (356, "3.56"), (-10000, "-100.00")]
)
def test_hundredths_are_printed_with_their_sign(value, text):
    assert hundredths_text(value) == text
