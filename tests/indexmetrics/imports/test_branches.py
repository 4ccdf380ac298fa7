"""The branch register and the members' counts: round trip, changes, refusals, undo."""

from datetime import date

import pytest

from branches.audit.models import Event
from branches.org import actions as org
from branches.org.models import Branch, Profile, Seat
from branches.org.queries import branches_as_of
from indexmetrics.imports.models import Upload
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db
HEAD = ("支部代码", "全称", "简称", "类别", "党员数")


@pytest.fixture
def client(client, admin, own_branch, other_branch):
    org.seat(branch=own_branch, kind="secretary", holder="=cmd|'/c calc'!A1", since=date(2026, 1, 1), by=None)
    client.force_login(admin)
    return client


def today(code: str):
    return branches_as_of(date(2026, 6, 2), codes=[code])[0]


@pytest.mark.parametrize("kind", ["branches", "members"])
def test_template_taken_back_unchanged_changes_nothing(client, kind):
    upload = sheets.send(client, kind, sheets.template(client, kind))

    assert upload.problems == [] and upload.plan == []


def test_change_is_shown_cell_by_cell_and_saved_on_confirmation(client):
    def change(sheet):
        row = sheets.line(sheet, "pcs-2")
        sheet.cell(row, sheets.place(sheet, "党员数"), 21)
        sheet.cell(row, sheets.place(sheet, "离岛支部"), "是")

    upload = sheets.send(client, "branches", sheets.edited(sheets.template(client, "branches"), change))
    page = client.get(f"/imports/{upload.pk}/").content.decode()

    assert {(cell[2], cell[3], cell[4]) for cell in upload.plan[0]["cells"]} == {("党员数", "18", "21"), ("离岛支部", "否", "是")}
    assert "21" in page and today("pcs-2").members == 18
    sheets.take_over(client, upload)
    assert today("pcs-2").members == 21 and "is_island" in today("pcs-2").attributes
    assert branches_as_of(date(2026, 6, 1), codes=["pcs-2"])[0].members == 18
    assert Event.objects.filter(kind="import.applied", by_name="admin").exists()


def test_new_branch_seat_and_term(client):
    def change(sheet):
        row = sheets.first_empty(sheet)
        for heading, value in {
            "支部代码": "xcb", "全称": "宣教科党支部", "简称": "宣教科", "类别": "机关科室支部", "党员数": 9, "设支委会": "是",
            "成立日期": date(2026, 6, 1), "书记": "王一", "选举日期": date(2026, 6, 1), "任期届满日": date(2029, 5, 31),
        }.items():
            sheet.cell(row, sheets.place(sheet, heading), value)

    upload = sheets.send(client, "branches", sheets.edited(sheets.template(client, "branches"), change))
    assert upload.problems == []
    sheets.take_over(client, upload)

    row = today("xcb")
    assert (row.type, row.members, row.secretary, row.attributes) == ("office", 9, "王一", ("has_committee",))
    assert Branch.objects.get(code="xcb").terms.get().ends_on == date(2029, 5, 31)


def test_undo_restores_exact_values(client):
    before = list(Profile.objects.order_by("pk").values()), list(Seat.objects.order_by("pk").values()), list(Branch.objects.order_by("pk").values())

    def change(sheet):
        row = sheets.line(sheet, "pcs-2")
        sheet.cell(row, sheets.place(sheet, "党员数"), 30)
        sheet.cell(row, sheets.place(sheet, "全称"), "新名称")
        sheet.cell(row, sheets.place(sheet, "书记"), "-")
        new = sheets.first_empty(sheet)
        for heading, value in {"支部代码": "n1", "全称": "甲", "简称": "甲", "类别": "office", "党员数": 3}.items():
            sheet.cell(new, sheets.place(sheet, heading), value)

    upload = sheets.send(client, "branches", sheets.edited(sheets.template(client, "branches"), change))
    sheets.take_over(client, upload)
    assert Branch.objects.filter(code="n1").exists()
    assert sheets.take_back(client, upload).status_code == 302

    after = list(Profile.objects.order_by("pk").values()), list(Seat.objects.order_by("pk").values()), list(Branch.objects.order_by("pk").values())
    assert after == before
    assert Event.objects.filter(kind="import.undone").exists()
    assert sheets.take_back(client, upload, key="u2").status_code == 409


def test_undo_is_refused_when_something_changed_since(client, own_branch):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30)))
    sheets.take_over(client, upload)
    org.change(branch=own_branch, members=31, since=date(2026, 6, 2), by=None)

    assert sheets.take_back(client, upload).status_code == 409
    assert today("pcs-2").members == 31


