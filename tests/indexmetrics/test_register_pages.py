"""Registers: each office its own, entries by branch, withdrawn with a reason."""

import pytest

from branches.access.actions import appoint
from branches.access.roles import Role
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.intake.queries import registers_of
from tests import make

pytestmark = pytest.mark.django_db
L4, I5, V1, V5 = (f"/registers/2026Q2/{code}/?month=2026-05" for code in ("L4", "I5", "V1", "V5"))


def one(**changed) -> dict:
    return {"_key": "r", "branch": "pcs-2", "month": "2026-05", "key": "overdue_task", "value": "1"} | changed


def codes(user) -> set[str]:
    return {row.indicator for row in registers_of(user, make.quarter("2026Q2"))}


def test_each_office_keeps_its_own(reviewer, discipline, committee, secretary):
    assert {"L4", "V5", "H6", "V4A", "I6", "H2"} <= codes(reviewer) and not {"I4", "I5", "V1", "B6"} & codes(reviewer)
    assert codes(discipline) == {"I4", "I5"}
    assert codes(committee) == {"V1"}
    assert codes(secretary) == set()


def test_pages_work(sign_in, reviewer, discipline, committee, own_branch):
    for person, page in ((reviewer, L4), (reviewer, V5), (discipline, I5), (committee, V1)):
        client = sign_in(person)
        assert client.get("/registers/").status_code == client.get(page).status_code == 200


def test_another_offices_register_is_missing(client, sign_in, reviewer, discipline, secretary, own_branch):
    assert client.get("/registers/").status_code == 302
    assert sign_in(secretary).get("/registers/").status_code == 403
    assert sign_in(reviewer).get(I5).status_code == 404
    assert sign_in(discipline).get(L4).status_code == 404
    assert sign_in(discipline).post(L4, one()).status_code == 404
    assert not RegisterEntry.objects.exists()


