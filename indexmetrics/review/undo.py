"""Second thoughts of a reviewer: take an acceptance back at once, or hold a record for a visit."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.models import Decision, Record
from indexmetrics.evidence.writing import decide, note, write

SHOWN = timedelta(seconds=10)
GRACE = timedelta(seconds=5)  # the click of the tenth second still has to travel


@transaction.atomic
def undo(*, record: Record, by: User, version: int | None = None) -> Record:
    """Take back one's own acceptance within ten seconds; later a return with reason is the way."""
    rights.require(by, "undo", record)
    last = record.decisions.order_by("-pk").first()
    if last is None or last.verdict != Decision.Verdict.ACCEPTED or last.decided_by_id != by.pk:
        raise Forbidden("own", _("Only the person who accepted a record can undo that."))
    if clock.now() - last.decided_at > SHOWN + GRACE:
        raise OutOfStep("late", _("The ten seconds are over; send the record back with a reason instead."))
    write(record, version, state=states.SUBMITTED)
    decide(record, Decision.Verdict.UNDONE, by)
    note(EventKind.EVIDENCE_UNDONE, record, by)
    return record


@transaction.atomic
def hold(*, record: Record, by: User, reason: str = "", version: int | None = None) -> Record:
    """Set a record aside for a check on site; it stays submitted and is decided later."""
    rights.require(by, "hold", record)
    write(record, version, is_on_hold=True)
    note(EventKind.EVIDENCE_HELD, record, by, reason=reason)
    return record


@transaction.atomic
def release(*, record: Record, by: User, version: int | None = None) -> Record:
    """Put a held record back among the others."""
    rights.require(by, "hold", record)
    write(record, version, is_on_hold=False)
    note(EventKind.EVIDENCE_RELEASED, record, by)
    return record
