"""Lists beside the queue: what is held for a visit, and whether reviewers measure alike."""

from datetime import date, timedelta

import pytest

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.basics import clock
from indexmetrics.review import actions
from indexmetrics.review.consistency import consistency
from indexmetrics.review.undo import hold, undo
from indexmetrics.review.visits import visits
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(own_branch, secretary, reviewer):
    """One record that wants a look on site."""
    record = make.record(own_branch, by=secretary, state="submitted")
    return hold(record=record, by=reviewer, reason="看签到表原件")


def test_held_records_stand_by_branch_with_what_to_look_at(sign_in, reviewer, own_branch, held):
    assert [(branch.pk, [row.record.pk for row in rows]) for branch, rows in visits(reviewer)] == [(own_branch.pk, [held.pk])]
    client = sign_in(reviewer)
    assert "看签到表原件" in client.get("/review/visits/").content.decode()
    assert 'href="/review/visits/"' in client.get("/review/").content.decode()
    actions.accept(record=held, by=reviewer)
    assert visits(reviewer) == [] and held.hold_note == ""


def test_the_list_holds_ones_scope_only(sign_in, own_branch, other_branch, discipline, held):
    assert visits(make.user("of-one", role=Role.REVIEWER, at=other_branch)) == [] == visits(discipline)
    both = make.user("both", role=Role.REVIEWER)
    appoint(user=both, role=Role.SECRETARY, branch=own_branch, by=None)
    assert visits(type(both).objects.get(pk=both.pk)) == []


def decided(branch, by, accepted: int, returned: int):
    """So many party days of May decided by one person."""
    for number in range(accepted + returned):
        record = make.record(branch, day=date(2026, 5, 1 + number), state="submitted")
        if number < accepted:
            actions.accept(record=record, by=by)
        else:
            actions.send_back(record=record, by=by, reason="人数不对")


def test_two_reviewers_far_apart_are_marked(sign_in, reviewer, reviewer2, own_branch, other_branch):
    decided(own_branch, reviewer, 5, 0)
    decided(other_branch, reviewer2, 4, 4)
    table = consistency(reviewer, make.quarter("2026Q2"))
    line = next(line for line in table.lines if line.code == "B4")
    assert (line.tally.count, line.tally.returned, line.spread, line.is_far) == (13, 4, 50, True)
    assert [(person.tally.count, person.tally.rate) for person in table.people] == [(8, 50), (5, 0)]
    assert "▲ 50" in sign_in(reviewer).get("/review/measure/").content.decode()


def test_few_decisions_say_nothing_and_what_was_undone_does_not_count(reviewer, reviewer2, own_branch, other_branch):
    decided(own_branch, reviewer, 5, 0)
    decided(other_branch, reviewer2, 0, 4)
    last = make.record(other_branch, day=date(2026, 5, 20), state="submitted")
    clock.advance(timedelta(days=2))
    undo(record=actions.send_back(record=last, by=reviewer2, reason="看错了"), by=reviewer2)
    line = next(line for line in consistency(reviewer, make.quarter("2026Q2")).lines if line.code == "B4")
    assert line.spread is None and line.tally.count == 9


def test_a_reviewer_of_one_branch_measures_by_its_decisions(reviewer, own_branch, other_branch):
    decided(own_branch, reviewer, 5, 0)
    person = make.user("of-one", role=Role.REVIEWER, at=other_branch)
    assert consistency(person, make.quarter("2026Q2")).people == []


@pytest.mark.parametrize("page", ["/review/visits/", "/review/measure/"])
def test_others_are_refused(client, sign_in, secretary, viewer, admin, page):
    assert client.get(page).status_code == 302
    for person in (secretary, viewer, admin):
        assert sign_in(person).get(page).status_code == 403
