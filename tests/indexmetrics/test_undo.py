"""Taking back what was decided a moment ago, one or many, and holding a record."""

from datetime import timedelta

import pytest

from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.evidence.actions import amend
from indexmetrics.evidence.models import Record, Ruling
from indexmetrics.review import actions as review
from indexmetrics.review.undo import hold, release, undo
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(own_branch, secretary, reviewer):
    made = make.record(own_branch, by=secretary, state="submitted")
    return review.accept(record=made, by=reviewer)


def test_one_takes_back_ones_own_acceptance_within_ten_seconds(accepted, reviewer):
    clock.advance(timedelta(seconds=9))
    undo(record=accepted, by=reviewer)
    accepted.refresh_from_db()
    assert accepted.state == "submitted"
    assert [decision.verdict for decision in accepted.decisions.all()] == ["accepted", "undone"]
    assert Event.objects.filter(kind="evidence.undone", subject_id=str(accepted.pk)).exists()


def test_after_the_grace_it_is_too_late(accepted, reviewer):
    clock.advance(timedelta(seconds=16))
    with pytest.raises(OutOfStep):
        undo(record=accepted, by=reviewer)
    accepted.refresh_from_db()
    assert accepted.state == "accepted"


def test_nobody_else_takes_it_back(accepted, reviewer2):
    with pytest.raises(Forbidden):
        undo(record=accepted, by=reviewer2)


def test_a_held_record_stays_submitted_until_released(own_branch, secretary, reviewer):
    made = make.record(own_branch, by=secretary, state="submitted")
    hold(record=made, by=reviewer, reason="下周到所里看台账")
    made.refresh_from_db()
    assert (made.state, made.is_on_hold, made.hold_note) == ("submitted", True, "下周到所里看台账")
    release(record=made, by=reviewer)
    made.refresh_from_db()
    assert (made.is_on_hold, made.hold_note) == (False, "")


def test_a_return_is_taken_back_while_the_branch_has_not_begun(own_branch, secretary, reviewer):
    made = make.record(own_branch, by=secretary, state="submitted")
    review.send_back(record=made, by=reviewer, reason="人数不对", fields=["present"])
    undo(record=made, by=reviewer)
    made.refresh_from_db()
    assert (made.state, made.return_reason, made.return_fields) == ("submitted", "", [])
    review.send_back(record=made, by=reviewer, reason="人数不对")
    amend(record=made, by=secretary, day=made.date, title=made.title, data=made.data | {"present": 12})
    with pytest.raises(OutOfStep):
        undo(record=Record.objects.get(pk=made.pk), by=reviewer)


def test_a_second_look_is_not_taken_back(accepted, reviewer):
    review.send_back(record=accepted, by=reviewer, reason="群众反映人数不实")
    with pytest.raises(OutOfStep):
        undo(record=accepted, by=reviewer)
    accepted.refresh_from_db()
    assert accepted.state == "returned"


def last(client) -> dict:
    """The act the session remembers."""
    return client.session["last_act"]


def test_many_accepted_together_are_taken_back_together(sign_in, reviewer, own_branch, other_branch):
    made = [make.record(branch, state="submitted") for branch in (own_branch, other_branch)]
    client = sign_in(reviewer)
    client.post("/review/accept/", {
        "_key": "all", "records": [row.pk for row in made], **{f"version-{row.pk}": row.version for row in made}})
    assert Record.objects.accepted().count() == 2
    assert "/review/undo/" in client.get("/review/accepted/").content.decode()
    client.post("/review/undo/", {"_key": "u", "token": last(client)["token"]})
    assert [row.state for row in Record.objects.all()] == ["submitted", "submitted"]


def test_a_ruling_a_return_and_a_hold_are_taken_back_by_the_same_key(sign_in, reviewer, own_branch):
    made, client = make.record(own_branch, state="submitted"), sign_in(reviewer)
    for verb, sent in (("return", {"reason": "缺签到表"}), ("rule-out", {"indicator": "B4", "reason": "全员抢险"}), ("hold", {})):
        answer = client.post(f"/review/record/{made.pk}/{verb}/", {"_key": verb, **sent})
        assert answer.status_code == 302
        client.post("/review/undo/", {"_key": f"u{verb}", "token": last(client)["token"]})
    made.refresh_from_db()
    assert (made.state, made.is_on_hold) == ("submitted", False)
    assert Ruling.objects.get().withdrawn_by == reviewer


def test_an_older_tab_does_not_take_back_a_newer_act(sign_in, reviewer, own_branch, other_branch):
    first, second = (make.record(branch, state="submitted") for branch in (own_branch, other_branch))
    client = sign_in(reviewer)
    client.post(f"/review/record/{first.pk}/accept/", {"_key": "1"})
    older = last(client)["token"]
    client.post(f"/review/record/{second.pk}/accept/", {"_key": "2"})
    assert client.post("/review/undo/", {"_key": "u", "token": older}).status_code == 409
    assert Record.objects.accepted().count() == 2
