"""The big screen in a real browser: both sizes, page turns, the server away and back, days in fast time."""

import re

import pytest
from playwright.sync_api import expect

from scoring.boards.models import WallToken
from scoring.screens.actions import make_token, revoke, set_up
from scoring.screens.sums import ROWS
from tests import make_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = 60_000
NOON, MIDNIGHT = "2026-11-26T04:00:00Z", "2026-11-26T16:00:00Z"  # in Shanghai; by night the screen is dimmed
SIZES = [(1920, 1080), (3840, 2160)]
FITS = """() => {
    const room = document.querySelector("main").getBoundingClientRect();
    const page = document.querySelector("[data-page].is-shown");
    const cut = [...page.querySelectorAll(".name, .was, .fill")].filter((one) => one.scrollWidth > one.clientWidth + 1);
    return page.getBoundingClientRect().bottom <= room.bottom + 1 && cut.length === 0
        && document.documentElement.scrollWidth <= innerWidth + 4 && getComputedStyle(document.body).overflow === "hidden";
}"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".is-shown .name, .is-shown strong")]
    .map((one) => parseFloat(getComputedStyle(one).fontSize))) / innerHeight"""


@pytest.fixture
def secret(request, transactional_db):
    """An address to a board of 33 branches, with the quarter before."""
    make_edition.bureau(33)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    return make_token(label="大厅", by=None, **getattr(request, "param", {}))[1]


@pytest.fixture
def screen(browser, live_server, secret):
    """`screen(width, height)` opens the address with a clock that the test moves."""
    contexts = []

    def opened(width: int = 1920, height: int = 1080, moment: str = NOON, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.clock.install(time=moment)
        page.goto(f"{live_server.url}/wall/{secret}/")
        page.wait_for_selector(".is-shown")
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            page.wait_for_timeout(1000)  # answers under way end before their database goes
        context.close()


def shown(page) -> int:
    """Which page is shown."""
    return page.evaluate("[...document.querySelectorAll('[data-page]')].findIndex((one) => one.classList.contains('is-shown'))")


def count(page) -> int:
    """How many pages turn."""
    return page.locator("[data-page]").count()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_page_fits_and_is_read_at_five_metres(screen, axe, width, height):
    page = screen(width, height, reduced_motion="reduce")
    for place in range(count(page)):
        assert shown(page) == place
        assert page.evaluate(FITS), f"page {place}"
        if page.locator(".is-shown .name").count():
            assert page.evaluate(SMALLEST) >= 48 / 1080
            expect(page.locator(".is-shown .lines > li").nth(ROWS)).to_have_count(0)
        if width == SIZES[0][0]:
            assert axe(page) == []
        page.clock.run_for(20_000)
    assert shown(page) == 0
    assert page.complaints == []


@pytest.mark.parametrize("secret", [{"fit": "whole", "theme": "light", "pages": ["board"]}], indirect=True)
@pytest.mark.parametrize("moment", [NOON, MIDNIGHT])
def test_all_on_one_page_fits_too(screen, axe, moment):
    page = screen(reduced_motion="reduce", moment=moment)
    assert page.evaluate(FITS) and axe(page) == []
    expect(page.locator(".cards .fill")).to_have_count(33)


def test_it_is_dimmed_by_night_and_bright_by_day(screen):
    page = screen()
    seen = []
    for hour in (13, 23, 5, 7):  # in Shanghai
        page.clock.set_system_time(f"2026-11-26T{(hour - 8) % 24:02d}:30:00Z")
        page.clock.run_for(20_000)
        seen.append(page.evaluate("document.documentElement.hasAttribute('data-dimmed')"))
    assert seen == [False, True, True, False]


def test_a_new_set_up_comes_without_a_hand(screen):
    page = screen()
    set_up(token=WallToken.objects.get(), by=None, label="大厅", pages=["legend"], theme="light")
    page.clock.run_for(MINUTE)
    page.wait_for_selector("html[data-theme=light] [data-page=legend].is-shown")
    assert count(page) == 1


def test_pixels_are_shifted_slowly(screen):
    page = screen()
    places = set()
    for _turn in range(8):
        box = page.locator("#stage").bounding_box()
        places.add((round(box["x"]), round(box["y"])))
        page.clock.run_for(20_000)
    assert len(places) == 8
    assert max(abs(x) + abs(y) for x, y in places) <= 8


def test_it_keeps_the_last_good_page_says_since_when_and_recovers_alone(screen):
    page = screen()
    rows = page.locator("[data-page] .lines li").count()
    page.context.set_offline(True)
    page.clock.run_for(MINUTE)
    page.wait_for_selector("[data-away-line]", state="visible")
    words = page.locator("[data-away-line]").inner_text()
    assert "服务器暂时连不上" in words and re.search(r"\d{1,2}月\d{1,2}日.*\d{2}:\d{2}", words)
    expect(page.locator("[data-page] .lines li")).to_have_count(rows)
    page.clock.run_for(10 * MINUTE)
    expect(page.locator("[data-away-line]")).to_have_text(words)  # since when, not until when
    page.context.set_offline(False)
    page.clock.run_for(20_000)
    page.wait_for_selector("[data-away-line]", state="hidden")


def test_an_error_of_the_server_counts_as_away(screen):
    page = screen()
    page.route("**/wall/**", lambda route: route.fulfill(status=503, body="<h1>busy</h1>"))
    page.clock.run_for(MINUTE)
    page.wait_for_selector("[data-away-line]", state="visible")
    page.unroute("**/wall/**")
    page.clock.run_for(20_000)
    page.wait_for_selector("[data-away-line]", state="hidden")


def test_a_new_edition_comes_without_a_hand(screen):
    page = screen()
    make_edition.published("2026Q2", seed=2, reason="更正", meeting="第17次会议")
    page.clock.run_for(MINUTE)
    page.get_by_text("第17次会议").wait_for()


def test_a_revoked_screen_becomes_calm(screen):
    page = screen()
    revoke(token=WallToken.objects.get(), by=None)
    page.clock.run_for(MINUTE)
    page.wait_for_selector(".calm")
    expect(page.locator(".calm")).to_contain_text("未启用")
    expect(page.locator("[data-page]")).to_have_count(0)


def test_without_motion_nothing_moves(screen):
    page = screen(reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    expect(page.locator(".ring")).to_be_hidden()
    page.clock.run_for(20_000)
    assert shown(page) == 1


def test_a_day_leaves_no_timer_no_node_and_no_memory_behind(screen):
    page = screen()
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    tools.send("HeapProfiler.enable")

    def weight() -> dict[str, float]:
        for _time in range(3):
            tools.send("HeapProfiler.collectGarbage")
        found = tools.send("Performance.getMetrics")["metrics"]
        return {row["name"]: row["value"] for row in found if row["name"] in ("JSHeapUsedSize", "Nodes", "JSEventListeners")}

    def hour() -> None:
        for _part in range(12):
            page.clock.run_for(5 * MINUTE)
            page.wait_for_timeout(20)  # for the answers, which come in real time

    page.evaluate("""() => { window.waiting = 0; const plain = window.setTimeout;
        window.setTimeout = (act, ...rest) => { window.waiting += 1; return plain(() => { window.waiting -= 1; act(); }, ...rest); }; }""")
    hour()
    first = weight()
    for _hour in range(3):
        hour()
    last = weight()
    assert last["Nodes"] <= first["Nodes"] * 1.02 + 50
    assert last["JSEventListeners"] == first["JSEventListeners"]
    assert last["JSHeapUsedSize"] <= first["JSHeapUsedSize"] * 1.05 + 200_000
    assert page.evaluate("window.waiting") <= 1
