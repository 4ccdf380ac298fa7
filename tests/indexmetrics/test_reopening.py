"""Reopening an accepted record: asked with a reason, decided by another, for some days, traced."""

from datetime import date, timedelta

import pytest

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.actions_reopen import ask_reopening
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.facts import accepted_records
from indexmetrics.review.actions_reopen import decline, grant, lapse
from indexmetrics.review.changes import changes_of
from tests import make

pytestmark = pytest.mark.django_db
WHY = "到会人数应为16人，登记时少记1人"


@pytest.fixture
def accepted(own_branch, secretary):
    """A party day that a reviewer accepted."""
    return make.record(own_branch, by=secretary, state="accepted")


@pytest.fixture
def asked(accepted, secretary):
    """The secretary asked for it to be opened."""
    return ask_reopening(record=accepted, reason=WHY, fields=["present"], by=secretary)


def fresh(record) -> Record:
    return Record.objects.select_related("branch", "quarter__scheme").prefetch_related(
        "tags", "files", "decisions").get(pk=record.pk)


def kinds() -> list[str]:
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def test_asking_leaves_the_record_accepted(asked, accepted):
    assert fresh(accepted).state == "accepted"
    assert list(accepted_records(accepted.quarter)) == [accepted]
    assert kinds()[-1] == "evidence.reopen_asked"


def test_a_reason_is_needed_and_one_request_at_a_time(accepted, secretary, asked):
    with pytest.raises(OutOfStep):
        ask_reopening(record=accepted, reason="再申请", by=secretary)
    asked.delete()
    with pytest.raises(Refused):
        ask_reopening(record=accepted, reason="  ", by=secretary)


def test_only_the_own_branch_asks_and_only_for_what_is_accepted(accepted, neighbour, reviewer, own_branch, secretary):
    for person in (neighbour, reviewer):
        with pytest.raises(Forbidden):
            ask_reopening(record=accepted, reason=WHY, by=person)
    with pytest.raises(OutOfStep):
        ask_reopening(record=make.record(own_branch, by=secretary), reason=WHY, by=secretary)


@pytest.mark.parametrize("state", ["confirmed", "archived"])
def test_a_confirmed_quarter_is_not_reopened(accepted, secretary, state):
    make.quarter("2026Q2", state)
    with pytest.raises(OutOfStep):
        ask_reopening(record=fresh(accepted), reason=WHY, by=secretary)


def test_after_the_freeze_it_can_still_be_corrected(accepted, secretary, reviewer):
    make.quarter("2026Q2", "frozen")
    reopening = ask_reopening(record=fresh(accepted), reason=WHY, by=secretary)
    grant(reopening=reopening, by=reviewer)
    record = fresh(accepted)
    evidence.amend(record=record, day=record.date, title=record.title, data=record.data | {"present": 16}, by=secretary)
    assert evidence.submit(record=fresh(record), by=secretary).state == "submitted"


def test_granting_opens_for_three_working_days(asked, reviewer, accepted):
    grant(reopening=asked, by=reviewer, answer="请尽快更正")
    record = fresh(accepted)
    assert (record.state, record.return_fields) == ("returned", ["present"])
    assert asked.until == date(2026, 6, 5) and WHY in record.return_reason
    assert kinds()[-2:] == ["evidence.returned", "evidence.reopen_granted"]
    assert not list(accepted_records(accepted.quarter))


def test_the_difference_shows_after_the_correction(asked, reviewer, accepted, secretary):
    grant(reopening=asked, by=reviewer)
    record = fresh(accepted)
    evidence.amend(record=record, day=record.date, title=record.title, data=record.data | {"present": 16}, by=secretary)
    evidence.submit(record=fresh(record), by=secretary)
    again = fresh(record)
    assert [row.name for row in changes_of(again.quarter.scheme.outline, again)] == ["present"]
    asked.refresh_from_db()
    assert asked.closed_at is not None


def test_nobody_answers_for_his_own_branch(asked, reviewer, own_branch):
    appoint(user=reviewer, role=Role.SECRETARY, branch=own_branch, by=None)
    person = type(reviewer).objects.get(pk=reviewer.pk)
    for act in (grant, decline):
        with pytest.raises(Forbidden):
            act(reopening=asked, by=person, answer="自己的支部")


def test_declining_needs_a_reason_and_leaves_it_accepted(asked, reviewer, accepted):
    with pytest.raises(Refused):
        decline(reopening=asked, by=reviewer, answer="")
    decline(reopening=asked, by=reviewer, answer="签到表是15人")
    assert fresh(accepted).state == "accepted"
    with pytest.raises(OutOfStep):
        grant(reopening=asked, by=reviewer)


