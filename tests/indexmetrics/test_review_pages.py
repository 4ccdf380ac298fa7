"""The reviewer's pages: queue, three columns, verdicts, many at once; whom they let in."""

from datetime import timedelta

import pytest

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.basics import clock
from indexmetrics.evidence.models import Record, Ruling
from indexmetrics.review import actions, queries
from tests import make

pytestmark = pytest.mark.django_db
ATTEND = {"due": 18, "present": 16, "excused": {}}


@pytest.fixture
def handed(own_branch, secretary):
    """Two records of the own branch that wait."""
    first = make.record(own_branch, kind="committee_meeting", by=secretary, state="submitted", data=ATTEND,
                        day=clock.today().replace(month=5, day=9))
    second = make.record(own_branch, by=secretary, state="submitted")
    return first, second


def work(branch) -> str:
    return f"/review/{branch.code}/2026-05/"


def write(record, **more) -> dict:
    return {"_key": f"k{record.pk}{record.version}", "_version": record.version} | more


def token(client) -> str:
    """What the toast of the last act carries."""
    return client.session["last_act"]["token"]


PAGES = ["/review/", "/review/accept/", "/review/accepted/", "/review/pcs-2/2026-05/", "/review/indicator/B4/2026-05/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_work_for_reviewers(sign_in, reviewer, handed, page):
    assert sign_in(reviewer).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_to_sign_in_and_for_the_right(client, sign_in, secretary, viewer, admin, nobody, handed, page):
    assert client.get(page).status_code == 302
    for person in (secretary, viewer, admin, nobody):
        assert sign_in(person).get(page).status_code == 403


@pytest.mark.parametrize("verb", ["accept", "return", "void", "hold", "rule-out"])
def test_verdicts_are_posted_by_those_who_may(client, sign_in, secretary, committee, reviewer, handed, verb):
    address = f"/review/record/{handed[0].pk}/{verb}/"
    assert sign_in(reviewer).get(address).status_code == 405
    for person in (secretary, committee):
        assert sign_in(person).post(address, write(handed[0])).status_code == 403
    client.logout()
    assert client.post(address, write(handed[0])).status_code == 302
    handed[0].refresh_from_db()
    assert handed[0].state == "submitted"


def test_what_does_not_exist_is_missing(sign_in, reviewer, handed):
    client = sign_in(reviewer)
    for page in ("/review/no-such/2026-05/", "/review/pcs-2/2031-05/", "/review/pcs-2/may/", "/review/indicator/Z9/2026-05/"):
        assert client.get(page).status_code == 404
    assert client.post("/review/record/99999/accept/", {"_key": "q"}).status_code == 404


def test_the_queue_counts_and_narrows(sign_in, reviewer, own_branch, handed):
    lines = queries.queue(reviewer)
    assert [(line.branch.code, line.month, line.waiting, line.new) for line in lines] == [("pcs-2", "2026-05", 2, 2)]
    client = sign_in(reviewer)
    client.get(work(own_branch))
    assert queries.queue(reviewer)[0].new == 1
    assert own_branch.name in client.get("/review/?chip=passing").content.decode()
    assert own_branch.name not in client.get("/review/?chip=held").content.decode().split("<tbody>")[1].split("</tbody>")[0]


def test_age_is_counted_in_working_days(reviewer, handed):
    clock.advance(timedelta(days=7))
    line = queries.queue(reviewer)[0]
    assert line.days == 5 and line.is_overdue
    assert queries.queue_counts(reviewer).oldest_days == 5


def test_accepting_goes_to_the_next_and_can_be_undone(sign_in, reviewer, own_branch, handed):
    first, second = handed
    client = sign_in(reviewer)
    client.get(work(own_branch))
    first.refresh_from_db()
    answer = client.post(f"/review/record/{first.pk}/accept/", write(first, seen=first.content_hash()))
    assert answer["Location"] == f"{work(own_branch)}?record={second.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert "/review/undo/" in page
    assert client.post("/review/undo/", {"_key": "u", "token": token(client)}).status_code == 302
    first.refresh_from_db()
    assert first.state == "submitted"


def test_the_way_back_disappears_after_ten_seconds(sign_in, reviewer, own_branch, handed):
    client = sign_in(reviewer)
    client.post(f"/review/record/{handed[0].pk}/accept/", write(handed[0]))
    clock.advance(timedelta(seconds=11))
    assert "/undo/" not in client.get(work(own_branch)).content.decode()
    clock.advance(timedelta(seconds=5))
    assert client.post("/review/undo/", {"_key": "u", "token": token(client)}).status_code == 409


def test_the_last_verdict_ends_in_the_queue(sign_in, reviewer, handed):
    client = sign_in(reviewer)
    client.post(f"/review/record/{handed[0].pk}/accept/", write(handed[0]))
    answer = client.post(f"/review/record/{handed[1].pk}/accept/", write(handed[1]))
    assert answer["Location"] == "/review/"
    assert not Record.objects.waiting().exists()


def test_sending_back_needs_a_reason_and_names_the_fields(sign_in, reviewer, handed):
    client, record = sign_in(reviewer), handed[1]
    address = f"/review/record/{record.pk}/return/"
    assert client.post(address, write(record)).status_code == 422
    sent = write(record, preset=["number"], reason="签到表上是 14 人", fields=["present", "no_such"])
    assert client.post(address, sent | {"_key": "again"}).status_code == 302
    record.refresh_from_db()
    assert record.state == "returned" and record.return_fields == ["present"]
    assert "签到表上是 14 人" in record.return_reason


def test_not_applicable_leaves_the_record_and_takes_the_indicator_out(sign_in, reviewer, own_branch, handed):
    sent = write(handed[1], indicator="B4", ruling="exempt", reason="全员参加抢险")
    assert sign_in(reviewer).post(f"/review/record/{handed[1].pk}/rule-out/", sent).status_code == 302
    assert Ruling.objects.get().kind == "exempt"
    wrong = write(handed[1], indicator="B4", ruling="gift", reason="x") | {"_key": "w"}
    assert sign_in(reviewer).post(f"/review/record/{handed[1].pk}/rule-out/", wrong).status_code == 422


def test_holding_sets_aside_and_releases(sign_in, reviewer, handed):
    client, record = sign_in(reviewer), handed[0]
    client.post(f"/review/record/{record.pk}/hold/", write(record, reason="到所里看"))
    record.refresh_from_db()
    assert record.is_on_hold and record.state == "submitted"
    client.post(f"/review/record/{record.pk}/hold/", write(record))
    record.refresh_from_db()
    assert not record.is_on_hold


def test_a_verdict_on_what_was_changed_is_refused(sign_in, reviewer, handed):
    record, client = handed[0], sign_in(reviewer)
    sent = write(record, seen="0" * 64)
    assert client.post(f"/review/record/{record.pk}/accept/", sent).status_code == 409
    assert client.post(f"/review/record/{record.pk}/accept/", write(record) | {"_version": 99, "_key": "z"}).status_code == 409
    record.refresh_from_db()
    assert record.state == "submitted"


@pytest.mark.parametrize("state", ["confirmed", "archived"])
def test_a_confirmed_quarter_takes_no_verdict(sign_in, reviewer, own_branch, handed, state):
    make.quarter("2026Q2", state)
    assert sign_in(reviewer).post(f"/review/record/{handed[0].pk}/accept/", write(handed[0])).status_code == 409
    assert "review-accept" not in sign_in(reviewer).get(work(own_branch)).content.decode()


def test_nobody_reviews_his_own_branch_and_the_page_says_why(sign_in, reviewer, own_branch, handed):
    appoint(user=reviewer, role=Role.SECRETARY, branch=own_branch, by=None)
    person = type(reviewer).objects.get(pk=reviewer.pk)
    client = sign_in(person)
    assert queries.queue(person) == []
    text = client.get(work(own_branch)).content.decode()
    assert "任何人不得审核本支部" in text and "/accept/" not in text.split('class="columns"')[1]
    assert client.post(f"/review/record/{handed[0].pk}/accept/", write(handed[0])).status_code == 403
    handed[0].refresh_from_db()
    assert handed[0].opened_at is None


def test_the_discipline_office_sees_and_decides_its_own(sign_in, discipline, own_branch, secretary, handed):
    mine = make.record(own_branch, kind="supervision_record", data={}, by=secretary, state="submitted")
    assert [line.records for line in queries.queue(discipline)] == [[mine]]
    client = sign_in(discipline)
    text = client.get(work(own_branch)).content.decode()
    assert f"?record={mine.pk}" in text and f"?record={handed[0].pk}" not in text
    assert client.post(f"/review/record/{handed[0].pk}/accept/", write(handed[0])).status_code == 404
    assert client.post(f"/review/record/{mine.pk}/accept/", write(mine)).status_code == 302


def test_the_committee_reads_and_does_not_decide(sign_in, committee, own_branch, handed):
    text = sign_in(committee).get(work(own_branch)).content.decode()
    assert "重温入党誓词" in text or "支委会" in text
    assert f"/review/record/{handed[0].pk}/accept/" not in text


def test_many_at_once_walk_the_same_action_row_by_row(sign_in, reviewer, own_branch, handed):
    client = sign_in(reviewer)
    page = client.get("/review/accept/").content.decode()
    assert page.count('name="records"') == 2 and own_branch.name in page
    first, second = handed
    actions.send_back(record=second, by=None, reason="人数不对")
    sent = {"_key": "all", "records": [str(first.pk), str(second.pk)], f"version-{first.pk}": first.version}
    assert client.post("/review/accept/", sent)["Location"] == "/review/accepted/"
    text = client.get("/review/accepted/").content.decode()
    assert "2 条中通过 1 条" in text
    assert [Record.objects.get(pk=record.pk).state for record in handed] == ["accepted", "returned"]


def test_many_at_once_leave_what_a_check_points_at(sign_in, reviewer, own_branch, secretary, handed):
    make.record(own_branch, by=secretary, state="submitted", title="同一天又一次")
    line = queries.queue(reviewer)[0]
    assert line.waiting == 3 and [record.kind for record in line.passes] == ["committee_meeting"]
    sent = {"_key": "all", "records": [str(record.pk) for record in line.records]}
    sent |= {f"version-{record.pk}": record.version for record in line.records}
    sign_in(reviewer).post("/review/accept/", sent)
    assert Record.objects.accepted().count() == 1


def test_one_indicator_across_branches(sign_in, reviewer, other_branch, handed):
    make.record(other_branch, state="accepted")
    text = sign_in(reviewer).get("/review/indicator/B4/2026-05/").content.decode()
    assert text.count('id="record-') == 1 and f"?record={Record.objects.accepted().get().pk}" in text
    answer = sign_in(reviewer).post(f"/review/record/{handed[1].pk}/accept/", write(handed[1], way="indicator", code="B4"))
    assert answer["Location"] == "/review/indicator/B4/2026-05/"


def test_the_same_file_elsewhere_is_pointed_at(reviewer, own_branch, other_branch):
    from indexmetrics.evidence.actions import attach

    for branch in (own_branch, other_branch):
        record = make.record(branch)
        attach(record=record, name="照片.jpg", chunks=[make.picture()], by=None)
        make.walk(Record.objects.get(pk=record.pk), "submitted")
    lines = queries.queue(reviewer)
    assert [[hint.code for hint in line.hints[line.records[0].pk]] for line in lines] == [["file"], ["file"]]


def test_anchors_and_the_last_decision(own_branch, other_branch, reviewer):
    make.record(own_branch, day=clock.today().replace(month=4, day=15), state="accepted", title="四月党日")
    make.record(other_branch, state="returned", title="别的支部")
    now = make.record(own_branch, state="submitted")
    assert [row.record.title for row in queries.anchors(reviewer, now)] == ["别的支部"]
    assert queries.last_decision(now).record.title == "四月党日"


def test_the_queue_switches_between_quarters(sign_in, reviewer, own_branch, other_branch, secretary, handed):
    make.record(other_branch, day=clock.today().replace(month=3, day=9), state="submitted", title="三月党日活动")
    client = sign_in(reviewer)
    assert "?quarter=2026Q1" in client.get("/review/").content.decode()
    body = client.get("/review/?quarter=2026Q1").content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert other_branch.name in body and own_branch.name not in body
    assert own_branch.name in client.get("/review/?quarter=nonsense").content.decode()


def test_a_reviewer_of_one_branch_has_only_its_queue(own_branch, other_branch, handed):
    person = make.user("of-one", role=Role.REVIEWER, at=other_branch)
    assert queries.queue(person) == []
    make.record(other_branch, state="submitted", title="邻支部党日")
    assert [line.branch for line in queries.queue(person)] == [other_branch]
