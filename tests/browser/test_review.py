"""A reviewer's branch in a real browser: by keyboard, without a script, narrow and wide, without barriers."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from indexmetrics.evidence.actions import attach
from indexmetrics.evidence.actions_reopen import ask_reopening
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.models_requests import Reminder
from indexmetrics.review.actions_months import remind
from tests import make
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORK = "/review/pcs-2/2026-05/"


@pytest.fixture
def stage(browser, live_server, monkeypatch):
    """A browser with a month that waits: four records, one with files."""
    with Stage(browser, live_server.url, monkeypatch) as ready:
        by, branch = ready.people["secretary"], ready.branch
        day = make.date(2026, 5, 6)
        make.record(branch, kind="committee_meeting", day=day, by=by, state="submitted")
        make.record(branch, kind="group_meeting", day=day.replace(day=12), by=by, state="submitted")
        party_day = make.record(branch, by=by, tags=("L1", "I1"))
        attach(record=party_day, name="现场照片.jpg", chunks=[make.picture(size=(800, 500))], by=by)
        make.walk(Record.objects.get(pk=party_day.pk), "submitted", by=by)
        make.record(branch, kind="study", day=day.replace(day=26), by=by, state="submitted")
        yield ready


def states() -> list[str]:
    return list(Record.objects.order_by("date").values_list("state", flat=True))


def test_a_branch_is_reviewed_by_keys_alone(stage):
    page = stage.page("reviewer")
    page.goto(stage.url("/review/"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#record-title")
    page.keyboard.press("1")
    page.wait_for_selector("[data-toast]")
    page.keyboard.press("u")
    page.wait_for_selector("[data-toast]", state="detached")
    assert states() == ["submitted"] * 4
    page.goto(stage.url(WORK))
    page.keyboard.press("1")
    page.wait_for_selector("[data-toast]")
    page.keyboard.press("2")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-toast]:has-text('退回')")
    page.keyboard.press("4")
    page.keyboard.type("看签到原件")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record-list em")
    page.keyboard.press("1")
    page.wait_for_url("**/review/")
    assert states() == ["accepted", "returned", "submitted", "accepted"]
    assert Record.objects.get(state="submitted").is_on_hold


class Hands:
    """A reviewer's hands on the keyboard: every press counts."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys: str, wait: str = "") -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1
        if wait:
            self.page.wait_for_selector(wait)


def test_a_branch_that_passes_every_check_takes_four_keys(stage, record_property):
    page = stage.page("reviewer")
    page.goto(stage.url("/review/"))
    hands = Hands(page)
    hands.press("j", "Enter", wait="#record-title")
    hands.press("a", wait="[data-first]")
    hands.press("1", wait=".ledger .up")
    assert states() == ["accepted"] * 4
    record_property("keys for one branch of four records, all accepted", hands.pressed)
    assert hands.pressed == 4  # one key a record and two to get there before: six of four, fourteen of twelve
    hands.press("u", wait=".notices")
    assert states() == ["submitted"] * 4


def test_a_branch_with_one_return_takes_eight_keys(stage, record_property):
    page = stage.page("reviewer")
    page.goto(stage.url("/review/"))
    hands = Hands(page)
    hands.press("j", "Enter", wait="#record-title")
    hands.press("1", wait="[data-toast]")
    hands.press("2", "3", "Enter", wait="[data-toast]:has-text('退回')")
    hands.press("1", wait=".record-list [data-state=accepted] >> nth=1")
    hands.press("1")
    page.wait_for_url("**/review/")
    assert states() == ["accepted", "returned", "accepted", "accepted"]
    assert "日期" in Record.objects.get(state="returned").return_reason
    record_property("keys for one branch of four records, one sent back", hands.pressed)
    assert hands.pressed == 8  # ten before, with Tab and Space to the third preset


def test_one_indicator_of_all_branches_by_keys(stage):
    for day in (7, 8):
        make.record(stage.other, kind="committee_meeting", day=make.date(2026, 5, day), state="submitted")
    page = stage.page("reviewer")
    page.goto(stage.url("/review/indicator/B2/2026-05/"))
    hands = Hands(page)
    hands.press("j", "x", "k", "2", "1", "Enter", wait="[data-toast]")
    returned = Record.objects.get(state="returned")
    assert returned.branch == stage.branch
    expect(page.locator("[data-row]")).to_have_count(3)
    hands.press("a", wait=".ledger .up")
    expect(page.locator(".ledger .up")).to_have_count(3)
    hands.press("1", wait="[data-across]")
    expect(page.locator("[data-row]")).to_have_count(0)


