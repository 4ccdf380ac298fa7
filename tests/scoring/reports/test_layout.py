"""Paper, panes, merges, fills: what an official table must have, and what it must not."""

import re
import zipfile
from io import BytesIO

import pytest

from tests.scoring.reports.fixture import report
from tests.scoring.reports.reading import formulas, found, written

HEADS = {"汇总表": 4, "分类排名": 3, "指标明细": 4, "加扣分和否决": 3, "整改清单": 3, "报送情况": 4, "复核情况": 3}


@pytest.fixture(scope="module")
def data():
    """A workbook of thirty-three branches."""
    return written(report(33))


@pytest.fixture(scope="module")
def book(data):
    """The same, read by openpyxl."""
    return formulas(data)


@pytest.mark.parametrize("name", HEADS)
def test_heads_are_repeated_and_frozen(book, name):
    last = HEADS[name]

    assert book[name].print_title_rows == f"$3:${last}"
    assert book[name].freeze_panes == f"C{last + 1}"


def test_paper(book):
    for sheet in book:
        assert sheet.page_setup.paperSize == (8 if sheet.title == "指标明细" else 9), sheet.title
        if sheet.title == "支部得分单":
            # Excel ignores page breaks where it fits pages by itself.
            assert not sheet.sheet_properties.pageSetUpPr.fitToPage
            assert 70 <= sheet.page_setup.scale <= 85
        else:
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_options.horizontalCentered
        assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    portrait = {sheet.title for sheet in book if sheet.page_setup.orientation == "portrait"}
    assert portrait == {"支部得分单", "报送情况", "说明"}


def test_each_branch_has_its_own_page(book):
    sheet = book["支部得分单"]
    breaks = [one.id for one in sheet.row_breaks.brk]

    assert len(breaks) == 32
    assert all("支部得分单" in sheet.cell(row + 1, 1).value for row in breaks)


def test_data_is_never_merged(book):
    """Sorting and filtering break on merged data: only title, heads, bands and the foot are merged."""
    for sheet in book:
        last_head = HEADS.get(sheet.title, 3)
        for area in sheet.merged_cells.ranges:
            first = sheet.cell(area.min_row, 1).value
            assert area.min_row <= last_head or not isinstance(first, int | float), (sheet.title, area)
            assert area.min_row <= last_head or area.min_row == area.max_row


def test_colour_cells_have_fill_and_word(book):
    sheet = book["汇总表"]
    words = {"红": "FFC8102E", "橙": "FFF28C28", "黄": "FFF2C500", "蓝": "FF1F5FA8", "灰": "FF5F6366"}
    seen = set()
    for row in sheet.iter_rows(min_row=5, min_col=14, max_col=14):
        if row[0].value in words:
            assert row[0].fill.fill_type == "solid"
            assert row[0].fill.fgColor.rgb == words[row[0].value]
            seen.add(row[0].value)
    assert seen == set(words)


def test_faces_of_official_papers(book):
    sheet = book["汇总表"]

    assert (sheet["A1"].font.name, sheet["A1"].font.sz) == ("方正小标宋简体", 22)
    assert (sheet["A3"].font.name, sheet["A3"].font.sz) == ("黑体", 12)
    assert sheet["B5"].font.name == "仿宋_GB2312"
    assert sheet["B5"].border.left.style == sheet["B5"].border.bottom.style == "thin"


def test_number_formats(book):
    sheet = book["汇总表"]

    assert sheet["E5"].number_format == sheet["M5"].number_format == "0.00"
    assert sheet["L5"].number_format.startswith("-0.00")
    row, column = found(book["加扣分和否决"], "日期")
    assert book["加扣分和否决"].cell(row + 1, column).number_format == 'yyyy"年"m"月"d"日"'


def test_signatures_and_free_room_for_the_seal(book):
    for name in HEADS:
        sheet = book[name]
        last = sheet.max_row
        assert sheet.cell(last, 1).value.startswith("单位负责人（签字）")
        assert sheet.row_dimensions[last].height >= 113
        texts = [cell.value for cell in sheet[last] if cell.value]
        assert texts[1] == "舟山市公安局普陀区分局\n\n2026年8月7日"


def test_charts_draw_the_colours_and_the_trend(book):
    bars, lines = book["五色分布"]._charts

    assert [point.graphicalProperties.solidFill.srgbClr for point in bars.series[0].dPt] == [
        "C8102E", "F28C28", "F2C500", "1F5FA8", "5F6366"]
    row, _column = found(book["五色分布"], "红")
    assert bars.series[0].val.numRef.f == f"'五色分布'!$H${row}:$H${row + 4}"
    assert len(lines.series) == 5


def test_nothing_that_breaks_in_other_programs(data):
    archive = zipfile.ZipFile(BytesIO(data))
    names = archive.namelist()
    assert not [name for name in names if re.search(r"vba|externalLink|connections|pivot|activeX|embeddings|table", name)]
    for name in names:
        if name.startswith("xl/worksheets/sheet"):
            text = archive.read(name).decode()
            for part in ("<conditionalFormatting", "<hyperlink", "<dataValidation", "extLst", 't="array"', "cm="):
                assert part not in text, (name, part)


def test_every_row_and_cell_names_its_place(data):
    text = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()

    assert not re.search(r"<row(?! r=|Breaks)|<c(?! r=)[ >]", text)


def test_draft_says_so_everywhere():
    made = formulas(written(report(12, is_final=False, header={"published_at": None, "edition": None})))
    for sheet in made:
        assert "（征求意见稿）" in sheet["A1"].value, sheet.title
        assert sheet["A2"].value == "征求意见稿　未定稿"
        assert sheet["A2"].font.color.rgb == "FF808080"
        assert sheet.oddHeader.right.text == "征求意见稿　未定稿"
    assert made["汇总表"].print_title_rows == "$4:$5"
    assert made["汇总表"].freeze_panes == "C6"
    row, _column = found(made["五色分布"], "红")
    assert made["五色分布"]._charts[0].series[0].val.numRef.f == f"'五色分布'!$H${row}:$H${row + 4}"


def test_same_report_same_bytes():
    assert written(report(12)) == written(report(12))


def test_language_of_the_visitor_does_not_matter():
    from django.utils import translation

    chinese = written(report(3))
    with translation.override("en"):
        assert written(report(3)) == chinese


def test_large_bureaus_get_several_score_sheets():
    """A sheet takes 1,026 page breaks at most."""
    from scoring.reports.sheets import scoresheets

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoresheets, "MOST", 5)
        book = formulas(written(report(12)))

    assert [name for name in book.sheetnames if name.startswith("支部得分单")] == ["支部得分单", "支部得分单 (2)", "支部得分单 (3)"]
    assert [len(book[name].row_breaks.brk) for name in ("支部得分单", "支部得分单 (3)")] == [4, 1]


def test_no_branches_still_give_a_workbook():
    book = formulas(written(report(texts=[])))

    assert len(book.sheetnames) == 10
    assert book["支部得分单"]["A1"].value
