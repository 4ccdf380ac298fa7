"""The table of acts walked whole: verb × role × own or foreign × state of the quarter; nothing decides outside it."""

import ast
from itertools import product

import pytest

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.periods import acts
from indexmetrics.periods.models import Quarter
from indexmetrics.review import actions as review
from tests import make
from tests.laws.project import modules

ALL_BUT_ARCHIVED = {"open", "frozen", "preliminary", "confirmed", "published"}
REVIEWED = ALL_BUT_ARCHIVED - {"confirmed"}
WHO = {
    "record": {"secretary here", "both"}, "rule_out": {"reviewer"}, "restore": {"reviewer"}, "remind": {"reviewer"},
    "extend": {"reviewer"}, "waive": {"reviewer"}, "enter": {"reviewer"}, "enter_discipline": {"discipline"},
    "mark": {"committee"}, "propose": {"reviewer"}, "propose_veto": {"reviewer", "discipline"}, "drop": {"reviewer"},
    "decide_veto": {"committee"},
}
WHEN = {
    "record": {"open"}, "rule_out": REVIEWED, "restore": REVIEWED, "remind": REVIEWED - {"published"},
    "extend": REVIEWED - {"published"}, "waive": REVIEWED - {"published"}, "enter": REVIEWED,
    "enter_discipline": REVIEWED, "mark": REVIEWED, "propose": ALL_BUT_ARCHIVED, "propose_veto": ALL_BUT_ARCHIVED,
    "drop": ALL_BUT_ARCHIVED, "decide_veto": ALL_BUT_ARCHIVED,
}


@pytest.fixture
def people(db, own_branch, other_branch):
    """Each role; one reviewer who is also the secretary here, one who covers another branch only."""
    both = make.user("both", role=Role.REVIEWER)
    appoint(user=both, role=Role.SECRETARY, branch=own_branch, by=None)
    return {
        "secretary here": make.user(role=Role.SECRETARY, at=own_branch),
        "secretary elsewhere": make.user(role=Role.SECRETARY, at=other_branch), "reviewer": make.user(role=Role.REVIEWER),
        "reviewer elsewhere": make.user(role=Role.REVIEWER, at=other_branch), "both": type(both).objects.get(pk=both.pk),
        "discipline": make.user(role=Role.DISCIPLINE), "committee": make.user(role=Role.COMMITTEE),
        "viewer": make.user(role=Role.VIEWER), "admin": make.user(role=Role.ADMIN), "nobody": make.user(),
    }


def outcome(user, verb, branch, quarter) -> str:
    try:
        acts.require(user, verb, branch, quarter)
    except Forbidden:
        return "forbidden"
    except OutOfStep:
        return "out of step"
    return "allowed"


def test_every_combination_answers_as_the_documents_say(people, own_branch):
    quarter, walked = make.quarter("2026Q2"), 0
    assert set(acts.ACTS) == set(WHO) == set(WHEN)
    for verb, state, (who, user) in product(acts.ACTS, Quarter.State.values, people.items()):
        quarter.state = state
        expected = "forbidden" if who not in WHO[verb] else "allowed" if state in WHEN[verb] else "out of step"
        assert outcome(user, verb, own_branch, quarter) == expected, (verb, state, who)
        walked += 1
    assert walked == 13 * 6 * 10


@pytest.mark.parametrize("state", ["confirmed", "archived"])
def test_a_confirmed_quarter_takes_no_ruling(own_branch, reviewer, state):
    quarter = make.quarter("2026Q2")
    ruling = review.rule_out(branch=own_branch, quarter=quarter, indicator="B4", reason="全员抢险", by=reviewer)
    ruling.quarter.state = state
    with pytest.raises(OutOfStep):
        review.restore(ruling=ruling, by=reviewer, reason="误判")
    with pytest.raises(OutOfStep):
        review.rule_out(branch=own_branch, quarter=ruling.quarter, indicator="B5", reason="全员抢险", by=reviewer)


@pytest.mark.pure
def test_no_action_asks_for_rights_or_the_quarters_state_by_itself():
    """Verbs of these slices go through the two tables; a comparison of their own would be a second truth."""
    slices = ("indexmetrics.evidence", "indexmetrics.review", "indexmetrics.intake", "scoring.verdicts")
    wrong = []
    for module in modules():
        if module.slice not in slices or not module.path.name.startswith(("actions", "undo", "views")):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Compare) and "quarter.state" in ast.unparse(node):
                wrong.append(f"{module.place}:{node.lineno} {ast.unparse(node)}")
            is_action = not module.path.name.startswith("views")
            if is_action and isinstance(node, ast.Call) and ast.unparse(node.func) in ("allows", "is_own"):
                wrong.append(f"{module.place}:{node.lineno} {ast.unparse(node)}")
    assert not wrong, "\n".join(wrong)