def test_undo_is_refused_when_the_quarter_is_closed(client):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30)))
    sheets.take_over(client, upload)
    make.quarter(state="confirmed")

    assert sheets.take_back(client, upload).status_code == 409


def test_same_file_twice_is_a_no_op(client):
    content = sheets.table(("支部代码", "党员数"), ("pcs-2", 30))
    sheets.take_over(client, sheets.send(client, "members", content))
    second = sheets.send(client, "members", content, key="k2")

    assert second.plan == []
    assert "已由" in client.get(f"/imports/{second.pk}/").content.decode()
    assert sheets.take_over(client, second, key="a2").status_code == 409
    assert Profile.objects.filter(members=30).count() == 1


def test_confirmed_twice_is_done_once(client):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30)))

    assert sheets.take_over(client, upload).status_code == 302
    assert sheets.take_over(client, upload, key="a1").status_code == 302  # the same request again
    assert sheets.take_over(client, upload, key="a2").status_code == 409


def test_confirmation_is_refused_when_the_data_moved_on(client, own_branch):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30)))
    org.change(branch=own_branch, members=25, by=None)

    assert sheets.take_over(client, upload).status_code == 409
    assert today("pcs-2").members == 25


def test_one_bad_row_and_nothing_is_saved(client):
    upload = sheets.send(client, "branches", sheets.table(
        HEAD, ("pcs-2", "甲", "甲", "office", 30), ("none", None, None, "宫殿", -1), ("pcs-3", None, None, None, "十八")))
    page = client.get(f"/imports/{upload.pk}/")

    cells = {row["cell"] for row in upload.problems}
    assert {"D3", "E3", "B3", "C3", "E4"} <= cells
    assert page.status_code == 422 and "E4" in page.content.decode()
    assert sheets.take_over(client, upload).status_code == 409
    assert today("pcs-2").members == 18


def test_columns_in_any_order_below_other_rows(client):
    upload = sheets.send(client, "members", sheets.table(
        ("备用", "党员数", "支部代码 *"), ("x", 30, "pcs-2"), above=3))

    assert upload.problems == [] and upload.plan[0]["cells"][0][0] == "B5"
    assert any("备用" in line for line in upload.notices)


def test_row_twice_is_named(client):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30), ("pcs-2", 31)))

    assert [row["cell"] for row in upload.problems] == ["A3"]


def test_other_template_is_named(client, admin):
    upload = sheets.send(client, "members", sheets.template(client, "users"))

    assert "users:" in upload.problems[0]["remedy"]


def test_csv_in_both_codings(client):
    text = "支部代码,党员数\npcs-2,３０\n"
    for number, coding in enumerate(("utf-8-sig", "gb18030")):
        upload = sheets.send(client, "members", text.encode(coding), name="t.csv", key=f"k{number}")
        assert upload.plan[0]["cells"][0][3:] == ["18", "30"]
        assert any("３０" in line for line in upload.notices)


@pytest.mark.parametrize("who", ["reviewer", "secretary", "viewer", "nobody", "committee"])
def test_kind_asks_its_right(client, sign_in, request, who):
    other = sign_in(request.getfixturevalue(who))

    assert other.get("/imports/branches/").status_code in (403, 404)
    assert other.get("/imports/users/template.xlsx").status_code in (403, 404)


def test_foreign_preview_is_missing(client, sign_in):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30)))
    from django.test import Client

    from branches.access.roles import Role
    other = Client()
    other.force_login(make.user("admin2", role=Role.ADMIN))

    assert other.get(f"/imports/{upload.pk}/").status_code == 404
    assert other.post(f"/imports/{upload.pk}/apply/", {"_key": "x"}).status_code in (403, 404)
    assert Upload.objects.get(pk=upload.pk).state == "shown"


def test_marked_workbook_names_bad_cells(client):
    from io import BytesIO

    from openpyxl import load_workbook
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", "多")))

    book = load_workbook(BytesIO(client.get(f"/imports/{upload.pk}/marked.xlsx").content))

    assert book.worksheets[0]["B2"].comment and book.worksheets[0]["B2"].fill.fgColor.rgb.endswith("F9C9C0")
    assert book.worksheets[-1]["B2"].value == "B2"


def test_no_text_of_users_becomes_a_formula(client):
    from io import BytesIO

    from openpyxl import load_workbook
    book = load_workbook(BytesIO(sheets.template(client, "branches")))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any("calc" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)


def test_taking_over_asks_the_password(client):
    upload = sheets.send(client, "members", sheets.table(("支部代码", "党员数"), ("pcs-2", 30)))

    assert client.post(f"/imports/{upload.pk}/apply/", {"_key": "a"}).status_code == 403
    assert today("pcs-2").members == 18
