"""Taking an acceptance back, and holding a record."""

from datetime import timedelta

import pytest

from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep
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
    assert (made.state, made.is_on_hold) == ("submitted", True)
    release(record=made, by=reviewer)
    made.refresh_from_db()
    assert not made.is_on_hold
