"""The one table of what offices do about a branch's quarter: by which right, in which states of the quarter.

Only the branch itself records its work; nobody does anything else about his own branch. A record's
own moves stand in `evidence.states`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from branches.access.allow import ALLOWED, Answer, allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics.refusals import Forbidden, OutOfStep
from branches.org.models import Branch
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter

# A published quarter takes decisions again, because a correction is made through them.
UNDER_REVIEW = (states.OPEN, states.FROZEN, states.PRELIMINARY, states.PUBLISHED)
BEFORE_CONFIRMING = (states.OPEN, states.FROZEN, states.PRELIMINARY)
NOT_ARCHIVED = tuple(state for state in states.ORDER if state != states.ARCHIVED)


@dataclass(frozen=True)
class Act:
    """One verb: a right, the states of the quarter in which it is possible, the own branch's or never its."""

    verb: str
    right: Permission
    periods: frozenset[str]
    own: bool


def _act(verb: str, right: Permission, periods: tuple[str, ...], own: bool = False) -> Act:
    return Act(verb, right, frozenset(periods), own)


ACTS: dict[str, Act] = {act.verb: act for act in (
    _act("record", Permission.EVIDENCE_RECORD, (states.OPEN,), own=True),
    _act("rule_out", Permission.EVIDENCE_REVIEW, UNDER_REVIEW),
    _act("restore", Permission.EVIDENCE_REVIEW, UNDER_REVIEW),
    _act("remind", Permission.EVIDENCE_REVIEW, BEFORE_CONFIRMING),
    _act("extend", Permission.EVIDENCE_REVIEW, BEFORE_CONFIRMING),
    _act("waive", Permission.EVIDENCE_REVIEW, BEFORE_CONFIRMING),
    _act("enter", Permission.REGISTER_ENTER, UNDER_REVIEW),
    _act("enter_discipline", Permission.DISCIPLINE_ENTER, UNDER_REVIEW),
    _act("mark", Permission.PANEL_MARK, UNDER_REVIEW),
    _act("propose", Permission.VERDICT_PROPOSE, NOT_ARCHIVED),
    _act("propose_veto", Permission.VETO_PROPOSE, NOT_ARCHIVED),
    _act("drop", Permission.VERDICT_PROPOSE, NOT_ARCHIVED),
    _act("decide_veto", Permission.VERDICT_CONFIRM, NOT_ARCHIVED),
)}


def may(user: User, verb: str, branch: Branch) -> Answer:
    """The answer of the table about the person, with the reason of a no."""
    answer = allows(user, ACTS[verb].right, branch)
    if answer and not ACTS[verb].own and is_own(user, branch):
        return Answer(False, _("Nobody decides on what he submitted himself or on his own branch."))
    return ALLOWED if answer else answer


def is_possible(verb: str, quarter: Quarter) -> bool:
    """Does the quarter's state allow it now?"""
    return quarter.state in ACTS[verb].periods


def require(user: User | None, verb: str, branch: Branch, quarter: Quarter) -> None:
    """Raise unless the act is allowed now; `None` is the system, which holds every right."""
    if user is not None:
        answer = may(user, verb, branch)
        if not answer:
            raise Forbidden("own" if is_own(user, branch) else "role", answer.reason)
    if not is_possible(verb, quarter):
        raise OutOfStep("period", _("The quarter is “%(state)s”, so this step is not possible.") % {
            "state": quarter.get_state_display()})