def test_single_entries_add_up(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    assert client.post(L4, one(document_number="舟公政〔2026〕5号")).status_code == 302
    assert client.post(L4, one(_key="r2")).status_code == 302
    assert RegisterEntry.objects.in_force().count() == 2


def test_discipline_needs_its_document_number(sign_in, discipline, own_branch):
    client = sign_in(discipline)
    assert client.post(I5, one(key="admonition")).status_code == 422
    assert client.post(I5, one(key="admonition", document_number="舟纪〔2026〕3号", _key="b")).status_code == 302
    assert RegisterEntry.objects.get().key == "admonition"


def test_a_grid_enters_what_was_changed_row_by_row(sign_in, reviewer, own_branch, other_branch):
    client = sign_in(reviewer)
    sent = {"_key": "g", "value-pcs-2-rank": "3", "value-pcs-2-group_size": "14", "value-pcs-3-rank": "abc"}
    assert client.post(V5, sent).status_code == 302
    assert sorted((e.branch.code, e.key, int(e.value)) for e in RegisterEntry.objects.all()) == [
        ("pcs-2", "group_size", 14), ("pcs-2", "rank", 3)]
    assert "abc" in client.get(V5).content.decode()
    client.post(V5, {"_key": "h", "value-pcs-2-rank": "3", "value-pcs-2-group_size": "15"})
    assert RegisterEntry.objects.in_force().count() == 2 and RegisterEntry.objects.count() == 3


def test_a_judge_gives_his_own_mark(sign_in, committee, own_branch):
    sent = {"_key": "j", f"value-pcs-2-judge:{committee.username}": "88.5"}
    assert sign_in(committee).post(V1, sent).status_code == 302
    assert RegisterEntry.objects.get().key == "judge:committee"


def test_withdrawing_needs_a_reason_and_keeps_the_row(sign_in, reviewer, discipline, own_branch):
    client = sign_in(reviewer)
    client.post(L4, one())
    entry = RegisterEntry.objects.get()
    address = f"/registers/entry/{entry.pk}/withdraw/"
    assert client.get(address).status_code == 405
    assert client.post(address, {"_key": "w"}).status_code == 422
    assert sign_in(discipline).post(address, {"_key": "x", "reason": "不对"}).status_code == 404
    assert sign_in(reviewer).post(address, {"_key": "y", "reason": "登记有误"}).status_code == 302
    entry.refresh_from_db()
    assert entry.withdrawn_reason == "登记有误"
    assert "登记有误" in sign_in(reviewer).get(L4).content.decode()


def test_nobody_enters_for_his_own_branch(sign_in, reviewer, own_branch):
    appoint(user=reviewer, role=Role.SECRETARY, branch=own_branch, by=None)
    client = sign_in(type(reviewer).objects.get(pk=reviewer.pk))
    assert client.post(L4, one()).status_code == 403
    assert "value-pcs-2-" not in client.get(V5).content.decode()


@pytest.mark.parametrize("state", ["confirmed", "archived"])
def test_a_confirmed_quarter_is_closed(sign_in, reviewer, own_branch, state):
    make.quarter("2026Q2", state)
    assert sign_in(reviewer).post(L4, one()).status_code == 409


def test_what_must_not_be_sent_is_asked_about(sign_in, reviewer, own_branch):
    client = sign_in(reviewer)
    assert client.post(L4, one(note="电话 13857212345")).status_code == 422
    assert not RegisterEntry.objects.exists()
    assert client.post(L4, one(note="电话 13857212345", confirmed="1", _key="c")).status_code == 302


def mark(client, judge, value, *, month="2026-05", key="m"):
    sent = {"_key": f"{key}{judge.username}", f"value-pcs-2-judge:{judge.username}": value}
    return client.post(f"/registers/2026Q2/V1/?month={month}", sent)


def test_a_mark_stays_on_its_scale(sign_in, committee, own_branch):
    client = sign_in(committee)
    mark(client, committee, "101")
    assert not RegisterEntry.objects.exists() and "最多 100" in client.get(V1).content.decode()


def test_a_judge_has_one_mark_a_quarter_and_sees_no_others(sign_in, committee, own_branch):
    other = make.user("judge2", role=Role.COMMITTEE)
    mark(sign_in(other), other, "61.5")
    client = sign_in(committee)
    mark(client, committee, "88")
    mark(client, committee, "90", month="2026-06", key="n")
    assert sorted(int(row.value) for row in RegisterEntry.objects.in_force()) == [61, 90]
    text = client.get(V1).content.decode()
    assert "61.5" not in text and "已有 2 名评委，还差 3 名方可计分" in text


@pytest.mark.parametrize(("responses", "eligible", "said"), [
    ("4", "6", "有效答卷不足 5 份"), ("8", "20", "答卷率不足 60%"), ("15", "20", "计分")])
def test_a_survey_says_whether_the_sample_is_large_enough(sign_in, reviewer, own_branch, responses, eligible, said):
    client, page = sign_in(reviewer), "/registers/2026Q2/H6/?month=2026-05"
    client.post(page, {"_key": "s", "value-pcs-2-responses": responses, "value-pcs-2-eligible": eligible, "value-pcs-2-mean": "4.2"})
    row = client.get(page).content.decode().split('class="small quiet">')[1]
    assert row.startswith(said)


def test_figures_that_contradict_each_other_are_refused_whole(sign_in, reviewer, own_branch, other_branch):
    client = sign_in(reviewer)
    sent = {"value-pcs-2-responses": "9", "value-pcs-2-eligible": "8", "value-pcs-2-mean": "4", "value-pcs-3-responses": "7"}
    client.post("/registers/2026Q2/H6/?month=2026-05", sent | {"_key": "c"})
    assert [(row.branch, row.key) for row in RegisterEntry.objects.all()] == [(other_branch, "responses")]
    assert "有效答卷多于应测人数" in client.get(V5).content.decode()
    client.post(V5, {"_key": "d", "value-pcs-2-rank": "15", "value-pcs-2-group_size": "14"})
    assert RegisterEntry.objects.count() == 1
