"""Long works in processes of their own: whose they are, how far they are, what became of them, and when they go."""

import json
import os
import time
from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from branches.access import actions as access
from branches.audit.models import Event
from branches.basics.refusals import Refused
from branches.tasks import entrusting, process, task
from branches.tasks.panels import task_notices
from branches.tasks.task import FAILED, LOCK, LOST, ORDER, RUNNING, fcntl, ordered, sweep, tasks_of
from tests import make, make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = "/reports/2026Q2.xlsx"


@pytest.fixture(autouse=True)
def large(settings, tmp_path, monkeypatch):
    """Five branches count as many, and nobody waits."""
    settings.LARGE_BOARD, settings.TASKS, settings.SLOTS = 5, tmp_path / "tasks", tmp_path / "slots"
    monkeypatch.setattr(entrusting, "PATIENCE", 0.0)
    monkeypatch.setattr(process, "begin", lambda task, held: None)
    make_edition.bureau(5)
    make_edition.published("2026Q2")


@pytest.fixture
def at_once(monkeypatch):
    """The work is done before the page looks for it."""
    monkeypatch.setattr(process, "begin", lambda task, held: process.carry_out(task))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def made(user) -> task.Task:
    """A work of this person that is done and waits to be fetched."""
    one = begun(user)
    process.carry_out(one)
    return one


def begun(user):
    """A work of this person that its process has not taken up."""
    name = signed_in(user).get(ADDRESS)["Location"].split("/")[2]
    return task.task_named(name)


def test_what_is_ready_soon_is_answered_at_once(viewer, at_once):
    answer = signed_in(viewer).get(ADDRESS)

    assert answer.status_code == 200 and b"".join(answer).startswith(b"PK")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet") and "attachment" in answer["Content-Disposition"]
    event = Event.objects.filter(kind="report.exported").get()
    assert (event.by_name, event.origin) == (viewer.username, "127.0.0.1"), "the trail names the person and the address"
    assert tasks_of(viewer) == [], "its person has it"


def test_small_boards_are_made_within_the_request(viewer, settings):
    settings.LARGE_BOARD = 6
    assert b"".join(signed_in(viewer).get(ADDRESS)).startswith(b"PK")
    assert tasks_of(viewer) == []


