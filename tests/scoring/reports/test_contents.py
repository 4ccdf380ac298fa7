"""Every figure of the edition stands in the workbook, as a number, in both readers' eyes."""

import json
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.scoring.reports.fixture import cards, report, scheme
from tests.scoring.reports.reading import formulas, found, rows_between, values, written

SHEETS = ["汇总表", "分类排名", "指标明细", "支部得分单", "加扣分和否决", "五色分布", "整改清单", "报送情况", "复核情况", "说明"]
COUNT = 33


@pytest.fixture(scope="module")
def made():
    """A report and its workbook."""
    given = report(COUNT)
    return given, written(given)


@pytest.fixture(scope="module")
def book(made):
    """The workbook as read by openpyxl, with cached values."""
    return values(made[1])


def exact(value) -> str:
    """A cell's number as printed; floats of two places come back exactly."""
    return f"{Decimal(repr(value)):.2f}" if isinstance(value, float | int) else value


def row_of(sheet, name: str) -> list:
    """The first row with that branch in its second column."""
    return next(list(row) for row in sheet.iter_rows(values_only=True) if row[1] == name)


def test_ten_sheets_in_their_order(book):
    assert book.sheetnames == SHEETS


def test_titles_name_bureau_and_quarter(book):
    for name in SHEETS[:3] + SHEETS[4:9]:
        assert book[name]["A1"].value.startswith("舟山市公安局普陀区分局2026年第二季度"), name


def test_summary_has_every_figure(made, book):
    sheet = book["汇总表"]
    for line in made[0].lines:
        row = row_of(sheet, line.name)
        assert [exact(v) for v in row[4:9]] == [one or "/" for one in line.indices]
        penalty = f"-{line.penalty}" if line.penalty != "0.00" else line.penalty
        assert [exact(v) for v in row[9:13]] == [line.base_total, line.bonus, penalty, line.total]
        assert row[13] == made[0].colour_word(line.colour)
        assert row[14] == ("/" if line.rank is None else line.rank)
        assert row[15] == (made[0].colour_word(line.previous_colour) or "/")
        assert row[16] == "/" if line.change is None else exact(row[16]) == f"{Decimal(line.change):.2f}"
        assert row[3] == line.secretary


def test_summary_means_are_those_of_the_sealed_figures(made, book):
    totals = [Decimal(line.total) for line in made[0].groups["A"]]
    row = row_of(book["汇总表"], f"A类小计（{len(totals)}个支部平均）")

    assert exact(row[12]) == str((sum(totals) / len(totals)).quantize(Decimal("0.01"), "ROUND_HALF_UP"))


def test_serial_numbers_run_through(book):
    serials = [row[0] for row in book["汇总表"].iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]

    assert serials == list(range(1, COUNT + 1))


def test_ranking_is_in_order_of_rank(made, book):
    sheet = book["分类排名"]
    names = [row[1] for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] and row[3] is not None]
    wanted = [
        line.name for lines in made[0].groups.values()
        for line in sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, -Decimal(line.total), line.key))
    ]

    assert names == wanted


def test_details_have_every_point(made, book):
    sheet = book["指标明细"]
    codes = [i["code"] for index in scheme()["indices"] for i in index["indicators"]]
    heads = rows_between(sheet, 4, 4)[0]
    columns = {code: n for n, head in enumerate(heads) for code in codes if head and head.startswith(f"{code}\n")}
    assert list(columns) == codes
    for text, _trail in cards(COUNT):
        row = json.loads(text)
        cells = row_of(sheet, row["name"])
        for code in codes:
            assert exact(cells[columns[code]]) == (row["indicator_points"].get(code) or "/"), (row["name"], code)


def test_score_sheets_have_every_cell_of_the_trail(made, book):
    sheet = book["支部得分单"]
    at, names = 1, {code: row.body["name_zh"] for code, row in made[0].outline.indicators.items()}
    order = {line.branch: n for n, line in enumerate(made[0].in_order)}
    texts = sorted(cards(COUNT), key=lambda pair: order[json.loads(pair[0])["branch"]])
    for row_text, trail_text in texts:
        row, trail = json.loads(row_text), json.loads(trail_text)
        assert row["name"] in sheet.cell(at + 1, 1).value
        at += 3
        for index in made[0].outline.indices:
            for cell in (one for one in trail["cells"] if one["index"] == index):
                shown = [exact(sheet.cell(at, n).value) for n in (2, 3, 5)]
                applies = cell["points"] is not None
                assert shown == [
                    f"{cell['indicator']} {names[cell['indicator']]}", cell["max"] if applies else "/", cell["points"] or "/"]
                assert sheet.cell(at, 4).value == (None if applies else "/")
                assert bool(sheet.cell(at, 6).value) == (not applies or cell["loss"] != "0.00")
                at += 1
            score = next(one for one in trail["indices"] if one["index"] == index)
            assert exact(sheet.cell(at, 5).value) == score["points"]
            assert exact(sheet.cell(at, 7).value) == (score["score"] or "/")
            at += 1
        less = row["penalty"] if row["penalty"] == "0.00" else f"-{row['penalty']}"
        assert [exact(sheet.cell(at + n, 5).value) for n in range(4)] == [row["base_total"], row["bonus"], less, row["total"]]
        assert sheet.cell(at + 3, 7).value == made[0].colour_word(row["colour"])
        at += 5


