"""Rectification: who sees a notice, the plan, the sign-off, the paper."""

from datetime import timedelta

import pytest

from branches.access.actions import appoint
from branches.access.models import User
from branches.access.roles import Role
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import first_broken
from branches.basics import clock
from scoring.rectify.actions import plan, raise_notices
from scoring.rectify.deadlines import Standing
from tests import make

pytestmark = pytest.mark.django_db
PROBLEM = {
    "indicator": "B4", "points": "4.00", "max": "6.00", "loss": "2.00", "parts": [],
    "reason": {"code": "missing", "values": {"policy": "zero"}},
}


@pytest.fixture
def notice(own_branch, second_quarter):
    return make.notice(own_branch, second_quarter, "yellow", [PROBLEM])


@pytest.fixture
def foreign(other_branch, second_quarter, notice):
    return make.notice(other_branch, second_quarter, "blue")


@pytest.fixture
def planned(notice, secretary):
    return plan(notice=notice, text="补开主题党日，组织委员负责，6月20日前", by=secretary)


def at(notice, tail=""):
    return f"/rectification/{notice.number}/{tail}"


def test_secretary_reads_own_notices_only(sign_in, secretary, notice, foreign):
    client = sign_in(secretary)
    text = client.get("/rectification/").content.decode()

    assert notice.number in text and foreign.number not in text
    assert client.get(at(notice)).status_code == 200
    for tail in ("", "paper/"):
        assert client.get(at(foreign, tail)).status_code == 404
    assert client.post(at(foreign, "plan/"), {"plan": "x"}).status_code == 404
    assert client.get("/rectification/2031Q1-001/").status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "committee"])
def test_reviewer_and_committee_read_all(sign_in, request, notice, foreign, who):
    text = sign_in(request.getfixturevalue(who)).get("/rectification/").content.decode()
    assert notice.number in text and foreign.number in text


@pytest.mark.parametrize("who", ["viewer", "admin", "discipline", "nobody"])
def test_others_are_refused(sign_in, request, notice, who):
    client = sign_in(request.getfixturevalue(who))
    assert [client.get(one).status_code for one in ("/rectification/", at(notice), at(notice, "paper/"))] == [403] * 3


def test_stranger_signs_in_first(client, notice):
    assert client.get(at(notice))["Location"].startswith("/login/")


def test_reading_takes_no_writes_and_writing_no_reads(sign_in, secretary, notice):
    client = sign_in(secretary)
    assert client.post(at(notice)).status_code == 405
    assert client.get(at(notice, "plan/")).status_code == 405


def test_problem_is_told_in_one_sentence_with_its_trail(sign_in, secretary, notice):
    text = sign_in(secretary).get(at(notice)).content.decode()
    assert "主题党日" in text and "−2.00" in text
    assert f"/board/2026Q2/{notice.branch.code}/#B4" in text


def test_secretary_plans_and_mends(sign_in, secretary, notice):
    client = sign_in(secretary)
    assert client.post(at(notice, "plan/"), {"plan": "补开", "_version": "1", "_key": "1"}).status_code == 302
    assert client.post(at(notice, "plan/"), {"plan": "再补", "_version": "2", "_key": "2"}).status_code == 302
    notice.refresh_from_db()
    assert (notice.plan, notice.planned_by) == ("再补", secretary)
    assert Event.objects.filter(kind="rectify.planned").count() == 2


def test_stale_plan_keeps_the_text(sign_in, secretary, planned):
    answer = sign_in(secretary).post(at(planned, "plan/"), {"plan": "旧页面上的话", "_version": "1"})
    assert answer.status_code == 409 and "旧页面上的话" in answer.content.decode()


def test_empty_plan_is_refused(sign_in, secretary, notice):
    assert sign_in(secretary).post(at(notice, "plan/"), {"plan": " "}).status_code == 422


