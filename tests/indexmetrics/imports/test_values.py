"""Cells as values: exactly, visibly, or not at all."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from branches.tables.reader import encode, read_csv, read_xlsx
from indexmetrics.imports import values
from indexmetrics.imports.values import CellFault

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("raw", "value", "changed"), [
    ("n3", "3", False), ("n0.3", "0.3", False), ("t18", "18", False), ("t１８", "18", True), ("t1,234.5", "1234.5", True),
    ("t85%", "0.85", True), ("t ８５．５％ ", "0.855", True), ("t−2", "-2", True), ("t.5", "0.5", False), ("n1e+20", "1E+20", False),
])
def test_numbers(raw, value, changed):
    assert values.number(raw) == (Decimal(value), changed)


@pytest.mark.parametrize("raw", [
    "t十八", "t1 234", "t1,23", "t12人", "b1", "d2026-05-18", "tNaN", "tInfinity", "t1e5", "t--1", "t1.2.3", "t0x1F", "t٣" + "x"])
def test_no_numbers(raw):
    with pytest.raises(CellFault):
        values.number(raw)


def test_sixteen_digits_are_refused():
    assert values.number("t123456789012345")[0] == 123456789012345
    with pytest.raises(CellFault, match="digits"):
        values.number("t1234567890123456")


def test_the_famous_sum_is_exact():
    assert encode(0.1 + 0.2) == "n0.3" and values.number(encode(0.1 + 0.2))[0] == Decimal("0.3")


@given(st.decimals(min_value=-10**9, max_value=10**9, places=4, allow_nan=False, allow_infinity=False))
def test_every_number_of_the_register_survives_a_workbook(number):
    """What a float of a cell holds to 15 digits is the number that was typed."""
    if len(str(abs(number)).replace(".", "").lstrip("0")) <= 15:
        assert values.number(encode(float(number)))[0] == number


@pytest.mark.parametrize("raw", [
    "d2026-05-18", "d2026-05-18T00:00:00", "t2026-05-18", "t2026/5/18", "t2026.5.18", "t2026年5月18日", "t２０２６-０５-１８"])
def test_days(raw):
    assert values.day(raw)[0] == date(2026, 5, 18)


@pytest.mark.parametrize("raw", ["d2026-05-18T10:30:00", "n46160", "t18.05.2026", "t2026-02-30", "t5月18日", "b0", "d10:00:00", "t"])
def test_no_days(raw):
    with pytest.raises(CellFault):
        values.day(raw)


@pytest.mark.parametrize("raw", ["t2026-05", "t2026年5月", "t2026/5", "d2026-05-01"])
def test_months(raw):
    assert values.month(raw)[0] == "2026-05"


@pytest.mark.parametrize("raw", ["t2026-13", "t5月", "n5"])
def test_no_months(raw):
    with pytest.raises(CellFault):
        values.month(raw)


@pytest.mark.parametrize(("raw", "value"), [("t是", True), ("tYES", True), ("n1", True), ("b0", False), ("t否", False), ("t√", True)])
def test_flags(raw, value):
    assert values.flag(raw)[0] is value


def test_text_loses_control_characters_and_keeps_its_length():
    assert values.text("ta\u202eb\x07c", 10) == ("abc", True)
    assert values.text("n12", 10) == ("12", False)
    with pytest.raises(CellFault):
        values.text("t" + "长" * 11, 10)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_both_calendars_of_excel(epoch):
    book = Workbook()
    if epoch:
        book.epoch = epoch
    book.active.append([date(2026, 5, 18), datetime(2026, 5, 18, 10, 30)])
    out = BytesIO()
    book.save(out)

    assert read_xlsx(out.getvalue())["sheets"][0]["rows"] == [["d2026-05-18", "d2026-05-18T10:30:00"]]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_of_every_program(coding, mark):
    text = f"代码{mark}名称\r\npcs-2{mark}\"第一, 二\"\r\n"

    rows = read_csv(text.encode(coding))["sheets"][0]["rows"]

    assert rows == [["t代码", "t名称"], ["tpcs-2", "t第一, 二"]]