def test_verdicts_are_all_there(made, book):
    given = [event for _line, events in made[0].events(made[0].lines) for event in events]
    rows = [row for row in book["加扣分和否决"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]

    assert len(rows) == len(given) > 10
    first = next(row for row in rows if row[2] == "加分")
    assert first[6] == datetime(2026, 5, 11)
    assert first[7] == 1
    assert {row[7] for row in rows if row[2] == "否决"} == {"/"}
    assert {row[7] for row in rows if row[2] == "扣分"} == {-0.5}


def test_colours_count_the_branches(made, book):
    sheet = book["五色分布"]
    row, _column = found(sheet, "红")
    wide = len(made[0].groups)
    counts = [sheet.cell(row + n, 3 + wide).value for n in range(5)]

    assert counts == list(made[0].header["counts"].values())
    assert sheet.cell(row + 5, 3 + wide).value == COUNT


def test_trend_has_the_earlier_totals(made, book):
    sheet = book["五色分布"]
    top, column = found(sheet, "2025年第四季度")
    for row in rows_between(sheet, top + 1, sheet.max_row):
        line = next((line for line in made[0].lines if line.name == row[1]), None)
        if line:
            shown = [exact(value) for value in row[column - 1:column + 2]]
            assert shown == [*(made[0].history[code].get(line.branch, "/") for code in ("2025Q4", "2026Q1")), line.total]


def test_later_matters_say_as_of_when(book):
    for name in ("整改清单", "报送情况", "复核情况"):
        texts = [cell.value for row in book[name].iter_rows() for cell in row if isinstance(cell.value, str)]
        assert any("2026-08-20 10:30" in text for text in texts), name


def test_rectification_has_real_dates(made, book):
    rows = [row for row in book["整改清单"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]

    assert [row[1] for row in rows] == [notice.branch for notice in made[0].rectified]
    assert [row[7].date() for row in rows] == [notice.due for notice in made[0].rectified]
    assert [row[9].date() if row[9] else None for row in rows] == [notice.closed_on for notice in made[0].rectified]


def test_notes_name_seal_edition_time_and_scheme(made, book):
    pairs = {row[1]: row[2] for row in book["说明"].iter_rows(min_row=4, values_only=True)}

    assert pairs["数据指纹（SHA-256）"] == made[0].header["seal"]
    assert pairs["版次"] == "第2版"
    assert pairs["公布时间和公布人"] == "2026-08-07T09:00:00+08:00 政治处张明"
    assert "第1版" in pairs["考评办法"]
    assert pairs["审计链首"] == "f0" * 32


def test_properties_name_them_too(made, book):
    own = {prop.name: prop.value for prop in book.custom_doc_props.props}

    assert own["seal"] == made[0].header["seal"]
    assert own["edition"] == "2"
    assert own["published_at"].endswith("+08:00")
    assert book.properties.creator == "政治处张明"
    assert book.properties.modified == datetime(2026, 8, 7, 1, 0)


def test_calamine_reads_the_same(made, book):
    other = CalamineWorkbook.from_filelike(BytesIO(made[1]))
    assert other.sheet_names == SHEETS
    for name in SHEETS:
        ours = {(c.row, c.column): c.value for row in book[name].iter_rows() for c in row if c.value not in (None, "")}
        sheet = other.get_sheet_by_name(name)
        start = sheet.start or (0, 0)
        theirs = {
            (start[0] + r + 1, start[1] + c + 1): value
            for r, row in enumerate(sheet.to_python()) for c, value in enumerate(row) if value != ""
        }
        assert {key: _plain(value) for key, value in theirs.items()} == {key: _plain(value) for key, value in ours.items()}


def _plain(value):
    if isinstance(value, int | float):
        return round(float(value), 6)
    return value.date() if isinstance(value, datetime) else value


def test_every_check_agrees_and_every_sum_is_a_formula(made, book):
    living = formulas(made[1])
    checks = 0
    for sheet in living:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cached = book[sheet.title][cell.coordinate].value
                    assert cached is not None, (sheet.title, cell.coordinate)
                    if '"相符"' in cell.value:
                        checks += 1
                        assert cached == "相符"
    assert checks > COUNT * 8
    assert living["汇总表"]["J5"].value == "=ROUND(SUM(E5:I5),2)"


def test_only_plain_functions(made):
    import re

    used = set()
    for sheet in formulas(made[1]):
        for row in sheet.iter_rows():
            used |= {name for cell in row if cell.data_type == "f" for name in re.findall(r"([A-Z]+)\(", cell.value)}

    assert used <= {"SUM", "ROUND", "IF", "ABS"}