def test_after_the_last_day_nothing_can_be_corrected(asked, reviewer, accepted, secretary):
    grant(reopening=asked, by=reviewer)
    clock.advance(timedelta(days=4))
    record = fresh(accepted)
    with pytest.raises(OutOfStep):
        evidence.amend(record=record, day=record.date, title=record.title, data=record.data, by=secretary)
    with pytest.raises(OutOfStep):
        evidence.submit(record=record, by=secretary)


def test_what_was_not_touched_is_accepted_again(asked, reviewer, accepted):
    grant(reopening=asked, by=reviewer)
    assert lapse() == []
    clock.advance(timedelta(days=4))
    assert [row.pk for row in lapse()] == [asked.pk]
    assert fresh(accepted).state == "accepted" and lapse() == []
    assert kinds()[-1] == "evidence.reopen_lapsed"


def test_what_was_changed_and_not_sent_goes_to_the_reviewer(asked, reviewer, accepted, secretary):
    grant(reopening=asked, by=reviewer)
    record = fresh(accepted)
    evidence.amend(record=record, day=record.date, title=record.title, data=record.data | {"present": 16}, by=secretary)
    clock.advance(timedelta(days=4))
    lapse()
    assert fresh(accepted).state == "submitted"


def test_the_whole_way_over_the_pages(sign_in, secretary, reviewer, accepted):
    address = f"/evidence/record/{accepted.pk}/reopen/"
    client = sign_in(secretary)
    assert address in client.get(f"/evidence/record/{accepted.pk}/edit/").content.decode()
    assert client.post(address, {"_key": "a", "reason": ""}).status_code == 422
    assert client.post(address, {"_key": "b", "reason": WHY, "fields": ["present", "nonsense"]}).status_code == 302
    asked = Reopening.objects.get()
    assert asked.fields == ["present"]
    assert "申请更正…" not in client.get(f"/evidence/record/{accepted.pk}/edit/").content.decode()

    client = sign_in(reviewer)
    for page in ("/", "/review/", "/review/reopenings/"):
        assert "/review/reopening" in client.get(page).content.decode(), page
    assert WHY in client.get("/review/reopenings/").content.decode()
    sent = {"_key": "g", "_version": accepted.version, "grant": "1"}
    assert client.post(f"/review/reopening/{asked.pk}/answer/", sent).status_code == 302

    client = sign_in(secretary)
    assert "已重开" in client.get("/").content.decode()
    text = client.get("/evidence/2026-05/").content.decode()
    assert "开放至" in text and WHY in text


def test_a_declined_request_is_told_on_the_home_page(sign_in, secretary, reviewer, asked):
    sent = {"_key": "d", "_version": asked.record.version, "decline": "1", "answer": "签到表是15人"}
    assert sign_in(reviewer).post(f"/review/reopening/{asked.pk}/answer/", sent).status_code == 302
    assert "签到表是15人" in sign_in(secretary).get("/").content.decode()
    clock.advance(timedelta(days=8))
    assert "签到表是15人" not in sign_in(secretary).get("/").content.decode()


def test_pages_let_in_whom_they_should(client, sign_in, secretary, neighbour, committee, discipline, asked, accepted):
    assert client.get("/review/reopenings/").status_code == 302
    ask, answer = f"/evidence/record/{accepted.pk}/reopen/", f"/review/reopening/{asked.pk}/answer/"
    assert sign_in(neighbour).get(ask).status_code == 404
    for person in (secretary, committee):
        assert sign_in(person).get("/review/reopenings/").status_code == 403
        assert sign_in(person).post(answer, {"_key": "x", "grant": "1"}).status_code == 403
    assert sign_in(committee).get(ask).status_code == 403
    assert sign_in(discipline).post(answer, {"_key": "x", "grant": "1"}).status_code == 404
    assert WHY not in sign_in(discipline).get("/review/reopenings/").content.decode()


def test_a_figure_is_asked_for_in_its_row(sign_in, secretary, own_branch):
    record = make.figure(own_branch, month="2026-05", by=secretary, state="accepted")
    assert f"/evidence/record/{record.pk}/reopen/" in sign_in(secretary).get("/evidence/2026-05/").content.decode()
    assert sign_in(secretary).get(f"/evidence/record/{record.pk}/reopen/").status_code == 200


def test_an_acceptance_keeps_a_request_from_being_granted_twice(asked, reviewer, reviewer2, accepted):
    grant(reopening=asked, by=reviewer)
    again = Reopening.objects.get(pk=asked.pk)
    with pytest.raises(OutOfStep):
        grant(reopening=again, by=reviewer2)
    assert fresh(accepted).decisions.filter(verdict="returned").count() == 1


def test_a_reviewer_of_another_branch_sees_no_request(sign_in, asked, other_branch):
    person = make.user("of-one", role=Role.REVIEWER, at=other_branch)
    client = sign_in(person)
    assert WHY not in client.get("/review/reopenings/").content.decode()
    assert client.post(f"/review/reopening/{asked.pk}/answer/", {"_key": "x", "grant": "1"}).status_code == 404
