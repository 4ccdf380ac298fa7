"""Which steps of a quarter people take on the page of periods, and with which right."""

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter

# Preliminary, confirmed and published are entered where the board is computed, confirmed, published.
FORWARD = {states.FROZEN: Permission.PERIOD_MOVE, states.ARCHIVED: Permission.PERIOD_OPEN}
BACKWARD = (Permission.PERIOD_MOVE, Permission.PERIOD_OPEN)


def next_steps(quarter: Quarter, user: User) -> list[str]:
    """The states this person may move the quarter to, from here."""
    return [
        target for target in states.ORDER
        if target != quarter.state and states.may_move(quarter.state, target) and is_allowed(quarter, target, user)
    ]


def is_allowed(quarter: Quarter, to: str, user: User) -> bool:
    """Does the person's post include this step?"""
    if states.is_back(quarter.state, to):
        return any(allows(user, right) for right in BACKWARD)
    return to in FORWARD and bool(allows(user, FORWARD[to]))