def test_its_page_says_how_far_it_is_and_then_hands_it_out(viewer):
    one, client = begun(viewer), signed_in(viewer)
    page = reverse("task", args=[one.name])
    with (one.folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert one.state == RUNNING and "马上开始" in client.get(page).text
        one.say("得分单", 3, 10)
        shown = client.get(page).text
        assert "得分单，已完成 3 / 10" in shown and 'http-equiv="refresh"' in shown
        assert page in client.get("/").text and "正在进行" in client.get("/").text
        assert client.get(f"{page}result/").status_code == 404
    process.carry_out(one)
    shown = client.get(page).text
    assert "考评表" in shown and f'href="{page}result/"' in shown and 'http-equiv="refresh"' not in shown
    assert "已完成" in client.get("/").text
    for _again in range(2):
        assert b"".join(client.get(f"{page}result/")).startswith(b"PK")
    assert page not in client.get("/").text, "fetched once is enough"
    begun(viewer)
    assert client.get(page).status_code == 404, "what was fetched makes room for the next"


def test_nobody_sees_that_of_another_person(viewer, reviewer, admin):
    page = reverse("task", args=[made(viewer).name])
    for other in (reviewer, admin, make.user("other", role="viewer")):
        client = signed_in(other)
        assert [client.get(path).status_code for path in (page, f"{page}result/")] == [404, 404]
        assert page not in client.get("/").text
    for name in ("..", "1-x", "%2e%2e", "9-" + "0" * 32):
        assert signed_in(viewer).get(f"/tasks/{name}/").status_code == 404


def test_rights_are_asked_again_when_it_is_fetched(viewer, admin):
    page, client = reverse("task", args=[made(viewer).name]), signed_in(viewer)
    access.end_post(post=viewer.assignments.get(), by=admin)
    client.force_login(viewer)

    assert "岗位有变动" in client.get(page).text
    assert client.get(f"{page}result/").status_code == 403


def test_a_process_that_died_is_told_and_begun_again(viewer):
    one = begun(viewer)
    (one.folder / LOCK).touch()

    assert one.state == LOST
    shown = signed_in(viewer).get(reverse("task", args=[one.name])).text
    assert "中断" in shown and 'href="/reports/2026Q2.xlsx"' in shown


def test_refusals_and_faults_are_told(viewer, monkeypatch):
    client, kind = signed_in(viewer), task.kind_named("paper")

    def work(error):
        def raising(*args):
            raise error
        changed = replace(kind, work=raising)
        monkeypatch.setattr(task, "kind_named", lambda name: changed)

    work(Refused("why", "因为如此"))
    one = begun(viewer)
    process.carry_out(one)
    assert "因为如此" in client.get(reverse("task", args=[one.name])).text
    work(OSError("broken"))
    one = begun(viewer)
    with pytest.raises(OSError):
        process.carry_out(one)
    assert one.state == FAILED and "系统出错" in client.get(reverse("task", args=[one.name])).text
    monkeypatch.setattr(process, "begin", lambda task, held: task.finish("refused", code="why", sentence="因为如此", status=422))
    refused = client.get(ADDRESS)
    assert refused.status_code == 422 and refused["X-Refusal"] == "why" and "因为如此" in refused.text


def test_who_lost_his_account_gets_nothing_made(viewer):
    one = begun(viewer)
    type(viewer).objects.filter(pk=viewer.pk).update(is_active=False)
    process.carry_out(one)
    assert one.end["state"] == "refused" and not one.result.exists()


def test_one_of_before_an_update_is_in_nobodys_way(viewer):
    page = reverse("task", args=[made(viewer).name])
    order = tasks_of(viewer)[0].folder / ORDER
    for change in ({"kind": "report"}, {"posts": None}):
        told = json.loads(order.read_text()) | change
        order.write_text(json.dumps({name: value for name, value in told.items() if value is not None}))
        assert signed_in(viewer).get("/").status_code == 200 and tasks_of(viewer) == []
        assert [signed_in(viewer).get(path).status_code for path in (page, f"{page}result/")] == [404, 404]


def test_one_that_is_forgotten_while_somebody_looks_is_no_longer_there(viewer):
    one = made(viewer)
    one.forget()
    one.see()
    one.take()
    assert one.is_gone and signed_in(viewer).get(f"/tasks/{one.name}/").status_code == 404


def test_home_tells_nothing_of_one_that_was_answered_between_two_looks(viewer, monkeypatch):
    one, state = made(viewer), task.Task.state.fget
    assert one.name in task_notices(user=viewer)

    def answered_meanwhile(self):
        found = state(self)
        self.forget()
        return found

    monkeypatch.setattr(task.Task, "state", property(answered_meanwhile))
    assert task_notices(user=viewer) == ""


def test_after_a_day_it_is_gone(viewer):
    old = made(viewer)
    assert oct(old.result.stat().st_mode & 0o777) == "0o600" and oct(old.folder.stat().st_mode & 0o777) == "0o700"
    long_ago = time.time() - task.KEPT_SECONDS - 1
    os.utime(old.folder, (long_ago, long_ago))
    running = ordered(person=viewer, kind="paper", arguments={}, language="zh-hans", address="")
    assert not old.folder.exists(), "a new work sweeps"
    with (running.folder / LOCK).open("w") as lock:
        os.utime(running.folder, (long_ago, long_ago))
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert sweep() == 0, "what still runs stays"
    assert sweep() == 1


def test_a_page_that_watches_on_its_own_keeps_nobody_signed_in(viewer, settings):
    """Whoever looks at it himself does stay."""
    client, work = signed_in(viewer), begun(viewer)
    settings.SESSION_RENEWED_EVERY = 0

    def ends_after(**more: str):
        assert client.get(f"/tasks/{work.name}/", **more).status_code == 200
        return Session.objects.get(session_key=client.session.session_key).expire_date

    first = ends_after()
    assert ends_after(HTTP_X_WATCH="1") == first
    assert ends_after() > first
