"""Forms carried out by a process of their own: as the page would have answered, or told on a page of the work; never twice, never half."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from branches.access import actions as access
from branches.access.models import User
from branches.audit.models import Event
from branches.tasks import entrusting, process, task
from branches.tasks.form import CARRIED
from branches.tasks.task import DONE, END, FAILED, LOCK, LOST, fcntl, tasks_of
from indexmetrics.evidence.models import Record
from indexmetrics.imports.models import Upload
from scoring.runs.models import Run
from tests import make, make_edition
from tests.confirming import confirmed
from tests.indexmetrics.imports import sheets
from tests.indexmetrics.imports.test_users import HEAD

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PREPARE = "/board/2026Q2/prepare/"


@pytest.fixture(autouse=True)
def large(settings, tmp_path, monkeypatch, second_quarter):
    """Five branches count as many; whoever is not answered at once is not answered at all."""
    settings.LARGE_BOARD, settings.TASKS, settings.SLOTS = 5, tmp_path / "tasks", tmp_path / "slots"
    monkeypatch.setattr(entrusting, "PATIENCE", 0.0)
    make_edition.bureau(5)


@pytest.fixture
def at_once(monkeypatch):
    """The other process is done before the page looks."""
    monkeypatch.setattr(process, "begin", lambda task, held: process.carry_out(task))


@pytest.fixture
def later(monkeypatch):
    """The other process has begun, and takes the work up when the test says so."""
    locks = []

    def begin(task, held):
        locks.append((task.folder / LOCK).open("w"))
        fcntl.flock(locks[-1], fcntl.LOCK_EX)

    def carried_out(client, page: str) -> task.Task:
        one = task.task_named(page.split("/")[2])
        assert 'data-task="running"' in client.get(page).text and page in client.get("/").text
        process.carry_out(one)
        locks.pop().close()
        return one

    monkeypatch.setattr(process, "begin", begin)
    yield carried_out
    for lock in locks:
        lock.close()


def computing(client, key: str = "k1") -> dict:
    return {"act": "compute", "_version": client.get(PREPARE).context["version"], "_key": key}


def begun(client, path: str, form: dict) -> str:
    """The page of the work that this form begins."""
    answer = client.post(path, form)
    assert answer.status_code == 302 and answer["Location"].startswith("/tasks/"), answer.text
    return answer["Location"]


def test_what_is_done_soon_answers_as_ever(sign_in, reviewer, at_once):
    client = sign_in(reviewer)
    with make_edition.staged("2026Q2"):
        answer = client.post(PREPARE, computing(client))

    assert answer["Location"] == PREPARE and "已计算：试算" in client.get(PREPARE).text
    event = Event.objects.filter(kind="run.computed").get()
    assert (event.by_name, event.origin) == ("reviewer", "127.0.0.1"), "as if the page had done it"
    assert tasks_of(reviewer) == [] and "已计算" not in client.get("/").text


def test_small_bureaus_and_forms_without_key_stay_with_the_page(sign_in, reviewer, settings, monkeypatch):
    monkeypatch.setattr(process, "begin", None)
    client = sign_in(reviewer)
    assert client.post(PREPARE, computing(client) | {"_key": ""}).status_code == 422
    settings.LARGE_BOARD = 6
    with make_edition.staged("2026Q2"):
        assert client.post(PREPARE, computing(client))["Location"] == PREPARE
    assert Run.objects.count() == 1


def test_what_takes_longer_has_a_page_that_says_what_was_done(sign_in, reviewer, later):
    client = sign_in(reviewer)
    page = begun(client, PREPARE, computing(client))
    with make_edition.staged("2026Q2"):
        one = later(client, page)

    assert one.step["words"] == "逐个支部保存得分" and one.step["total"] == 5
    home = client.get("/").text
    assert page in home and "计算五色图，2026年第二季度" in home and "查看执行结果" in home
    shown = client.get(page).text
    assert 'data-task="done"' in shown and "已计算：试算" in shown and f'href="{PREPARE}"' in shown
    assert page not in client.get("/").text, "seen once is enough"
    assert client.get(f"{page}result/")["Location"] == PREPARE


def test_the_same_key_acts_once(sign_in, reviewer, later):
    client = sign_in(reviewer)
    form = computing(client)
    page = begun(client, PREPARE, form)
    with make_edition.staged("2026Q2"):
        later(client, page)
        assert client.post(PREPARE, form)["Location"] == PREPARE, "the first answer"
        second = begun(client, PREPARE, computing(client, "k2"))
        assert client.post(PREPARE, form)["Location"] == PREPARE
        process.carry_out(task.task_named(second.split("/")[2]))
    assert Run.objects.count() == 2


def test_refusals_keep_status_text_and_record(sign_in, committee, at_once):
    client = confirmed(sign_in(committee))
    version = client.get(PREPARE).context["version"]
    stale = client.post(PREPARE, {"act": "publish", "_version": "1", "_key": "k1", "meeting": "第9次会议"})
    refused = client.post(PREPARE, {"act": "announce", "_version": version, "_key": "k2"})

    assert stale.status_code == 409 and stale["X-Refusal"] == "stale" and "第9次会议" in stale.text
    assert refused.status_code == 403
    assert Event.objects.filter(kind="access.refused").count() == 1, "once, by the process that met it"
    assert client.post("/imports/no-such/", {"_key": "k3"}).status_code in (403, 404)
    assert tasks_of(committee) == []


def test_a_late_refusal_says_that_nothing_was_done_and_keeps_what_was_written(sign_in, committee, later):
    client = confirmed(sign_in(committee))
    page = begun(client, PREPARE, {"act": "publish", "_version": "1", "_key": "k1", "meeting": "第9次会议", "reason": "补登\n两处"})
    later(client, page)

    assert "查看原因" in client.get("/").text
    shown = client.get(page).text
    assert 'data-task="refused"' in shown and "没有执行任何一步" in shown and f'href="{PREPARE}"' in shown
    assert "会议" in shown and "第9次会议" in shown and "补登<br>两处" in shown
    assert "csrf" not in (task.task_named(page.split("/")[2]).folder / "order.json").read_text()


def test_a_page_of_a_work_for_no_quarter_has_a_title_too(sign_in, reviewer, later):
    client = sign_in(reviewer)
    page = begun(client, "/board/2026Q9/prepare/", {"act": "compute", "_version": "1", "_key": "k1"})
    assert later(client, page).end["status"] == 404 and "计算五色图，2026Q9" in client.get(page).text


def test_whose_post_ended_meanwhile_does_nothing(sign_in, reviewer, admin, later):
    client = sign_in(reviewer)
    page = begun(client, PREPARE, computing(client))
    one = task.task_named(page.split("/")[2])
    access.end_post(post=reviewer.assignments.get(), by=admin)
    process.carry_out(one)

    assert one.end["status"] == 403 and not Run.objects.exists()
    assert Event.objects.get(kind="access.refused").subject_id == PREPARE


def test_a_killed_one_did_nothing_and_one_killed_after_its_act_did_it(sign_in, reviewer, later):
    client = sign_in(reviewer)
    page = begun(client, PREPARE, computing(client))
    with make_edition.staged("2026Q2"):
        one = later(client, page)
    (one.folder / END).unlink()
    assert one.end == {"state": DONE, "location": PREPARE, "said": []}, "the receipt knows"
    assert "操作已经执行" in client.get(page).text

    page = begun(client, PREPARE, computing(client, "k2"))
    one = task.task_named(page.split("/")[2])
    (one.folder / LOCK).unlink()
    assert one.state == LOST
    shown = client.get(page).text
    assert 'data-task="lost"' in shown and "没有执行任何一步" in shown and f'href="{PREPARE}"' in shown


def test_a_fault_undoes_all_of_it(sign_in, reviewer, later, monkeypatch):
    def broken(**about):
        Run.objects.update(seal="x")
        raise OSError

    client = sign_in(reviewer)
    page = begun(client, PREPARE, computing(client))
    monkeypatch.setattr("scoring.boards.prepare_views.compute", broken)
    with make_edition.staged("2026Q2"), pytest.raises(OSError):
        later(client, page)
    assert task.task_named(page.split("/")[2]).state == FAILED and "系统出错" in client.get(page).text
    assert not Run.objects.exists()


def test_passwords_of_an_import_are_handed_over_once(sign_in, admin, later):
    client = confirmed(sign_in(admin))
    file = SimpleUploadedFile("t.xlsx", sheets.table(HEAD, ("li.hua", "李华", "领导", None, None, None)))
    page = begun(client, "/imports/users/", {"file": file, "_key": "k1"})
    one = later(client, page)
    assert not one.file(0).exists(), "the table of imports has it now"
    shown = Upload.objects.get()
    assert f'href="{reverse("import-preview", args=[shown.pk])}"' in client.get(page).text

    page = begun(client, f"/imports/{shown.pk}/apply/", {"_key": "k2", "_password": "Geheim-ist-1"})
    one = later(client, page)
    assert "Geheim" not in (one.folder / "order.json").read_text()
    assert User.objects.filter(username="li.hua").exists() and oct((one.folder / CARRIED).stat().st_mode & 0o777) == "0o600"
    client.get(page)
    assert not (one.folder / CARRIED).exists()
    preview = client.get(reverse("import-preview", args=[shown.pk]))
    username, _name, password = preview.context["secrets"][0]
    assert username == "li.hua" and password in preview.text
    assert all(password not in file.read_text() for file in one.folder.iterdir())
    client.get(page)
    assert password not in client.get(reverse("import-preview", args=[shown.pk])).text


def test_passwords_are_not_handed_over_to_whoever_finds_the_screen(sign_in, admin, later):
    admin.set_password("harbour-lamp-4711")
    admin.save()
    client = confirmed(sign_in(admin))
    file = SimpleUploadedFile("t.xlsx", sheets.table(HEAD, ("li.hua", "李华", "领导", None, None, None)))
    later(client, begun(client, "/imports/users/", {"file": file, "_key": "k1"}))
    preview = reverse("import-preview", args=[Upload.objects.get().pk])
    page = begun(client, f"{preview}apply/", {"_key": "k2"})
    one = later(client, page)

    left = Client()  # in this one the password was given long ago
    left.force_login(admin)
    assert f'href="{page}result/"' in left.get(page).text and (one.folder / CARRIED).exists()
    asked = left.get(f"{page}result/")
    assert asked.status_code == 403 and 'data-reason="recent_password"' in asked.text and left.get(preview).context["secrets"] == ()
    assert left.post(f"{page}result/", {"_password": "wrong"}).status_code == 403
    assert left.post(f"{page}result/", {"_password": "harbour-lamp-4711"})["Location"] == f"{page}result/"
    assert left.get(f"{page}result/")["Location"] == preview
    assert left.get(preview).context["secrets"][0][0] == "li.hua" and not (one.folder / CARRIED).exists()


def test_a_form_with_errors_is_shown_with_them(sign_in, admin, at_once, monkeypatch):
    client = sign_in(admin)
    answer = client.post("/imports/users/", {"file": SimpleUploadedFile("t.xls", b"x"), "_key": "k1"})
    assert answer.status_code == 422 and "xlsx" in answer.text and not Upload.objects.exists()
    assert tasks_of(admin) == []


def test_records_accepted_together_are_told_row_by_row(sign_in, reviewer, own_branch, secretary, later):
    one = make.record(own_branch, by=secretary, state="submitted")
    client = sign_in(reviewer)
    form = {"_key": "all", "records": [str(one.pk)], f"version-{one.pk}": one.version, "code": "B4", "month": "2026-05"}
    page = begun(client, "/review/accept/", form)
    later(client, page)

    assert Record.objects.get().state == "accepted"
    assert 'href="/review/accepted/"' in client.get(page).text
    told = client.get("/review/accepted/")
    assert own_branch.name in told.text and told.context["back"] == "/review/indicator/B4/2026-05/"


def test_a_second_long_work_is_led_to_the_first(sign_in, reviewer, later, monkeypatch):
    from config import slots, works

    monkeypatch.setattr(works, "PATIENCE", 0.0)
    client = sign_in(reviewer)
    form = computing(client)
    page = begun(client, PREPARE, form)
    held = slots.take(task.settings.SLOTS, str(reviewer.pk), 2)
    other = client.post(PREPARE, computing(client, "k2"), HTTP_ACCEPT="text/html")
    assert other.status_code == 429 and f'href="{page}"' in other.text
    assert client.post(PREPARE, form)["Location"] == page, "a form sent twice is one work"
    held.free()
