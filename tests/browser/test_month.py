"""A branch's month in a real browser: by keyboard, without a script, narrow and wide, without barriers."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from indexmetrics.evidence.actions import attach
from indexmetrics.evidence.models import Record, Submission
from tests import make
from tests.browser.stage import MAY, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(browser, live_server, monkeypatch):
    """A browser with a secretary and a reviewer behind it, on 2 June 2026."""
    with Stage(browser, live_server.url, monkeypatch) as ready:
        yield ready


def test_a_whole_month_without_a_script(stage):
    page = stage.page("secretary", script=False)
    page.goto(stage.url(MAY))
    page.click("#add-event")
    page.select_option("#kind", "party_day")
    page.click(".kind-choice button")
    page.fill("#id_date", "2026-05-18")
    page.fill("#id_title", "重温入党誓词")
    page.fill("#id_present", "15")
    page.fill("#id_excused_duty", "2")
    page.check("input[name=tags][value=L1]")
    page.click("button[name=save]")
    expect(page.locator("#row-B4 .state")).to_have_attribute("data-state", "draft")
    page.click("[data-section=H] summary")
    page.fill("#row-H1 [name=num]", "17")
    page.fill("#row-H1 [name=den]", "18")
    page.click("#row-H1 .figure button")
    page.click("#row-B7 .quick button")
    page.click(".foot-bar .btn")
    for select in page.locator(".empty-list select").all():
        select.select_option("none")
    page.click(".check-form .is-primary")
    expect(page.locator(".all-done")).to_have_count(1)
    assert set(Record.objects.values_list("state", flat=True)) == {"submitted"} and Record.objects.count() == 3
    assert Submission.objects.get().submitted_at


def test_a_whole_month_by_keyboard(stage):
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open] [data-event-form]")
    page.select_option("[data-kind]", "party_day")
    page.wait_for_selector("dialog[open] input[value=H5]")
    page.focus("#id_date")
    page.fill("#id_date", "2026-05-18")
    page.focus("#id_title")
    page.keyboard.type("重温入党誓词")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    page.wait_for_selector("#row-B4 .event-link")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.activeElement.id === 'row-L1'")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("17")
    page.keyboard.press("Tab")
    page.keyboard.type("18")
    page.keyboard.press("Enter")
    page.wait_for_selector("#row-L2 .is-saved .figure-note")
    assert Record.objects.get(kind="figure").data == {"num": "17", "den": "18"}
    assert Record.objects.get(kind="party_day").data["due"] == 18


def test_typed_text_survives_a_closed_tab(stage):
    page = stage.page("secretary")
    page.goto(stage.url(f"{MAY}event/new/?kind=party_day"))
    page.fill("#id_title", "写到一半")
    page.wait_for_selector("[data-kept]:has-text(':')")
    page.close()
    again = stage.page("secretary")
    again.goto(stage.url(f"{MAY}event/new/?kind=party_day"))
    expect(again.locator("#id_title")).to_have_value("写到一半")


def test_only_three_indicators_can_be_chosen(stage):
    page = stage.page("secretary")
    page.goto(stage.url(f"{MAY}event/new/?kind=party_day"))
    page.check("input[name=tags][value=L1]")
    page.check("input[name=tags][value=I1]")
    expect(page.locator("input[name=tags][value=V2]")).to_be_disabled()
    page.uncheck("input[name=tags][value=I1]")
    expect(page.locator("input[name=tags][value=V2]")).to_be_enabled()


def test_a_file_goes_with_its_form_from_the_drawer(stage):
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.click("#row-B4 .add-link")
    page.wait_for_selector("dialog[open] [data-event-form]")
    page.fill("#id_date", "2026-05-18")
    page.fill("#id_title", "重温入党誓词")
    page.fill("#id_present", "15")
    page.set_input_files("#files", [{"name": "现场照片.jpg", "mimeType": "image/jpeg", "buffer": make.picture(exif=True)}])
    expect(page.locator("[data-chosen] .file-row")).to_have_count(1)
    page.click("button[name=save]")
    page.wait_for_selector("#row-B4 .clip")
    assert Record.objects.get().files.get().name == "现场照片.jpg"


def test_what_came_back_is_mended_on_the_page(stage):
    record = make.record(stage.branch, by=stage.people["secretary"], state="returned")
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.fill(".came-back input[name=present]", "19")
    page.click(".mend .is-primary")
    page.wait_for_selector("dialog[open] .is-wrong")  # too many: the whole form says why, nothing is lost
    expect(page.locator("dialog[open] #id_present")).to_have_value("19")
    expect(page.locator("dialog[open] #id_title")).to_be_disabled()
    page.click("dialog[open] [data-fit]")
    expect(page.locator("dialog[open] #id_present")).to_have_value("16")
    page.click("dialog[open] button[name=send]")
    page.wait_for_selector(".came-back", state="detached")
    record.refresh_from_db()
    assert (record.state, record.data["present"]) == ("submitted", 16)


def test_folds_and_the_switch_are_remembered(stage):
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    expect(page.locator("[data-section=H]:not([open])")).to_have_count(1)
    page.click("[data-section=H] summary")
    page.click("[data-show=open]")
    page.goto(stage.url(MAY))
    expect(page.locator("[data-section=H][open]")).to_have_count(1)
    expect(page.locator("[data-month-form].only-open")).to_have_count(1)
    page.click("[data-show=all]")
    page.fill("#find", "没有这个指标")
    expect(page.locator("[data-nothing-open]")).to_be_visible()


def test_the_drawer_stands_beside_the_month_and_gives_the_focus_back(stage):
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.click("#row-B4 .add-link")
    page.wait_for_selector("dialog[open] [data-event-form]")
    assert page.evaluate("document.querySelector('dialog:modal')") is None
    page.wait_for_function("document.activeElement.id === 'id_date'")  # the first box that is empty
    page.fill("#id_title", "写到一半")
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer:not([open])", state="attached")
    page.wait_for_function("document.activeElement.closest('.line').id === 'row-B4'")
    page.keyboard.press("Enter")  # typed a moment before it was shut, and kept all the same
    page.wait_for_selector("dialog[open] .kept-text")
    expect(page.locator("#id_title")).to_have_value("写到一半")


def test_the_own_check_follows_what_is_saved(stage):
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.wait_for_selector(".self-test-total b")
    before = page.inner_text(".self-test-total b")
    page.click("[data-section=H] summary")
    page.fill("#row-H1 [name=num]", "18")
    page.fill("#row-H1 [name=den]", "18")
    page.press("#row-H1 [name=den]", "Enter")
    page.wait_for_function("was => document.querySelector('.self-test-total b').textContent !== was", arg=before)
    expect(page.locator("#row-H1 .state")).to_have_attribute("data-state", "draft")


def test_an_ended_session_loses_nothing(stage):
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.click("#row-B4 .add-link")
    page.wait_for_selector("dialog[open] [data-event-form]")
    page.fill("#id_date", "2026-05-18")
    page.fill("#id_title", "重温入党誓词")
    page.fill("#id_present", "15")
    Session.objects.all().delete()
    page.click("dialog[open] button[name=save]")
    page.wait_for_selector("dialog[open] [data-kept].is-wrong")
    expect(page.locator("#id_title")).to_have_value("重温入党誓词")
    assert page.url.endswith(MAY) and not Record.objects.exists()


def test_a_second_tab_shows_both_texts(stage):
    record = make.record(stage.branch, by=stage.people["secretary"])
    first, second = stage.page("secretary"), stage.page("secretary")
    for page in (first, second):
        page.goto(stage.url(MAY))
        page.click("#row-B4 .event-link")
        page.wait_for_selector("dialog[open] #id_title")
    first.fill("#id_title", "第一个窗口写的")
    first.click("dialog[open] button[name=save]")
    first.wait_for_selector("dialog[open]", state="detached")
    second.fill("#id_title", "第二个窗口写的")
    second.click("dialog[open] button[name=save]")
    second.wait_for_selector("dialog[open] [data-reason=stale]")
    expect(second.locator("[data-reason=stale]")).to_contain_text("第一个窗口写的")
    expect(second.locator("#id_title")).to_have_value("第二个窗口写的")
    second.click("dialog[open] button[name=save]")
    second.wait_for_selector("dialog[open]", state="detached")
    record.refresh_from_db()
    assert record.title == "第二个窗口写的"


def test_several_files_are_dropped_and_taken_out_again(stage):
    page = stage.page("secretary")
    page.goto(stage.url(f"{MAY}event/new/?kind=party_day"))
    page.evaluate("""() => {
      const all = new DataTransfer();
      for (const name of ["签到表.png", "现场照片.png", "记录.png", "多余.png"]) all.items.add(new File(["x"], name, { type: "image/png" }));
      document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true }));
    }""")
    expect(page.locator("[data-chosen] .file-row")).to_have_count(3)
    expect(page.locator("[data-drop] [data-too-many]")).to_be_visible()
    page.click("[data-chosen] .file-row:first-child button")
    expect(page.locator("[data-chosen] .file-name")).to_have_text(["现场照片.png", "记录.png"])
    page.wait_for_function("() => document.getElementById('files').files.length === 2")


def test_a_picture_opens_in_the_page(stage):
    record = make.record(stage.branch, by=stage.people["secretary"])
    attach(record=record, name="现场照片.jpg", chunks=[make.picture()], by=stage.people["secretary"])
    page = stage.page("secretary")
    page.goto(stage.url(MAY))
    page.click("#row-B4 .event-link")
    page.click("dialog[open] a[data-preview]")
    page.wait_for_function("() => document.querySelector('.lightbox img')?.naturalWidth > 0")
    page.keyboard.press("Escape")
    page.wait_for_selector(".lightbox", state="detached")
    expect(page.locator("dialog[open] [data-event-form]")).to_have_count(1)
    assert stage.complaints == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("address", [
    MAY, f"{MAY}check/", f"{MAY}frame/", f"{MAY}event/new/?kind=party_day", f"{MAY}event/new/?kind=thought_analysis", "/evidence/"])
def test_no_barriers_and_nothing_sticks_out(stage, width, address):
    make.record(stage.branch, by=stage.people["secretary"], state="returned")
    make.record(stage.branch, kind="group_meeting", by=stage.people["secretary"], tags=("L1",))
    page = stage.page("secretary", width=width)
    page.goto(stage.url(address))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert stage.complaints == []
    found = Axe().run(page).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
