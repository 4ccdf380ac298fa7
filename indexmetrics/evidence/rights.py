"""May this user make this move with this record? Read by actions, pages and the tests of the table."""

from django.utils.translation import gettext as _

from branches.access.allow import ALLOWED, Answer, allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.evidence.describing import day_text
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.evidence.states import MOVES

TIMED = ("mend", "resubmit")  # what a reopening allows for some days only
DISCIPLINE_OFFICE = "discipline_office"


def may(user: User, verb: str, record: Record) -> Answer:
    """The answer of the table, with the reason of a no."""
    move = MOVES[verb]
    granted = allows(user, move.right, record.branch)
    if not granted and move.right == Permission.EVIDENCE_REVIEW:
        granted = is_disciplines(user, record)
    if not granted:
        return granted
    if not move.own and (is_own(user, record.branch) or user.pk in (record.submitted_by_id, record.recorded_by_id)):
        return Answer(False, _("Nobody decides on what he submitted himself or on his own branch."))
    return ALLOWED


def can(user: User, verb: str, record: Record) -> bool:
    """Is the move open to this user now, by person, state and quarter? Pages offer what this allows."""
    move = MOVES[verb]
    return record.state in move.old and record.expired_at is None and record.quarter.state in move.periods and bool(may(user, verb, record))


def require(user: User | None, verb: str, record: Record) -> None:
    """Raise unless the move is allowed now; `None` is the system, which holds every right."""
    move = MOVES[verb]
    if user is not None:
        answer = may(user, verb, record)
        if not answer:
            raise Forbidden("role", answer.reason)
    if record.state not in move.old:
        raise OutOfStep("state", _("This record is “%(state)s”, so this step is not possible.") % {
            "state": record.get_state_display(),
        })
    if record.quarter.state not in move.periods:
        raise OutOfStep("period", _("The quarter is “%(state)s”, so this step is not possible.") % {
            "state": record.quarter.get_state_display(),
        })
    if record.expired_at:
        raise OutOfStep("expired", _("Texts and files of this record were deleted on %(day)s, at the end of their time; it stands as it was decided.") % {
            "day": day_text(clock.local(record.expired_at).date())})
    if verb in TIMED and Reopening.objects.lapsed().filter(record=record.pk).exists():
        raise OutOfStep("reopening", _("The days for which this record was reopened are over; ask again."))


def is_disciplines(user: User, record: Record) -> Answer:
    """The discipline office decides on records that count only for its own indicators."""
    outline = record.quarter.scheme.outline
    codes = {tag.indicator for tag in record.tags.all()} or {record.indicator}
    if all(outline.checker(code) == DISCIPLINE_OFFICE for code in codes if code in outline.indicators):
        return allows(user, Permission.DISCIPLINE_ENTER, record.branch)
    return Answer(False, _("Your post does not include this."))
