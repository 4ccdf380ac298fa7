"""The month's meetings at once: laid out as last month, saved together or not at all, nothing assumed."""

from datetime import date

import pytest

from indexmetrics.evidence.frame import frame_of
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.months import month_page
from indexmetrics.evidence.scratch import Scratch
from tests import make

pytestmark = pytest.mark.django_db
FRAME = "/evidence/2026-05/frame/"


def rows(branch):
    return frame_of(month_page(branch, make.quarter("2026Q2"), "2026-05"))


def april(branch, by):
    """Last month: a party day on the third Thursday that counted for L1, two group meetings, a committee meeting."""
    make.record(branch, by=by, day=date(2026, 4, 16), tags=("L1",), title="四月主题党日")
    make.record(branch, by=by, day=date(2026, 4, 7), kind="committee_meeting", title="四月支委会", data={"due": 5, "present": 5})
    for number in (1, 2):
        make.record(branch, by=by, day=date(2026, 4, 8 + number), kind="group_meeting", title=f"第{number}小组",
                    data={"due": 9, "present": 8})


def sent(found, **given) -> dict:
    """What a browser sends: all that was laid out, and what was typed by row."""
    data = {"_key": "k", "_version": ""}
    for row in found:
        for name in row.form.fields:
            value = row.form.initial.get(name)
            if value not in (None, []):
                data[row.form.add_prefix(name)] = value if isinstance(value, list) else str(value)
    return data | given


def place(found, kind: str, number: int = 0) -> str:
    return [row.form.prefix for row in found if row.form.kind == kind][number]


def test_rows_are_laid_out_as_last_month(own_branch, secretary):
    april(own_branch, secretary)
    found = rows(own_branch)
    kinds = [row.form.kind for row in found]
    assert kinds.count("group_meeting") == 2 and kinds.count("party_day") == 1 and "dues" in kinds
    day = next(row for row in found if row.form.kind == "party_day")
    assert (day.form.initial["date"], day.form.initial["due"]) == (date(2026, 5, 21), 18)  # the third Thursday again
    assert day.form.initial["tags"] == ["L1"]
    assert "四月主题党日" in str(day.form["title"])
    assert "present" not in day.form.initial and "title" not in day.form.initial  # nobody is assumed to have come


def test_filled_rows_are_saved_together(sign_in, secretary, own_branch):
    april(own_branch, secretary)
    found = rows(own_branch)
    party, committee, dues = (place(found, kind) for kind in ("party_day", "committee_meeting", "dues"))
    data = sent(found, **{
        f"{party}-title": "重温入党誓词", f"{party}-present": "16", f"{committee}-title": "研究发展党员", f"{committee}-present": "5",
        f"{dues}-fully_collected": "on", f"{dues}-date": "2026-05-25"})
    assert sign_in(secretary).post(FRAME, data).status_code == 302
    may = Record.objects.filter(month="2026-05")
    assert sorted(record.kind for record in may) == ["committee_meeting", "dues", "party_day"]
    saved = may.get(kind="party_day")
    assert (saved.date, saved.data) == (date(2026, 5, 21), {"due": 18, "present": 16})
    assert sorted(tag.indicator for tag in saved.tags.all()) == ["B4", "L1"]
    assert sign_in(secretary).post(FRAME, data).status_code == 302 and may.count() == 3  # sent twice, saved once


def test_one_wrong_row_saves_none_and_keeps_all(sign_in, secretary, own_branch):
    april(own_branch, secretary)
    found = rows(own_branch)
    party, group = place(found, "party_day"), place(found, "group_meeting", 1)
    wrong = sent(found, **{f"{party}-title": "重温入党誓词", f"{party}-present": "16", f"{group}-title": "学习党章", f"{group}-present": "10"})
    answer = sign_in(secretary).post(FRAME, wrong)
    text = answer.content.decode()
    assert answer.status_code == 422 and not Record.objects.filter(month="2026-05").exists()
    assert "不能多于" in text or "超过" in text or "多" in text
    assert 'value="重温入党誓词"' in text and 'value="10"' in text


def test_two_groups_of_one_evening_are_asked_about(sign_in, secretary, own_branch):
    april(own_branch, secretary)
    found = rows(own_branch)
    data = sent(found)
    for number in (0, 1):
        group = place(found, "group_meeting", number)
        data |= {f"{group}-title": "学习党章", f"{group}-present": "8", f"{group}-date": "2026-05-12"}
    answer = sign_in(secretary).post(FRAME, data)
    assert answer.status_code == 422 and 'name="apart"' in answer.content.decode()
    assert sign_in(secretary).post(FRAME, data | {"apart": "1", "_key": "l"}).status_code == 302
    assert Record.objects.filter(month="2026-05", kind="group_meeting").count() == 2


def test_nothing_filled_in_says_so_and_numbers_of_citizens_are_asked_about(sign_in, secretary, own_branch):
    april(own_branch, secretary)
    found = rows(own_branch)
    assert "还没有填写" in sign_in(secretary).post(FRAME, sent(found)).content.decode()
    party = place(found, "party_day")
    data = sent(found, **{f"{party}-title": "走访 13857212345", f"{party}-present": "3"})
    answer = sign_in(secretary).post(FRAME, data)
    assert answer.status_code == 422 and 'data-reason="sensitive"' in answer.content.decode()
    assert not Record.objects.filter(month="2026-05").exists()


def test_typed_rows_are_kept(sign_in, secretary, own_branch):
    april(own_branch, secretary)
    client, party = sign_in(secretary), place(rows(own_branch), "party_day")
    client.post("/evidence/keep/", {"_place": FRAME, f"{party}-title": "写到一半"})
    assert 'value="写到一半"' in client.get(FRAME).content.decode()
    assert Scratch.objects.count() == 1


@pytest.mark.parametrize("state", ["frozen", "published"])
def test_a_closed_quarter_takes_nothing(sign_in, secretary, own_branch, state):
    make.quarter("2026Q2", state)
    assert sign_in(secretary).post(FRAME, {"_key": "x"}).status_code == 409


def test_a_foreign_branch_is_missing(sign_in, neighbour, own_branch):
    make.quarter("2026Q2")
    assert sign_in(neighbour).get(f"{FRAME}?branch={own_branch.code}").status_code == 404