def test_the_question_mark_shows_the_keys(stage):
    page = stage.page("reviewer")
    for address in ("/review/", WORK, "/review/indicator/L1/2026-05/"):
        page.goto(stage.url(address))
        expect(page.locator("[data-keys] dl")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.locator("[data-keys] dl")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("[data-keys] dl")).to_be_hidden()


def test_c_opens_a_comment_to_the_branch(stage):
    page = stage.page("reviewer")
    page.goto(stage.url(WORK))
    page.keyboard.press("c")
    page.keyboard.type("请补到会人数")
    expect(page.locator(".verdict-fold textarea").first).to_have_value("请补到会人数")
    page.keyboard.press("Tab")
    assert states() == ["submitted"] * 4


def test_months_are_ticked_and_reminded_by_keys(stage):
    page = stage.page("reviewer")
    page.goto(stage.url("/matrix/"))
    page.locator("[data-pick-state~=missing]").focus()
    page.keyboard.press("Enter")
    ticked = page.locator("input[name=cell]:checked").count()
    assert ticked
    expect(page.locator("[data-picked]")).to_contain_text(str(ticked))
    page.locator("#pick-reason").focus()
    page.keyboard.type("请于本周五前报送")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=sure]", state="attached")
    expect(page.locator("input[name=cell]:checked")).to_have_count(ticked)
    page.locator("#act-reason").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".notices")
    assert Reminder.objects.filter(words="请于本周五前报送").count() >= 1


def test_every_crossing_says_why_by_arrow_keys(stage):
    page = stage.page("reviewer")
    page.goto(stage.url("/matrix/?by=indicator"))
    page.locator("td[data-why]").first.focus()
    said = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        said.add(page.locator("[data-why-line]").inner_text())
    assert len(said) == 4 and all("·" in words and len(words) > 8 for words in said)
    page.locator("td[data-why] a").first.locator("xpath=..").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#record-title")


def test_the_page_works_without_a_script(stage):
    page = stage.page("reviewer", script=False)
    page.goto(stage.url(WORK))
    page.click(".verdict-fold >> nth=0 >> summary")
    page.check("input[name=preset][value=number]")
    page.check("input[name=fields][value=present]")
    page.click(".verdict-fold >> nth=0 >> button")
    for _turn in range(3):
        page.click("button[data-key='1']")
    assert states() == ["returned", "accepted", "accepted", "accepted"]
    expect(page).to_have_url(re.compile("/review/$"))


def test_many_at_once(stage):
    page = stage.page("reviewer", script=False)
    page.goto(stage.url("/review/accept/"))
    page.uncheck("input[name=records] >> nth=0")
    page.click("form .is-primary")
    expect(page.locator("tbody .up")).to_have_count(3)
    assert sorted(states()) == ["accepted"] * 3 + ["submitted"]


def test_a_picture_is_seen_beside_the_verdict(stage):
    page = stage.page("reviewer")
    record = Record.objects.get(kind="party_day")
    page.goto(stage.url(f"{WORK}?record={record.pk}"))
    page.wait_for_function("() => document.querySelector('.preview img')?.naturalWidth === 800")
    assert stage.complaints == []


def test_a_withheld_file_says_why_beside_the_verdict(stage):
    page = stage.page("reviewer")
    record = Record.objects.get(kind="party_day")
    record.files.update(content_type="application/pdf")
    found = record.files.get()
    stored_at(found.path).write_bytes(b"%PDX")
    page.goto(stage.url(f"{WORK}?record={record.pk}&file={found.pk}"))
    expect(page.frame_locator(".preview iframe").locator("main")).to_contain_text("与报送时不一致")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", [
    "/", "/review/", "/review/reopenings/", "/review/visits/", "/review/measure/", WORK, "/review/indicator/L1/2026-05/", "/review/accept/", "/matrix/", "/matrix/?by=indicator",
    "/registers/", "/registers/2026Q2/V5/", "/registers/2026Q2/L4/"])
def test_no_barriers_and_nothing_sticks_out(stage, width, address):
    accepted = make.record(stage.branch, day=make.date(2026, 5, 8), state="accepted", title="已通过的党日")
    ask_reopening(record=accepted, reason="到会人数少记1人", by=stage.people["secretary"])
    remind(branch=stage.branch, quarter=accepted.quarter, month="2026-04", words="请尽快", by=None)
    page = stage.page("reviewer", width=width)
    page.goto(stage.url(address))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert stage.complaints == []
    found = Axe().run(page).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
