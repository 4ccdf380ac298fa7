"""The board and the trail in a real browser: no complaint, no barrier, no sideways scrolling."""

import unicodedata

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from branches.access.roles import Role
from tests import make, make_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bureau(transactional_db):
    """A bureau with two published quarters."""
    branches = make_edition.bureau(33)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    return branches


@pytest.fixture
def secretary(bureau):
    """The secretary of the fifth station."""
    return make.user("zhang", role=Role.SECRETARY, at=bureau[4])


@pytest.fixture
def leader(bureau):
    """A leader."""
    return make.user("lead", role=Role.VIEWER)


PAGES = ["/board/2026Q2/", "/board/2026Q2/z005/", "/board/2026Q2/?view=heat", "/"]


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_barrier_and_no_complaint(look, axe, secretary, address, width):
    seen = look(secretary, address, width=width)
    assert seen.status == 200
    assert axe(seen.page) == []
    assert seen.complaints == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", PAGES[:2])
def test_night_has_no_barrier(look, axe, leader, address):
    seen = look(leader, address, theme="dark")
    assert axe(seen.page) == [] and seen.complaints == []


def test_a_row_opens_in_place_by_keyboard_without_script(look, leader):
    page = look(leader, "/board/2026Q2/", script=False).page
    row = page.locator(".rows summary").nth(2)
    row.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**open=*")
    expect(page.locator(".rows details[open] .inset")).to_have_count(1)
    expect(page.locator(".rows details[open] .inset li").nth(25)).to_be_visible()


def test_a_row_opens_in_place_and_the_address_keeps_it(look, axe, leader):
    seen = look(leader, "/board/2026Q2/?group=A")
    page = seen.page
    for place in (1, 3):
        page.locator(".rows summary").nth(place).click()
        page.locator(".rows > li").nth(place).locator(".inset").wait_for()
    expect(page.locator(".rows .inset")).to_have_count(2)
    assert axe(page) == [] and seen.complaints == []
    kept = page.url
    assert "group=A" in kept and len(kept.split(",")) == 2
    page.goto(kept)
    expect(page.locator(".rows details[open] .inset")).to_have_count(2)
    page.locator(".rows details[open] summary").first.click()
    page.wait_for_function("!location.search.includes(',')")
    page.locator(".rows details[open] .inset a").nth(7).click()
    page.wait_for_url("**/board/2026Q2/z*/#*")


def test_every_indicator_leads_to_rule_and_arithmetic_in_two_clicks(look, secretary):
    page = look(secretary, "/board/2026Q2/z005/").page
    for summary in page.locator(".ind > summary").all():
        summary.click()
    opened = page.locator(".ind[open] .det")
    expect(opened).to_have_count(page.locator(".ind").count())
    expect(opened.filter(has_not_text="规则")).to_have_count(0)


def test_theme_and_language_are_switched_without_script(look, leader):
    page = look(leader, "/board/2026Q2/", script=False).page
    page.get_by_role("button", name="夜间").first.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("Party-building quality index")


def test_the_menu_folds_on_a_phone_and_opens(look, leader):
    page = look(leader, "/board/2026Q2/", width=360).page
    nav = page.locator("#main-nav")
    expect(nav).to_be_hidden()
    page.get_by_role("button", name="菜单").click()
    expect(nav).to_be_visible()


def test_print_keeps_rows_and_drops_navigation(look, leader):
    page = look(leader, "/board/2026Q2/").page
    page.emulate_media(media="print")
    expect(page.locator("#main-nav")).to_be_hidden()
    expect(page.locator(".rows summary").first).to_be_visible()
    pattern = page.locator(".cell-fill[data-order='2']").first.evaluate("e => getComputedStyle(e).backgroundImage")
    assert "repeating-linear-gradient" in pattern


def test_every_printed_sheet_names_edition_seal_and_legend(look, leader, tmp_path):
    """On A4 and A3, of the board, its heat map and a branch; the column heads come again too."""
    for address, sizes in (("/board/2026Q2/", ("A4", "A3")), ("/board/2026Q2/?view=heat", ("A4",)), ("/board/2026Q2/z005/", ("A4",))):
        page = look(leader, address).page
        seal = page.locator(".running-line span").last.inner_text() or page.locator(".running-line span").last.text_content()
        for size in sizes:
            page.pdf(path=tmp_path / "sheet.pdf", format=size, landscape="z005" not in address, print_background=True)
            sheets = PdfReader(tmp_path / "sheet.pdf").pages
            texts = [unicodedata.normalize("NFKC", "".join(sheet.extract_text().split())) for sheet in sheets]
            wanted = [unicodedata.normalize("NFKC", "".join(text.split())) for text in (seal, "红优秀①", "灰后进⑤", "第二季度")]
            assert len(texts) >= 1 and all(part in text for text in texts for part in wanted), (address, size, wanted)
            if address == "/board/2026Q2/":
                assert len(texts) > 1 and all("较上季" in text for text in texts)


def test_charts_say_what_their_tables_say_and_lead_nowhere_else(look, axe, leader):
    seen = look(leader, "/board/2026Q2/z005/")
    page = seen.page
    page.locator(".chart.is-radar svg").wait_for()
    for kind in ("radar", "trend"):
        drawn = "".join(page.locator(f".chart.is-{kind} svg text").all_text_contents())
        rows = page.locator(f"table[data-chart={kind}] tbody tr")
        for row in rows.all():
            value = row.locator("td").first.text_content()
            assert (value if kind == "radar" else f"{float(value):.1f}") in drawn, (kind, value, drawn)
    box = page.locator(".chart.is-trend").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 80)
    assert seen.complaints == [] and axe(page) == []
    page.emulate_media(media="print")
    expect(page.locator("svg.radar")).to_be_visible()
    expect(page.locator(".chart.is-radar")).to_be_hidden()


def test_the_drawings_stay_without_script(look, leader):
    page = look(leader, "/board/2026Q2/z005/", script=False).page
    expect(page.locator("svg.radar")).to_be_visible()
    expect(page.locator("svg.trend")).to_be_visible()


def test_a_link_to_an_indicator_opens_it(look, leader):
    page = look(leader, "/board/2026Q2/z005/#B4").page
    expect(page.locator("#B4[open] .sums")).to_be_visible()
    page.locator(".losses a").first.click()
    page.wait_for_function("document.querySelector('details' + location.hash).open")


@pytest.mark.parametrize("address", ["/board/2026Q2/compare/?one=z001&other=z005", "/board/2026Q2/?view=flags"])
@pytest.mark.parametrize("width", [360, 1440])
def test_other_views_have_no_barrier(look, axe, leader, address, width):
    seen = look(leader, address, width=width)
    assert seen.status == 200 and axe(seen.page) == [] and seen.complaints == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_screen_is_filled(look, leader):
    for width in (2560, 3840):
        page = look(leader, "/board/2026Q2/", width=width).page
        box = page.locator(".board").bounding_box()
        assert box["width"] > width * 0.68 and page.evaluate("document.documentElement.scrollWidth") <= width