def test_reviewer_does_not_write_the_plan(sign_in, reviewer, notice):
    assert sign_in(reviewer).post(at(notice, "plan/"), {"plan": "x"}).status_code == 403


def test_reviewer_signs_off(sign_in, reviewer, planned):
    client = sign_in(reviewer)
    sent = {"result": "实地查看台账，已整改", "confirmed": "on", "_version": str(planned.version)}

    assert client.post(at(planned, "close/"), {**sent, "confirmed": ""}).status_code == 422
    assert client.post(at(planned, "close/"), sent).status_code == 302
    planned.refresh_from_db()
    assert planned.closed_by == reviewer
    assert 'name="result"' not in client.get(at(planned)).content.decode()


def test_without_measures_nothing_is_signed_off(sign_in, reviewer, notice):
    client = sign_in(reviewer)
    assert 'name="result"' not in client.get(at(notice)).content.decode()
    assert client.post(at(notice, "close/"), {"result": "好", "confirmed": "on"}).status_code == 409


def test_nobody_signs_off_his_own_branch(sign_in, planned, own_branch):
    both = make.user(role=Role.REVIEWER)
    appoint(user=both, role=Role.SECRETARY, branch=own_branch, by=None)
    client = sign_in(User.objects.get(pk=both.pk))

    assert 'name="result"' not in client.get(at(planned)).content.decode()
    assert client.post(at(planned, "close/"), {"result": "好", "confirmed": "on"}).status_code == 403


@pytest.mark.parametrize("who", ["secretary", "committee"])
def test_sign_off_is_the_reviewers(sign_in, request, planned, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.post(at(planned, "close/"), {"result": "好", "confirmed": "on"}).status_code == 403


def test_days_left_and_state_by_the_day(notice, secretary):
    today = clock.today()
    assert (notice.plan_by - today, notice.finish_on - today) == (timedelta(10), timedelta(30))
    assert [Standing(notice, today + timedelta(days)).state for days in (0, 11, 31)] == [
        "plan_due", "plan_late", "finish_late"]
    assert Standing(notice, today).days_left == 10
    done = plan(notice=notice, text="措施", by=secretary)
    assert Standing(done, today + timedelta(11)).state == "under_way"
    assert Standing(done, today + timedelta(26)).is_soon


def test_the_paper_names_number_days_and_measures(sign_in, secretary, planned):
    text = sign_in(secretary).get(at(planned, "paper/")).content.decode()
    assert planned.number in text and planned.branch.name in text and planned.plan in text


def test_empty_list_says_what_comes_next(sign_in, secretary):
    assert 'class="empty"' in sign_in(secretary).get("/rectification/").content.decode()


@pytest.mark.parametrize("count", [2, 12])
def test_list_needs_the_same_queries_however_long(
    sign_in, reviewer, second_quarter, django_assert_max_num_queries, count,
):
    for _number in range(count):
        make.notice(make.branch(), second_quarter, "grey")
    client = sign_in(reviewer)
    with django_assert_max_num_queries(8):
        assert client.get("/rectification/").content.decode().count("2026Q2-0") >= count


def test_many_are_raised_in_as_few_questions_as_few(second_quarter, django_assert_max_num_queries):
    """An edition of thousands raises thousands: numbered on from those that are there, each with its event."""
    make.notice(make.branch(), second_quarter, "blue")
    branches = [make.branch() for _number in range(30)]
    with django_assert_max_num_queries(12):
        made = raise_notices(quarter=second_quarter, asked=[(one, "grey", []) for one in branches], by=None)
    assert [notice.number for notice in made] == [f"2026Q2-{number:03d}" for number in range(2, 32)]
    raised = Event.objects.filter(kind=EventKind.RECTIFY_RAISED).values_list("subject_id", "branch_code")
    assert set(raised) >= {(str(notice.pk), notice.branch.code) for notice in made}
    assert raise_notices(quarter=second_quarter, asked=[(one, "yellow", []) for one in branches], by=None) == []
    assert first_broken() is None
