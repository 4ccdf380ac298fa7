"""How many clicks and keystrokes one ordinary month of a police station takes: one by one, and in last month's frame."""

from datetime import date

import pytest

from indexmetrics.evidence.models import Record, Submission
from tests import make
from tests.browser.stage import MAY, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# kind, subject, those present; the day is the one of last month moved to May
MONTH = (
    ("party_day", "重温入党誓词", "16", "2026-05-21"), ("committee_meeting", "研究发展党员", "5", "2026-05-05"),
    ("group_meeting", "学习党章", "8", "2026-05-12"), ("group_meeting", "组织生活", "9", "2026-05-13"),
)
DATE_KEYS = 8  # a day is typed into a date box as eight digits


class Hand:
    """Does things on a page and counts what a hand would do; a Chinese character counts as one stroke."""

    def __init__(self, page):
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, where: str) -> None:
        self.clicks += 1
        self.page.click(where)

    def write(self, where: str, text: str) -> None:
        """Into the box that has the focus after the last Tab; the Tab is counted."""
        self.keys += 1 + (DATE_KEYS if where.endswith("date") else len(text))
        self.page.fill(where, text)

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.keys} keys"


@pytest.fixture
def stage(browser, live_server, monkeypatch):
    """A secretary whose April is recorded and whose May is empty."""
    with Stage(browser, live_server.url, monkeypatch) as ready:
        by = ready.people["secretary"]
        make.record(ready.branch, by=by, day=date(2026, 4, 16), tags=("L1",), title="四月主题党日", state="accepted")
        for kind, day in (("committee_meeting", 7), ("group_meeting", 14), ("group_meeting", 15)):
            make.record(ready.branch, by=by, day=date(2026, 4, day), kind=kind, title=f"四月{day}日", state="accepted",
                        data={"due": 9, "present": 8})
        make.record(ready.branch, by=by, day=date(2026, 4, 27), kind="dues", title="", state="accepted", data={"fully_collected": True})
        yield ready


def one_by_one(hand: Hand) -> None:
    """Each meeting through the drawer, as it was before there was a frame."""
    page = hand.page
    for kind, title, present, day in MONTH:
        row = "#row-B4" if kind == "party_day" else "#row-B2"
        hand.click(f"{row} .add-link[href*={kind}]")
        page.wait_for_selector("dialog[open] [data-event-form]")
        hand.write("#id_date", day)
        hand.write("#id_title", title)
        hand.keys += 1  # past the number due, which stands there already
        hand.write("#id_present", present)
        if kind == "party_day":
            hand.click("dialog[open] input[name=tags][value=L1]")
        hand.click("dialog[open] button[name=save]")
        page.wait_for_selector("dialog[open]", state="detached")
        page.wait_for_selector(f"{row} .event-link >> text={day[5:7].lstrip('0')}月{day[8:].lstrip('0')}日")
    hand.click("#row-B7 .quick button")


def at_once(hand: Hand) -> None:
    """All of them in the frame of last month."""
    page = hand.page
    hand.click("#frame")
    page.wait_for_selector("[data-frame]")
    left = list(MONTH)
    for row in page.locator("[data-frame-row]").all():
        name = row.locator("legend b").inner_text()
        prefix = row.locator("input").first.get_attribute("name").split("-")[0]
        if name == "党费收缴":
            page.keyboard.press("Space")
            page.keyboard.press("Enter")  # the last row: it saves
            hand.keys += 2
            continue
        wanted = {"主题党日": "party_day", "支委会": "committee_meeting", "党小组会": "group_meeting"}[name]
        kind, title, present, _day = next(one for one in left if one[0] == wanted)
        left.remove((kind, title, present, _day))
        page.wait_for_function("name => document.activeElement.name === name", arg=f"{prefix}-title")
        page.keyboard.type(title)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")  # past the number due, which stands there already
        page.keyboard.type(present)
        page.keyboard.press("Enter")  # to the next row
        hand.keys += len(title) + len(present) + 3
    page.wait_for_selector("[data-month-form]")


def hand_in(hand: Hand) -> None:
    """Check and submit."""
    hand.click(".foot-bar .is-primary")
    hand.page.wait_for_selector(".check-form")
    hand.click(".check-form .is-primary")
    hand.page.wait_for_selector("#done")


def test_a_month_takes_half_the_hand_it_took(stage, record_property):
    effort = {}
    for way in (one_by_one, at_once):
        page = stage.page("secretary")
        page.goto(stage.url(MAY), timeout=30_000)
        hand = Hand(page)
        way(hand)
        hand_in(hand)
        may = Record.objects.filter(month="2026-05")
        assert len(may.all()) == 5 and set(may.values_list("state", flat=True)) == {"submitted"}
        assert [tag.indicator for tag in may.get(kind="party_day").tags.all()] == ["B4", "L1"]
        effort[way.__name__] = hand
        may.all().delete()
        Submission.objects.filter(month="2026-05").delete()
    before, now = effort["one_by_one"], effort["at_once"]
    record_property("one by one", str(before))
    record_property("at once", str(now))
    assert now.clicks <= 0.5 * before.clicks and now.keys <= 0.6 * before.keys
    assert stage.complaints == []
