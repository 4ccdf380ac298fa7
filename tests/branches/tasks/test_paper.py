"""Files made by a process of their own: as the page would have handed them out, for the same eyes, with the same record."""

from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from branches.audit.models import Event
from branches.basics import room
from branches.org.models import Branch
from branches.tasks import entrusting, process, task
from branches.tasks.task import tasks_of
from branches.trail import views as trail
from config.rates import PAPERS
from indexmetrics.evidence import actions as evidence
from scoring.reports import views as reports
from tests import make, make_edition
from tests.confirming import confirmed
from tests.laws.test_views import ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# One document, or one that no bureau makes long.
SHORT = {"rectification-paper", "schemes-download", "periods-calendar-list"}
DAYS = {"since": "2026-01-01", "until": "2026-12-31", "form": "csv"}


@pytest.fixture(autouse=True)
def large(settings, tmp_path, monkeypatch):
    """Five branches count as many; whoever is not answered at once is not answered at all."""
    settings.LARGE_BOARD, settings.TASKS, settings.SLOTS = 5, tmp_path / "tasks", tmp_path / "slots"
    settings.MEDIA_ROOT = tmp_path / "evidence"
    monkeypatch.setattr(entrusting, "PATIENCE", 0.0)
    make_edition.bureau(5)


@pytest.fixture
def begun(monkeypatch):
    """The works that were begun, each done before its page looks for it."""
    found = []

    def begin(one, held):
        found.append(one.arguments["path"])
        process.carry_out(one)

    monkeypatch.setattr(process, "begin", begin)
    return found


def body(answer) -> bytes:
    """The whole answer, to its end."""
    assert answer.status_code == 200, answer.text
    return b"".join(answer)


def cells(answer) -> list[tuple]:
    """What stands in a list's sheet, but for its moment."""
    rows = list(load_workbook(BytesIO(body(answer))).active.iter_rows(values_only=True))
    return [rows[0], *rows[2:]]


def later(client, monkeypatch, address: str, form: dict | None = None) -> str:
    """The page of the work that this begins."""
    monkeypatch.setattr(process, "begin", lambda one, held: None)
    answer = client.post(address, form) if form is not None else client.get(address)
    assert answer.status_code == 302 and answer["Location"].startswith("/tasks/"), answer.text
    return answer["Location"]


@pytest.mark.parametrize("address", [
    "/people/?as=xlsx&q=e", "/branches/?as=xlsx", "/matrix/?as=xlsx&quarter=2026Q2", "/review/?as=xlsx", "/warnings/?as=xlsx",
])
def test_a_list_is_the_same_whoever_makes_it(sign_in, admin, reviewer, begun, settings, second_quarter, address):
    person = admin if address.startswith("/people/") else reviewer
    client = sign_in(person)
    apart = client.get(address)
    assert begun == [address.partition("?")[0]]
    settings.LARGE_BOARD = 1000
    here = client.get(address)

    assert len(begun) == 1 and cells(apart) == cells(here)
    for name in ("Content-Type", "Content-Disposition", "Cache-Control"):
        assert apart[name] == here[name]
    first, second = Event.objects.filter(kind="report.exported").order_by("number")
    assert (first.by_name, first.origin, first.after) == (second.by_name, "127.0.0.1", second.after)
    assert tasks_of(person) == [], "its person has it"


def test_its_page_is_shown_at_once(sign_in, admin, begun):
    assert sign_in(admin).get("/people/").status_code == 200 and begun == []


def test_what_takes_longer_is_fetched_from_its_page(sign_in, reviewer, monkeypatch):
    client = sign_in(reviewer)
    page = later(client, monkeypatch, "/branches/?as=xlsx&q=支部")
    one = task.task_named(page.split("/")[2])
    assert one.again == "/branches/?as=xlsx&q=%E6%94%AF%E9%83%A8"
    process.carry_out(one)

    shown = client.get(page).text
    assert "支部登记" in shown and one.end["name"].endswith(".xlsx") and one.end["name"] in shown
    assert "支部登记" in client.get("/").text
    assert one.end["name"].startswith("支部登记") and cells(client.get(f"{page}result/"))[0][0] == "支部登记"


def test_a_wall_chart_is_shown_not_saved(sign_in, viewer, begun):
    make_edition.published("2026Q2")
    address, client = "/board/2026Q2/wallchart.pdf", sign_in(viewer)
    answer = client.get(address)

    assert begun == [address] and body(answer).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].startswith("inline") and answer["ETag"]
    assert [client.get(f"/board/{quarter}/wallchart.pdf").status_code for quarter in ("2031Q1", "nonsense")] == [404, 404]


def test_the_trail_is_long_by_its_own_length(sign_in, admin, begun, monkeypatch, settings):
    settings.LARGE_BOARD, client = 1000, confirmed(sign_in(admin))
    assert cells(client.get("/audit/?as=xlsx")) and begun == []
    monkeypatch.setattr(trail, "MANY", 2)

    assert cells(client.get("/audit/?as=xlsx"))[0][0] == "审计记录" and begun == ["/audit/"]
    assert cells(client.get("/audit/?as=xlsx&by=nobody")) and begun == ["/audit/"], "no rows are no long list"
    assert body(client.post("/audit/export/", DAYS)) and begun == ["/audit/", "/audit/export/"]
    assert body(client.post("/audit/export/", DAYS | {"until": DAYS["since"]})) and len(begun) == 2, "a day without events is not long"
    assert client.post("/audit/export/", DAYS | {"until": "2025-01-01"}).status_code == 422 and len(begun) == 2
    page = later(client, monkeypatch, "/audit/export/", DAYS)
    assert task.task_named(page.split("/")[2]).again == "/audit/"


