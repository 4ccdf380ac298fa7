"""The trail for a log platform: its columns, its days, its two forms, one more event, as page and as command."""

import csv
import io
import json
import os
import tracemalloc
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from branches.access.roles import Role
from branches.audit.actions import append, draft, record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.operations import FAILURES, OPERATION
from branches.basics import clock
from branches.trail.platform import COLUMNS, rows
from branches.trail.writing import Form, guarded, unguarded, write
from tests.confirming import confirmed

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 2)  # on which the people of these tests stand
LONG = os.environ.get("WUSETU_LONG") == "1"
SENT = {"since": "2026-06-02", "until": "2026-06-02", "form": "csv"}


def read(body: bytes, form: Form = Form.CSV) -> list[dict[str, str]]:
    if form == Form.JSONL:
        return [json.loads(line) for line in body.decode().splitlines()]
    found = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    return [{name: unguarded(value) for name, value in row.items()} for row in found]


def written(form: Form, since: date = DAY, until: date = DAY) -> bytes:
    out = io.BytesIO()
    write(rows(since, until), form, out)
    return out.getvalue()


def row_of(number: int) -> dict[str, str]:
    return next(row for row in rows(DAY, DAY) if json.loads(row["Operate_Condition"])["event"] == number)


@pytest.mark.once
def test_every_column_says_what_the_platforms_ask(during, secretary, own_branch):
    event = record(
        EventKind.EVIDENCE_AMENDED, by=secretary, subject="record", subject_id="7", branch="pcs-2", period="2026-05",
        reason="人数写错", before={"present": 15}, after={"present": 16})

    row = row_of(event.number)

    assert tuple(row) == COLUMNS
    assert (row["User_ID"], row["User_Name"], row["Organization_ID"]) == ("secretary", secretary.name, own_branch.code)
    assert (row["Operate_Time"], row["Operate_Type"], row["Operate_Result"], row["Error_Code"]) == ("20260602150000", "3", "1", "")
    assert row["Operate_Name"] == str(EventKind.EVIDENCE_AMENDED.label)
    assert row["Terminal_ID"] == event.origin
    assert json.loads(row["Operate_Condition"]) == {
        "event": event.number, "subject": "record", "id": "7", "branch": "pcs-2", "period": "2026-05", "role": "branch_secretary",
        "reason": "人数写错", "before": {"present": 15}, "after": {"present": 16}}


@pytest.mark.once
def test_a_page_tells_the_address_and_a_refusal_its_status(during, secretary, sign_in, client):
    client.post("/login/", {"username": "secretary", "password": "no"}, REMOTE_ADDR="10.1.2.3")
    tried = Event.objects.get(kind=EventKind.ACCESS_LOGIN_FAILED)
    sign_in(secretary).get("/people/")
    refused = Event.objects.get(kind=EventKind.ACCESS_REFUSED)

    first, second = row_of(tried.number), row_of(refused.number)

    assert (first["User_ID"], first["Terminal_ID"], first["Operate_Type"]) == ("secretary", "10.1.2.3", "0")
    assert (first["Operate_Result"], first["Error_Code"]) == ("0", "access.login_failed")
    assert (second["Terminal_ID"], second["Operate_Result"], second["Error_Code"]) == ("127.0.0.1", "0", "403")


@pytest.mark.once
def test_every_kind_of_event_comes_out(during, secretary):
    made = append([draft(kind, by=secretary, subject="thing", subject_id=kind.value) for kind in EventKind])
    numbers = {event.number for event in made}

    found = [row for row in rows(DAY, DAY) if json.loads(row["Operate_Condition"])["event"] in numbers]

    assert [row["Operate_Type"] for row in found] == [str(int(OPERATION[kind])) for kind in EventKind]
    assert [row["Operate_Result"] for row in found] == ["0" if kind in FAILURES else "1" for kind in EventKind]
    assert all(bool(row["Error_Code"]) == (row["Operate_Result"] == "0") for row in found)


def test_days_begin_and_end_on_the_clock_of_the_bureau(second_quarter):
    moments = ("2026-06-01T23:59:59+08:00", "2026-06-02T00:00:00+08:00", "2026-06-02T23:59:59+08:00", "2026-06-03T00:00:00+08:00")
    for moment in moments:
        with clock.frozen(moment):
            record(EventKind.BRAND_CHANGED, by=None, subject="brand", subject_id=moment)
    with clock.frozen("2026-07-01"):
        told = [row["Operate_Time"] for row in rows(DAY, DAY) if row["Operate_Name"] == str(EventKind.BRAND_CHANGED.label)]
        assert told == ["20260602000000", "20260602235959"]
        assert len(list(rows(date.min, date.max))) == Event.objects.count(), "the ends of the calendar are no mistake"


