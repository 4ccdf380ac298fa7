"""The table of moves walked whole: state × role × own or foreign × state of the quarter."""

from itertools import product

import pytest

from branches.access.roles import Role
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.models import Record
from indexmetrics.periods.models import Quarter
from tests import make

pytestmark = pytest.mark.django_db

OWN_VERBS = {"amend", "mend", "discard", "submit", "resubmit", "withdraw", "ask_reopening"}
FROM = {
    "amend": {"draft"}, "mend": {"returned"}, "discard": {"draft"}, "submit": {"draft"}, "resubmit": {"returned"},
    "withdraw": {"submitted"}, "accept": {"submitted"}, "send_back": {"submitted", "accepted"},
    "undo": {"accepted", "returned"}, "ask_reopening": {"accepted"}, "hold": {"submitted"}, "void": {"submitted", "accepted"},
}
ONLY_OPEN = {"amend", "discard", "submit", "withdraw"}
REVIEWED = {"open", "frozen", "preliminary", "published"}


@pytest.fixture
def people(own_branch, other_branch):
    """Each role, once bound to the own branch and once to another; offices cover all."""
    reviewer_here = make.user("both", role=Role.REVIEWER)
    from branches.access.actions import appoint

    appoint(user=reviewer_here, role=Role.SECRETARY, branch=own_branch, by=None)
    return {
        "secretary here": make.user(role=Role.SECRETARY, at=own_branch),
        "secretary elsewhere": make.user(role=Role.SECRETARY, at=other_branch),
        "reviewer": make.user(role=Role.REVIEWER), "reviewer and secretary here": type(reviewer_here).objects.get(
            pk=reviewer_here.pk),
        "discipline": make.user(role=Role.DISCIPLINE), "committee": make.user(role=Role.COMMITTEE),
        "viewer": make.user(role=Role.VIEWER), "admin": make.user(role=Role.ADMIN), "nobody": make.user(),
    }


def allowed_people(verb: str, kind: str) -> set[str]:
    """Who may, by the documents: the branch its own, reviewers never their own, discipline its indicators."""
    if verb in OWN_VERBS:
        return {"secretary here", "reviewer and secretary here"}
    return {"reviewer"} | ({"discipline"} if kind == "supervision_record" else set())


def outcome(user, verb, record):
    try:
        rights.require(user, verb, record)
    except Forbidden:
        return "forbidden"
    except OutOfStep:
        return "out of step"
    return "allowed"


@pytest.mark.parametrize("kind", ["party_day", "supervision_record"])
def test_every_combination_answers_as_the_documents_say(people, own_branch, kind):
    walked = 0
    data = {} if kind == "supervision_record" else None
    record = make.record(own_branch, kind=kind, data=data)
    for state, period, verb, (who, user) in product(
        states.STATES, Quarter.State.values, states.MOVES, people.items(),
    ):
        record.state, record.quarter.state = state, period
        if who not in allowed_people(verb, kind):
            expected = "forbidden"
        elif state not in FROM[verb] or period not in ({"open"} if verb in ONLY_OPEN else REVIEWED):
            expected = "out of step"
        else:
            expected = "allowed"
        assert outcome(user, verb, record) == expected, (state, period, verb, who)
        walked += 1
    assert walked == 5 * 6 * 12 * 9


def test_nobody_decides_on_what_he_submitted_himself(own_branch, reviewer):
    record = make.record(own_branch, state="submitted")
    Record.objects.filter(pk=record.pk).update(submitted_by=reviewer)
    record.refresh_from_db()
    assert not rights.may(reviewer, "accept", record)
    assert not rights.may(reviewer, "send_back", record)


def test_the_system_itself_needs_no_post_but_keeps_to_the_steps(own_branch):
    record = make.record(own_branch)
    assert outcome(None, "submit", record) == "allowed"
    assert outcome(None, "accept", record) == "out of step"
