"""The pages of imports: who sees what, which methods, how much they read."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import load_workbook

from indexmetrics.imports.models import Upload
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.template import workbook_of
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db
MEMBERS = (("支部代码", "党员数"), ("pcs-2", 30))


def kinds(client) -> set[str]:
    return {kind.code for kind, _scopes in client.get("/imports/").context["rows"]}


@pytest.mark.parametrize(("who", "wanted"), [
    ("admin", {"branches", "members", "users"}), ("reviewer", {"registers", "facts", "verdicts"}),
    ("discipline", {"registers"}), ("committee", {"registers"}), ("secretary", {"evidence"}),
])
def test_everybody_imports_what_his_post_includes(sign_in, request, own_branch, who, wanted):
    assert kinds(sign_in(request.getfixturevalue(who))) == wanted


@pytest.mark.parametrize("who", ["viewer", "nobody"])
def test_page_asks_a_right(sign_in, request, who):
    assert sign_in(request.getfixturevalue(who)).get("/imports/").status_code == 403


def test_stranger_signs_in_first(client, db):
    assert client.get("/imports/")["Location"].startswith("/login/")


@pytest.mark.parametrize(("address", "method"), [
    ("/imports/", "post"), ("/imports/members/template.xlsx", "post"), ("/imports/1/apply/", "get"), ("/imports/1/undo/", "get")])
def test_other_methods_do_not_exist(sign_in, admin, address, method):
    assert getattr(sign_in(admin), method)(address).status_code == 405


@pytest.mark.parametrize("address", ["/imports/99/", "/imports/none/", "/imports/99/marked.xlsx", "/imports/none/template.xlsx"])
def test_unknown_is_missing(sign_in, admin, address):
    assert sign_in(admin).get(address).status_code == 404


def test_upload_saves_nothing(sign_in, admin, own_branch):
    client = sign_in(admin)
    upload = sheets.send(client, "members", sheets.table(*MEMBERS))

    assert upload.state == Upload.State.SHOWN and own_branch.profiles.get().members == 18


def test_uploaded_twice_in_one_form_is_one_upload(sign_in, admin, own_branch):
    client = sign_in(admin)
    first = sheets.send(client, "members", sheets.table(*MEMBERS))
    second = sheets.send(client, "members", sheets.table(*MEMBERS))

    assert first.pk == second.pk


@pytest.mark.parametrize(("name", "content"), [("t.xls", b"x"), ("t.exe", b"x"), ("t.xlsx", b"")])
def test_other_files_are_refused(sign_in, admin, own_branch, name, content):
    answer = sign_in(admin).post("/imports/members/", {"file": SimpleUploadedFile(name, content), "_key": "k"})

    assert answer.status_code == 422 and not Upload.objects.exists()


def test_preview_shows_pages_of_changes_in_few_queries(sign_in, admin, own_branch, django_assert_max_num_queries):
    client = sign_in(admin)
    rows = [("code", "name", "short_name", "type_code", "members"), *((f"b{n}", f"支部{n}", f"支{n}", "office", n) for n in range(120))]
    upload = sheets.send(client, "branches", sheets.table(*rows))
    client.get(f"/imports/{upload.pk}/")  # the day's first look at names is put on record

    with django_assert_max_num_queries(12):
        page = client.get(f"/imports/{upload.pk}/")
    assert len(page.context["page"].object_list) == 100 and client.get(f"/imports/{upload.pk}/?page=2").status_code == 200


def test_template_has_drop_downs_limits_notes_and_locks(sign_in, admin, own_branch):
    book = load_workbook(BytesIO(sheets.template(sign_in(admin), "branches")))
    sheet = book.worksheets[0]
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}

    assert {"list", "whole", "date"} <= set(rules) and rules["whole"].prompt
    assert sheet.protection.sheet and not sheet["E4"].protection.locked
    assert any("wusetu-template:branches:" in str(cell.value) for row in book.worksheets[-1].iter_rows() for cell in row)


def test_secretary_reaches_only_own_uploads(sign_in, secretary, neighbour, own_branch):
    client = sign_in(secretary)
    upload = sheets.send(client, "evidence", sheets.table(
        ("kind", "date", "title"), ("party_day", "2026-05-18", "重温入党誓词")), scope="2026-05:pcs-2")
    assert sheets.take_over(client, upload).status_code == 302

    other = sign_in(neighbour)
    assert other.get(f"/imports/{upload.pk}/").status_code == 404
    assert sheets.take_back(other, upload).status_code == 404


@pytest.mark.parametrize(("kind", "scope", "who"), [
    ("branches", "", "admin"), ("users", "", "admin"), ("evidence", "2026-05:pcs-2", "secretary"),
    ("registers", "2026Q2:H2", "reviewer"), ("verdicts", "2026Q2", "reviewer")])
def test_template_of_the_other_language_is_read(sign_in, request, own_branch, kind, scope, who):
    from tests import make
    make.record(own_branch, by=request.getfixturevalue("secretary"), tags=("L1", "I1"))
    client = sign_in(request.getfixturevalue(who))
    with override("en"):
        content = workbook_of(KINDS[kind], scope)
    upload = sheets.send(client, kind, content, scope=scope)

    assert [row["remedy"] for row in upload.problems if row["cell"]] == [] and upload.plan == []


def test_large_table_gets_the_list_alone(sign_in, admin, own_branch, monkeypatch):
    from indexmetrics.imports import marking
    monkeypatch.setattr(marking, "MOST_MARKED", 3)
    client = sign_in(admin)
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", "多"), ("pcs-3", "少")))

    book = load_workbook(BytesIO(client.get(f"/imports/{upload.pk}/marked.xlsx").content))

    assert len(book.worksheets) == 1 and book.worksheets[0].max_row == len(upload.problems) + 1
