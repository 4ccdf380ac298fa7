"""Quarters and months as values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches.basics import quarters

pytestmark = pytest.mark.pure


def test_quarter_knows_its_months_and_days():
    quarter = quarters.parse("2024Q1")

    assert quarters.months_of(quarter) == ("2024-01", "2024-02", "2024-03")
    assert (quarter.first_day, quarter.last_day) == (date(2024, 1, 1), date(2024, 3, 31))
    assert quarter.months[1].last_day == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["2026q2", "2026Q5", "2026Q2 ", "26Q2", "", "２０２６Q2", "2026Q0"]
)
def test_other_writings_of_a_quarter_are_refused(text):
    with pytest.raises(ValueError, match="2026Q2"):
        quarters.parse(text)


@pytest.mark.parametrize("text", ["2026-5", "2026-13", "2026-00", "202605", "2026-05-01"])
def test_other_writings_of_a_month_are_refused(text):
    with pytest.raises(ValueError, match="2026-05"):
        quarters.parse_month(text)


def test_neighbours_cross_the_year():
    assert quarters.previous("2026Q1") == "2025Q4"
    assert quarters.next_("2025Q4") == "2026Q1"
    assert str(quarters.parse_month("2025-12").next) == "2026-01"


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(9997, 12, 31)))
def test_every_day_lies_in_its_quarter(day):
    quarter = quarters.quarter_of(day)

    assert quarter.first_day <= day <= quarter.last_day
    assert day in quarter
    assert quarters.parse(str(quarter)) == quarter
    assert quarter.next.previous == quarter
    assert quarters.month_of(day).quarter == quarter


def test_quarters_sort_by_time():
    assert quarters.parse("2025Q4") < quarters.parse("2026Q1") <= quarters.parse("2026Q1")
