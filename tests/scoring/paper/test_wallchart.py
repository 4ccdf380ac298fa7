"""The wall chart as a PDF: one sheet of the asked size, its letters inside, the page's content, no persons."""

import re
import unicodedata
from collections import Counter
from html import unescape
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from branches.access.roles import Role
from branches.org.models import Branch
from scoring.boards.chart import chart_of
from scoring.boards.queries import board_for
from tests import make, make_edition

pytestmark = pytest.mark.once  # a sheet says the same from every database
LONG_SIDE = {"A4": 297, "A3": 420, "A2": 594, "A1": 841, "A0": 1189}
ADDRESS = "/board/2026Q2/wallchart.pdf"


@pytest.fixture(scope="module")
def board(stands):
    """A published board of 33 branches."""
    make_edition.bureau(33)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")


@pytest.fixture
def leader(db, board):
    """A leader who reads it."""
    return make.user("leader", role=Role.VIEWER)


@pytest.fixture
def sheet(leader, client):
    """`sheet(size)` reads the PDF of that size."""
    client.force_login(leader)

    def read(size: str = "A3") -> PdfReader:
        answer = client.get(ADDRESS, {"size": size})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        return PdfReader(BytesIO(answer.content))

    return read


def text_of(reader: PdfReader) -> str:
    """The words of the only page, without blanks."""
    return "".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize("size", LONG_SIDE)
def test_it_is_one_landscape_sheet_of_the_asked_size(sheet, size):
    reader = sheet(size)
    width, height = (float(side) / 72 * 25.4 for side in reader.pages[0].mediabox[2:])
    assert len(reader.pages) == 1
    assert width == pytest.approx(LONG_SIDE[size], abs=0.5)
    assert height == pytest.approx(LONG_SIDE[size] / 2**0.5, rel=0.002)


def test_every_letter_is_embedded_as_truetype(sheet):
    fonts = sheet().pages[0]["/Resources"]["/Font"]
    names = set()
    for reference in fonts.values():
        font = reference.get_object()
        assert font["/Subtype"] == "/TrueType", font["/BaseFont"]
        assert len(font["/FontDescriptor"]["/FontFile2"].get_data()) > 1000
        names.add(font["/BaseFont"].split("+")[1].split("-")[0])
    assert names == {"WusetuSerif", "WusetuSans"}


def test_no_letter_is_a_box_on_this_sheet_and_on_the_next(leader, client):
    """Sheets with other letters, one after the other in one process: each has every letter it prints."""
    client.force_login(leader)
    Branch.objects.filter(code="z001").update(short_name="鲎蛏礁屿")
    make_edition.published("2026Q3")
    for quarter in ("2026Q1", "2026Q3", "2026Q2"):
        page = PdfReader(BytesIO(client.get(f"/board/{quarter}/wallchart.pdf").content)).pages[0]
        assert ("鲎蛏礁屿" in page.extract_text()) is (quarter == "2026Q3")
        for reference in page["/Resources"]["/Font"].values():
            glyphs = TTFont(BytesIO(reference.get_object()["/FontDescriptor"]["/FontFile2"].get_data()))["glyf"]
            box = glyphs[glyphs.glyphOrder[0]]
            assert box.numberOfContours > 0
            boxes = [name for name in glyphs.glyphOrder[1:] if glyphs[name] == box]
            assert boxes == [], quarter


def test_it_says_what_the_page_says(sheet, client):
    words = text_of(sheet())
    board = board_for("2026Q2")
    page = client.get("/board/2026Q2/wallchart/").content.decode()
    chart = chart_of(board)
    cards = [card for band in chart["bands"] for group in band["groups"] for card in group["cards"]]
    assert len(cards) == 33
    for card in cards:
        assert card["short"] in words and card["total"] in words
        assert card["short"] in page and card["total"] in page
    for note in chart["notes"]:
        assert note["text"].replace(" ", "") in words and note["text"] in page
    for band in chart["bands"]:
        for text in (band["band"]["span"], band["band"]["label_zh"], chr(0x245F + band["band"]["order"])):
            assert text.replace(" ", "") in words
    for text in (board.seal_short, "第16次会议", "2026年第二季度", "盖章处", "渔都红警", "2026年7月24日"):
        assert text in words and text in page.replace(" ", "")


def letters_of(text: str) -> Counter:
    """How often each letter stands there; blanks and the kind of width do not count."""
    return Counter(unicodedata.normalize("NFKC", "".join(text.split())))


def test_both_makers_print_the_same_letters(sheet, client):
    """The page for the browser's printer and the server's PDF: letter for letter the same words and figures."""
    page = client.get("/board/2026Q2/wallchart/").content.decode()
    poster = page[page.index("<main"):page.index("</main>")]
    on_page, on_sheet = letters_of(unescape(re.sub(r"<[^>]+>", " ", poster))), letters_of(sheet().pages[0].extract_text())
    assert on_page == on_sheet, (on_page - on_sheet, on_sheet - on_page)


def test_no_person_and_no_reason_of_a_veto_is_on_it(sheet):
    words = text_of(sheet())
    board = board_for("2026Q2")
    for row in board.rows:
        assert not row["secretary"] or row["secretary"] not in words
    assert "督〔2026〕7号" not in words and "Z6" not in words
    assert "按否决条款" in words  # that there was one is told


def test_the_same_edition_gives_the_same_bytes_and_a_304(leader, client):
    client.force_login(leader)
    first = client.get(ADDRESS)
    assert client.get(ADDRESS).content == first.content
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(ADDRESS, {"size": "A4"})["ETag"] != first["ETag"]


@pytest.mark.parametrize("query", [{"size": "B4"}, {"edition": "7"}, {"edition": "x"}])
def test_what_does_not_exist_is_missing(leader, client, query):
    client.force_login(leader)
    assert client.get(ADDRESS, query).status_code == 404
