"""The one table of a record's moves: from which state, by whom, in which states of the quarter.

What offices do about a branch without a record between them stands in `periods.acts`.
"""

from dataclasses import dataclass

from branches.access.permissions import Permission
from indexmetrics.periods import states as quarters
from indexmetrics.periods.acts import UNDER_REVIEW

DRAFT, SUBMITTED, RETURNED = "draft", "submitted", "returned"
ACCEPTED, VOID = "accepted", "void"
STATES = (DRAFT, SUBMITTED, RETURNED, ACCEPTED, VOID)


@dataclass(frozen=True)
class Move:
    """One verb: allowed only from `old`, with `right`, on one's own branch or never on it."""

    verb: str
    old: frozenset[str]
    new: str
    right: Permission
    own: bool
    periods: frozenset[str]


def _move(verb: str, old: tuple[str, ...], new: str, right: Permission, own: bool, periods: tuple[str, ...]) -> Move:
    return Move(verb, frozenset(old), new, right, own, frozenset(periods))


_OPEN = (quarters.OPEN,)

MOVES: dict[str, Move] = {move.verb: move for move in (
    _move("amend", (DRAFT,), DRAFT, Permission.EVIDENCE_RECORD, True, _OPEN),
    _move("mend", (RETURNED,), RETURNED, Permission.EVIDENCE_RECORD, True, UNDER_REVIEW),
    _move("discard", (DRAFT,), "", Permission.EVIDENCE_RECORD, True, _OPEN),
    _move("submit", (DRAFT,), SUBMITTED, Permission.EVIDENCE_RECORD, True, _OPEN),
    _move("resubmit", (RETURNED,), SUBMITTED, Permission.EVIDENCE_RECORD, True, UNDER_REVIEW),
    _move("withdraw", (SUBMITTED,), DRAFT, Permission.EVIDENCE_RECORD, True, _OPEN),
    _move("ask_reopening", (ACCEPTED,), ACCEPTED, Permission.EVIDENCE_RECORD, True, UNDER_REVIEW),
    _move("accept", (SUBMITTED,), ACCEPTED, Permission.EVIDENCE_REVIEW, False, UNDER_REVIEW),
    _move("send_back", (SUBMITTED, ACCEPTED), RETURNED, Permission.EVIDENCE_REVIEW, False, UNDER_REVIEW),
    _move("undo", (ACCEPTED, RETURNED), SUBMITTED, Permission.EVIDENCE_REVIEW, False, UNDER_REVIEW),
    _move("hold", (SUBMITTED,), SUBMITTED, Permission.EVIDENCE_REVIEW, False, UNDER_REVIEW),
    _move("void", (SUBMITTED, ACCEPTED), VOID, Permission.EVIDENCE_REVIEW, False, UNDER_REVIEW),
)}