def test_who_must_say_the_password_begins_nothing(sign_in, admin, begun, monkeypatch):
    monkeypatch.setattr(trail, "MANY", 0)
    admin.set_password("harbour-lamp-4711")
    admin.save()
    client = sign_in(admin)
    assert [client.get("/audit/?as=xlsx").status_code, client.post("/audit/export/", DAYS).status_code] == [403, 403]
    assert begun == []

    assert body(client.post("/audit/export/", {**DAYS, "_password": "harbour-lamp-4711"})) and begun == ["/audit/export/"]


def test_a_folder_is_long_by_its_files_and_tells_nothing_of_foreign_ones(sign_in, secretary, own_branch, begun, monkeypatch):
    own, foreign = own_branch, Branch.objects.exclude(pk=own_branch.pk).first()
    record = make.record(own, by=secretary)
    evidence.attach(record=record, name="a.pdf", chunks=[make.PDF], by=secretary)
    client = sign_in(secretary)
    assert ZipFile(BytesIO(body(client.get(f"/reports/2026Q2/{own.code}.zip")))).testzip() is None and begun == []
    monkeypatch.setattr(reports, "MANY_BYTES", 10)

    packed = ZipFile(BytesIO(body(client.get(f"/reports/2026Q2/{own.code}.zip"))))
    assert any(name.endswith("a.pdf") for name in packed.namelist()) and len(begun) == 1
    assert Event.objects.filter(kind="report.exported", branch_code=own.code).count() == 2
    for code in (foreign.code, "no-such"):
        assert client.get(f"/reports/2026Q2/{code}.zip").status_code == 404
    assert len(begun) == 1, "a foreign one is as missing as none, and takes no longer"


def test_a_head_is_on_record_like_what_it_lets_be_fetched(sign_in, secretary, own_branch, begun, monkeypatch):
    monkeypatch.setattr(reports, "MANY_BYTES", -1)
    answer = sign_in(secretary).head(f"/reports/2026Q2/{own_branch.code}.zip")
    assert answer.status_code == 200 and len(begun) == 1
    assert not body(answer)
    assert Event.objects.filter(kind="report.exported", branch_code=own_branch.code).count() == 1


def test_a_folder_is_not_copied_into_the_reserve_of_the_disk(sign_in, secretary, own_branch, begun, monkeypatch):
    monkeypatch.setattr(reports, "MANY_BYTES", -1)
    monkeypatch.setattr(room, "is_short", lambda path, more=None: more is not None)
    assert ZipFile(BytesIO(body(sign_in(secretary).get(f"/reports/2026Q2/{own_branch.code}.zip")))) and begun == []


def test_the_trail_is_fetched_with_a_recent_password_only(sign_in, admin, monkeypatch):
    monkeypatch.setattr(trail, "MANY", 1)
    page = later(confirmed(sign_in(admin)), monkeypatch, "/audit/?as=xlsx")
    process.carry_out(task.task_named(page.split("/")[2]))

    left = Client()
    left.force_login(admin)
    assert left.get(page).status_code == 200 and left.get(f"{page}result/").status_code == 403
    assert cells(confirmed(left).get(f"{page}result/"))


def test_a_chart_that_the_browser_has_is_not_drawn_again(sign_in, viewer, begun):
    make_edition.published("2026Q2")
    client = sign_in(viewer)
    answer = client.get("/board/2026Q2/wallchart.pdf")
    tag = answer["ETag"]
    assert body(answer)
    assert client.get("/board/2026Q2/wallchart.pdf", HTTP_IF_NONE_MATCH=tag).status_code == 304 and len(begun) == 1


def test_what_is_written_into_a_list_is_no_paper(sign_in, reviewer, begun, own_branch):
    form = urlencode({"_key": "k1"})
    sign_in(reviewer).generic("POST", "/registers/2026Q2/L2/?as=xlsx", form, content_type="application/x-www-form-urlencoded")
    assert begun == []


def test_a_form_that_hands_out_a_file(sign_in, reviewer, begun, second_quarter):
    answer = sign_in(reviewer).post("/matrix/2026Q2/export/", {"by": "month"})
    assert begun == ["/matrix/2026Q2/export/"] and cells(answer)[0][0] == "完整性"


def test_a_disk_that_is_nearly_full_is_left_to_what_people_write(sign_in, admin, begun, monkeypatch):
    monkeypatch.setattr(room, "is_short", lambda path: True)
    assert sign_in(admin).get("/people/?as=xlsx").status_code == 200 and begun == []


def test_refusals_are_on_record_once(sign_in, secretary, begun, monkeypatch):
    client = sign_in(secretary)
    assert client.get("/imports/users/template.xlsx").status_code in (403, 404)
    assert Event.objects.filter(kind="access.refused").count() == 1


def test_an_answer_that_is_no_file_is_told(sign_in, reviewer, monkeypatch):
    client = sign_in(reviewer)
    one = task.task_named(later(client, monkeypatch, "/branches/?as=xlsx").split("/")[2])
    one.order["arguments"]["query"] = ""
    process.carry_out(one)
    assert one.end["state"] == "refused" and not one.result.exists() and "没有生成文件" in one.end["sentence"]


def test_every_address_of_a_file_is_named():
    found = {pattern.name: pattern.callback for _route, pattern in ROUTES if (pattern.name or "").endswith(PAPERS)}
    assert {name for name, view in found.items() if not hasattr(view, "paper")} == SHORT
