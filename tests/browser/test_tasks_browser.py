"""The page of a long work as people see it: it tells how far the work is and hands the file out by itself, with script and without."""

import re

import pytest
from playwright.sync_api import expect

from branches.access.actions import set_password
from branches.tasks import entrusting, process
from branches.tasks.task import LOCK, fcntl, tasks_of
from scoring.boards.models import Edition
from tests import make, make_edition

WORD = "Kiefer-Nadel-7-Wald"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False])
def test_it_tells_how_far_it_is_and_hands_out_the_file(look, axe, settings, tmp_path, monkeypatch, script):
    settings.LARGE_BOARD, settings.TASKS = 5, tmp_path / "tasks"
    monkeypatch.setattr(entrusting, "PATIENCE", 0.0)
    lock = (tmp_path / "lock").open("w")
    monkeypatch.setattr(process, "begin", lambda task, held: (task.folder / LOCK).symlink_to(lock.name))
    make_edition.bureau(5)
    make_edition.published("2026Q2")
    leader = make.user("leader", role="viewer")
    fcntl.flock(lock, fcntl.LOCK_EX)

    seen = look(leader, "/reports/2026Q2.xlsx", width=360, script=script)
    page, (task,) = seen.page, tasks_of(leader)
    expect(page.locator("main")).to_contain_text("马上开始")
    task.say("得分单", 3, 10)
    expect(page.get_by_role("status")).to_contain_text("已完成 3 / 10")
    if script:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    process.carry_out(task)
    lock.close()
    link = page.get_by_role("link", name="下载")
    expect(link).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    with page.expect_download() as waited:
        link.click()
    assert waited.value.suggested_filename.endswith(".xlsx")
    if script:
        assert axe(page) == [] and seen.complaints == []


@pytest.fixture
def held(settings, tmp_path, monkeypatch):
    """A large bureau, whose works begin and wait; `held()` lets the one that waits go."""
    settings.LARGE_BOARD, settings.TASKS = 5, tmp_path / "tasks"
    monkeypatch.setattr(entrusting, "PATIENCE", 0.0)
    locks = []

    def begin(task, _held):
        locks.append((task.folder / LOCK).open("w"))
        fcntl.flock(locks[-1], fcntl.LOCK_EX)

    monkeypatch.setattr(process, "begin", begin)
    make_edition.bureau(5)
    yield lambda: locks.pop().close()
    for lock in locks:
        lock.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_an_export_that_was_lost_is_asked_for_again_with_a_click(look, axe, held, width):
    person = make.user("admin", role="admin")
    seen = look(person, "/people/", width=width)
    page = seen.page
    page.get_by_role("link", name="导出").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("人员与任职")
    expect(page.locator("main")).to_contain_text("马上开始")
    held()
    expect(page.get_by_role("status")).to_contain_text("中断")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    page.get_by_role("link", name="重新生成").click()
    expect(page.locator("main")).to_contain_text("马上开始")
    process.carry_out(tasks_of(person)[0])
    held()
    link = page.get_by_role("link", name="下载")
    expect(link).to_be_visible()
    with page.expect_download() as waited:
        link.click()
    assert waited.value.suggested_filename == "人员与任职.xlsx" and seen.complaints == []


def test_a_board_of_a_large_bureau_is_published_and_led_to(look, axe, held):
    make.quarter("2026Q2")
    committee = make.user("committee", role="bureau_committee")
    set_password(user=committee, password=WORD, by=None)
    seen = look(committee, "/board/2026Q2/prepare/")
    page = seen.page
    page.fill("[name=meeting]", "第20次")
    page.locator("form:has([name=meeting]) [name=reason]").fill("首次公布")
    page.locator("button[value=publish]").click()
    page.fill("input[name=_password]", WORD)
    page.click("main form button")
    expect(page.get_by_role("heading", level=1)).to_have_text("公布五色图，2026年第二季度")
    assert axe(page) == []
    with make_edition.staged("2026Q2"):
        process.carry_out(tasks_of(committee)[0])
    held()
    page.get_by_role("link", name="继续").click()
    expect(page).to_have_url(re.compile(r"/board/2026Q2/$"))
    edition = Edition.objects.get()
    assert (edition.meeting, edition.published_by) == ("第20次", committee)
    assert [one for one in seen.complaints if "403" not in one] == [], "the page that asks for the password is one"
