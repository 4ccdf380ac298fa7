"""The page of a long work as people see it: it tells how far the work is and hands the file out by itself, with script and without."""

import pytest
from playwright.sync_api import expect

from branches.tasks import entrusting, process
from branches.tasks.task import LOCK, fcntl, tasks_of
from tests import make, make_edition

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