def test_the_branch_is_that_of_the_post_held_then(during, secretary, own_branch, other_branch):
    first = record(EventKind.BRAND_CHANGED, by=secretary, subject="brand", subject_id="1")
    post = secretary.assignments.get()
    post.until = DAY
    post.save()
    secretary.assignments.create(role=Role.SECRETARY, branch=other_branch, since=DAY + timedelta(days=1))
    with clock.frozen("2026-06-03"):
        second = record(EventKind.BRAND_CHANGED, by=secretary, subject="brand", subject_id="2")
        found = {json.loads(row["Operate_Condition"])["event"]: row["Organization_ID"] for row in rows(DAY, date(2026, 6, 3))}

    assert (found[first.number], found[second.number]) == ("pcs-2", "pcs-3")


@pytest.mark.once
def test_both_forms_hold_the_same_and_nothing_is_a_formula(during, secretary, own_branch):
    hostile = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", "a,\"b\"\n换行", "x" * 3000]
    secretary.name = hostile[0]
    secretary.save()
    append([draft(EventKind.BRAND_CHANGED, by=secretary, subject=text, subject_id="1", reason=text) for text in hostile])
    table, lines = written(Form.CSV), written(Form.JSONL)

    assert table.startswith(b"\xef\xbb\xbfUser_ID,Organization_ID,")
    assert read(table) == read(lines, Form.JSONL) == list(rows(DAY, DAY))
    cells = [cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")) for cell in row]
    assert hostile[0] not in cells and "'" + hostile[0] in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))]
    assert all(unguarded(guarded(text)) == text for text in hostile)


@pytest.mark.once
def test_memory_does_not_grow_with_the_events(during):
    """A million with WUSETU_LONG=1; the same limit holds for four thousand."""
    count = 1_000_000 if LONG else 4_000
    one = record(EventKind.BRAND_CHANGED, by=None, subject="brand", reason="依据会议记录更正" * 10)
    for start in range(one.number, count, 10_000):
        Event.objects.bulk_create([
            Event(number=number + 1, kind=one.kind, at=one.at, by_name="system", subject="brand", subject_id=str(number),
                  reason=one.reason, digest=one.digest)
            for number in range(start, min(start + 10_000, count))
        ], batch_size=1000)

    class Nowhere(io.RawIOBase):
        size = 0

        def writable(self):
            return True

        def write(self, piece):
            self.size += len(piece)
            return len(piece)

    sink = Nowhere()
    tracemalloc.start()
    try:
        written_rows = write(rows(DAY, DAY), Form.CSV, sink)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert written_rows == Event.objects.count() >= count and sink.size > count * 200
    assert peak < 12 * 1024**2, f"{peak / 1024**2:.1f} MiB"


@pytest.mark.once
@pytest.mark.parametrize("form", list(Form))
def test_the_page_hands_out_the_file_and_notes_it(during, sign_in, admin, reviewer, form):
    record(EventKind.BRAND_CHANGED, by=reviewer, subject="brand", subject_id="1")
    client = confirmed(sign_in(admin))
    assert 'action="/audit/export/"' in client.get("/audit/").text

    answer = client.post("/audit/export/", {**SENT, "form": form.value})

    body = answer.getvalue()
    assert answer.status_code == 200 and f'filename="audit-20260602-20260602.{form}"' in answer["Content-Disposition"]
    event = Event.objects.order_by("-number").first()
    assert event.kind == EventKind.AUDIT_EXPORTED and (event.by_name, event.origin) == ("admin", "127.0.0.1")
    assert event.after == {"since": "2026-06-02", "until": "2026-06-02", "form": form.value, "rows": len(read(body, form))}
    assert "导出审计日志" in client.get("/audit/").text


