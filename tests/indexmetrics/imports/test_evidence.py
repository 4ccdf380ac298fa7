"""A branch's month filled in without network."""

from datetime import date

import pytest

from indexmetrics.evidence.models import Record
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db
MAY = "2026-05:pcs-2"


@pytest.fixture
def client(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def filled(own_branch, secretary):
    """A month with an event of every shade and a figure."""
    make.record(own_branch, by=secretary, tags=("L1",))
    make.record(own_branch, by=secretary, kind="dues", title="", data={"fully_collected": True})
    make.record(own_branch, by=secretary, kind="matter_solved", title="修好路灯", data={"closed_on": "2026-05-20"})
    make.record(own_branch, by=secretary, kind="party_lecture", data={
        "due": 18, "present": 15, "lecturer": "secretary", "venue": "online_云上课堂"})
    make.record(own_branch, by=secretary, kind="org_life_meeting", data={"due": 18, "present": 18, "ticked": ["meeting_held"]})
    make.figure(own_branch, month="2026-05", by=secretary)
    return own_branch


def contents() -> list[dict]:
    return [record.content() for record in Record.objects.order_by("pk")]


def test_template_taken_back_unchanged_changes_nothing(client, filled):
    upload = sheets.send(client, "evidence", sheets.template(client, "evidence", MAY), scope=MAY)

    assert upload.problems == [] and upload.plan == []


def test_events_and_figures_become_drafts(client, own_branch, second_quarter):
    def change(sheet):
        rows = (
            {"类别": "主题党日", "日期": date(2026, 5, 18), "主题": "重温入党誓词", "应到": 18, "实到": 15, "执勤备勤": 2, "兼计入": "理论学习、L6"},
            {"类别": "党费收缴", "日期": "2026年5月6日", "本月已全额收缴": "是"},
            {"类别": "L2 至少参加一次学习的党员", "分子": 17, "分母": 18},
        )
        for number, row in enumerate(rows, sheets.first_empty(sheet)):
            for heading, value in row.items():
                found = [cell.column for cell in sheet[3] if str(cell.value or "").startswith(heading)]
                if found:
                    sheet.cell(number, found[0], value)

    content = sheets.edited(sheets.template(client, "evidence", MAY), change)
    upload = sheets.send(client, "evidence", content, scope=MAY)
    problems = [(row["cell"], row["remedy"]) for row in upload.problems]
    assert [row for row in problems if "L6" not in row[1]] == problems


def test_events_are_recorded_once(client, own_branch, second_quarter):
    content = sheets.table(HEAD_OF(client), ("主题党日", date(2026, 5, 18), "重温入党誓词", 18, 15), ("dues", date(2026, 5, 6), None, None, None))
    upload = sheets.send(client, "evidence", content, scope=MAY)
    assert upload.problems == []
    sheets.take_over(client, upload)

    made = Record.objects.get(kind="party_day")
    assert (made.state, made.data["due"], made.data["present"], made.recorded_by.username) == ("draft", 18, 15, "secretary")
    again = sheets.send(client, "evidence", content, scope=MAY, key="k2")
    assert again.plan == [] and Record.objects.count() == 2


def HEAD_OF(client) -> tuple:
    """The headings by the codes, which every template takes."""
    return ("kind", "date", "title", "due", "present")


def test_change_and_undo(client, filled):
    before = contents()
    record = Record.objects.get(kind="party_day")
    upload = sheets.send(client, "evidence", sheets.table(
        ("entry", "kind", "date", "title", "present", "tags"), (record.pk, "party_day", date(2026, 5, 19), "改题", 16, "L1,I1"),
        (None, "study", date(2026, 5, 7), "第一议题", None, None)), scope=MAY)
    assert upload.problems == []
    sheets.take_over(client, upload)
    record.refresh_from_db()
    assert (record.title, record.date, record.data["present"]) == ("改题", date(2026, 5, 19), 16)

    assert sheets.take_back(client, upload).status_code == 302
    assert contents() == before


def test_submitted_record_is_not_changed(client, own_branch, secretary):
    record = make.record(own_branch, by=secretary, state="submitted")
    upload = sheets.send(client, "evidence", sheets.table(
        ("entry", "kind", "date", "title"), (record.pk, "party_day", date(2026, 5, 18), "改题")), scope=MAY)

    assert upload.problems and upload.problems[0]["cell"] == "D2"


@pytest.mark.parametrize(("row", "cell"), [
    (("舞会", date(2026, 5, 18), "x", 1, 1), "A2"), (("party_day", date(2026, 6, 18), "x", 1, 1), "B2"),
    (("party_day", None, "x", 1, 1), "B2"), (("party_day", date(2026, 5, 18), "x", 5, 6), "E2"),
    (("dues", date(2026, 5, 18), None, 5, None), "D2"), (("party_day", date(2026, 5, 18), "x", 1.5, 1), "D2"),
    (("party_day", date(2026, 5, 18), None, 5, 4), None),
])
def test_wrong_rows_are_named(client, own_branch, second_quarter, row, cell):
    upload = sheets.send(client, "evidence", sheets.table(HEAD_OF(client), row), scope=MAY)

    assert upload.problems and (cell is None or cell in [one["cell"] for one in upload.problems])
    assert not Record.objects.exists()


@pytest.mark.parametrize("scope", ["2026-05:pcs-3", "2026-04", "2025-01:pcs-2", ""])
def test_other_months_and_branches_are_missing(client, other_branch, scope):
    assert client.get(f"/imports/evidence/?for={scope}").status_code == 404


def test_template_of_another_month_is_named(client, filled):
    upload = sheets.send(client, "evidence", sheets.template(client, "evidence", "2026-04:pcs-2"), scope=MAY)

    assert "2026-04" in upload.problems[0]["remedy"]
