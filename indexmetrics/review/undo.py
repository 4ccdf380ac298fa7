"""Second thoughts of a reviewer: take a decision of a moment ago back, or hold a record for a visit."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.models import Decision, Record, Ruling
from indexmetrics.evidence.writing import decide, note, write
from indexmetrics.review.actions import restore

SHOWN = timedelta(seconds=10)
GRACE = timedelta(seconds=5)  # the click of the tenth second still has to travel
UNDOABLE = (Decision.Verdict.ACCEPTED, Decision.Verdict.RETURNED)


@transaction.atomic
def undo(*, record: Record, by: User, version: int | None = None) -> Record:
    """Take back one's own decision within ten seconds; later a new decision with reason is the way."""
    rights.require(by, "undo", record)
    *before, last = [None, *record.decisions.order_by("pk")]
    if last is None or last.verdict not in UNDOABLE or last.decided_by_id != by.pk:
        raise Forbidden("own", _("Only the person who decided on a record can undo that."))
    _in_time(last.decided_at)
    if last.content_hash != record.content_hash():
        raise OutOfStep("changed", _("The branch has begun to mend it; it can no longer be undone."))
    if last.verdict == Decision.Verdict.RETURNED and _was_accepted(before[-1]):
        raise OutOfStep("second", _("A second look at an accepted record is not undone; decide anew when it comes back."))
    write(record, version, state=states.SUBMITTED, return_reason="", return_fields=[])
    decide(record, Decision.Verdict.UNDONE, by)
    note(EventKind.EVIDENCE_UNDONE, record, by)
    return record


@transaction.atomic
def unrule(*, ruling: Ruling, by: User) -> Ruling:
    """Withdraw one's own ruling of a moment ago."""
    if ruling.ruled_by_id != by.pk:
        raise Forbidden("own", _("Only the person who decided on a record can undo that."))
    _in_time(ruling.ruled_at)
    return restore(ruling=ruling, by=by, reason=_("Undone at once."))


@transaction.atomic
def hold(*, record: Record, by: User, reason: str = "", version: int | None = None) -> Record:
    """Set a record aside for a check on site, saying what to look at; it stays submitted and is decided later."""
    rights.require(by, "hold", record)
    write(record, version, is_on_hold=True, hold_note=reason.strip()[:200])
    note(EventKind.EVIDENCE_HELD, record, by, reason=reason)
    return record


@transaction.atomic
def release(*, record: Record, by: User, version: int | None = None) -> Record:
    """Put a held record back among the others."""
    rights.require(by, "hold", record)
    write(record, version, is_on_hold=False, hold_note="")
    note(EventKind.EVIDENCE_RELEASED, record, by)
    return record


def _was_accepted(decision: Decision | None) -> bool:
    return decision is not None and decision.verdict == Decision.Verdict.ACCEPTED


def _in_time(moment) -> None:
    if clock.now() - moment > SHOWN + GRACE:
        raise OutOfStep("late", _("The ten seconds are over; send the record back with a reason instead."))