@pytest.mark.once
def test_the_page_asks_for_the_password_first(during, sign_in, admin):
    admin.set_password("harbour-lamp-4711")
    admin.save()
    client = sign_in(admin)
    for path, sent in (("/audit/export/", SENT), ("/audit/?as=xlsx", {})):
        asked = client.post(path, sent) if sent else client.get(path)
        assert asked.status_code == 403 and 'data-reason="recent_password"' in asked.text
        assert client.post(path, {**sent, "_password": "wrong"}).status_code == 403
    assert not Event.objects.filter(kind__in=(EventKind.AUDIT_EXPORTED, EventKind.REPORT_EXPORTED)).exists()

    given = client.post("/audit/?as=xlsx", {"_password": "harbour-lamp-4711"})

    assert (given.status_code, given["Location"]) == (302, "/audit/?as=xlsx")
    assert client.get(given["Location"])["Content-Type"].startswith("application/vnd.openxml")
    answer = client.post("/audit/export/", SENT)
    assert answer.status_code == 200 and answer.getvalue()


@pytest.mark.once
@pytest.mark.parametrize(("wrong", "word"), [
    ({"since": "2026-02-30"}, "自"), ({"until": ""}, "至"), ({"form": "exe"}, "文件"), ({"since": "2026-06-03"}, "2026-06-02"),
])
def test_what_cannot_be_asked_is_named(during, sign_in, admin, wrong, word):
    answer = confirmed(sign_in(admin)).post("/audit/export/", {**SENT, **wrong})

    assert answer.status_code == 422 and word in answer.text
    assert not Event.objects.filter(kind=EventKind.AUDIT_EXPORTED).exists()


@pytest.mark.once
def test_the_command_of_every_night(during, secretary, tmp_path, capsys):
    with clock.frozen("2026-06-01T10:00"):
        record(EventKind.BRAND_CHANGED, by=secretary, subject="brand", subject_id="yesterday")
    table, lines = tmp_path / "night.csv", tmp_path / "june.jsonl"
    call_command("export_audit", "--output", str(table))
    call_command("export_audit", "--from", "2026-06-01", "--to", "2026-06-02", "--format", "jsonl", "--output", str(lines))

    assert [row["Operate_Time"] for row in read(table.read_bytes())] == ["20260601100000"]
    assert {row["Operate_Time"] for row in read(lines.read_bytes(), Form.JSONL)} == {"20260601100000", "20260602150000"}
    assert table.stat().st_mode & 0o777 == 0o600 and "1 条" in capsys.readouterr().out
    assert sorted(file.name for file in tmp_path.iterdir()) == ["june.jsonl", "night.csv"]
    assert Event.objects.filter(kind=EventKind.AUDIT_EXPORTED, by_name="system").count() == 2


@pytest.mark.once
def test_the_command_overwrites_nothing_and_leaves_nothing_half(during, tmp_path, monkeypatch):
    there = tmp_path / "there.csv"
    there.write_text("kept")
    with pytest.raises(CommandError, match=r"there\.csv"):
        call_command("export_audit", "--output", str(there))
    with pytest.raises(CommandError, match="2026-06-02"):
        call_command("export_audit", "--from", "2026-06-02", "--to", "2026-06-01", "--output", str(tmp_path / "other.csv"))
    with pytest.raises(CommandError, match="2026-02-30"):
        call_command("export_audit", "--from", "2026-02-30", "--output", str(tmp_path / "other.csv"))
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_audit", "--output", str(tmp_path / "nowhere" / "other.csv"))
    for refusal, match in ((FileExistsError, r"late\.csv"), (PermissionError, None)):
        def link(_part, target, refusal=refusal):
            if refusal is FileExistsError:
                target.write_text("somebody else's")
            raise refusal(1, "no")
        monkeypatch.setattr(os, "link", link)
        late = tmp_path / ("late.csv" if match else "stick.csv")
        if match:
            with pytest.raises(CommandError, match=match):
                call_command("export_audit", "--output", str(late))
            assert late.read_text() == "somebody else's"
        else:
            call_command("export_audit", "--output", str(late))
            assert late.read_bytes().startswith(b"\xef\xbb\xbfUser_ID")

    assert there.read_text() == "kept" and sorted(file.name for file in tmp_path.iterdir()) == ["late.csv", "stick.csv", "there.csv"]


@pytest.mark.once
def test_who_may_not_read_the_trail_takes_none_out(during, secretary, sign_in):
    assert confirmed(sign_in(secretary)).post("/audit/export/", SENT).status_code == 403
    assert Client().post("/audit/export/", SENT)["Location"].startswith("/login/")
