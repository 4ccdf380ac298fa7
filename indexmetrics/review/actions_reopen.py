"""The reviewer's side of reopening: grant it for a few working days, decline it, let it lapse."""

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import OutOfStep
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.deadlines import days_open
from indexmetrics.evidence.models import Decision, Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.evidence.writing import decide, hand_over, note, write
from indexmetrics.periods import workdays
from indexmetrics.periods.queries import exceptions
from indexmetrics.review.actions import send_back


@transaction.atomic
def grant(*, reopening: Reopening, by: User | None, answer: str = "", version: int | None = None) -> Reopening:
    """Open the record again until a day; an accepted record goes back with the branch's own reason."""
    record = reopening.record
    rights.require(by, "send_back", record)
    _still_waits(reopening)
    until = workdays.plus(clock.today(), days_open(record), exceptions())
    _answer(reopening, by, answer, is_granted=True, until=until)
    send_back(
        record=record, by=by, fields=reopening.fields, version=version,
        reason=_("Reopened at the branch's request: %(reason)s") % {"reason": reopening.reason[:220]})
    note(EventKind.EVIDENCE_REOPEN_GRANTED, record, by, reason=answer, after={"until": until.isoformat()})
    return reopening


@transaction.atomic
def decline(*, reopening: Reopening, by: User | None, answer: str) -> Reopening:
    """Leave the record accepted, with a reason for the branch."""
    rights.require(by, "send_back", reopening.record)
    _still_waits(reopening)
    answer = owed(answer)
    _answer(reopening, by, answer, is_granted=False, closed_at=clock.now())
    note(EventKind.EVIDENCE_REOPEN_DECLINED, reopening.record, by, reason=answer)
    return reopening


@transaction.atomic
def lapse(*, by: User | None = None) -> list[Reopening]:
    """End what was opened and not handed over in time.

    Unchanged records are accepted again as they were; what was changed already goes to the
    reviewer as it stands, because an old decision does not cover it.
    """
    found = list(Reopening.objects.lapsed().select_related("record__branch", "record__quarter__scheme"))
    for reopening in found:
        reopening.closed_at = clock.now()
        reopening.save(update_fields=["closed_at"])
        record = Record.objects.select_related("branch", "quarter__scheme").get(pk=reopening.record_id)
        if record.state != states.RETURNED:
            continue
        _end(record, by)
        note(EventKind.EVIDENCE_REOPEN_LAPSED, record, by, after={"state": record.state})
    return found


def _end(record: Record, by: User | None) -> None:
    accepted = record.decisions.filter(verdict=Decision.Verdict.ACCEPTED).order_by("-pk").first()
    if accepted is None or accepted.content_hash != record.content_hash():
        hand_over(record, by)
        return
    write(record, None, state=states.ACCEPTED, return_reason="", return_fields=[])
    decide(record, Decision.Verdict.ACCEPTED, by, _("The time to correct ended without a change."))


def _still_waits(reopening: Reopening) -> None:
    if reopening.decided_at or reopening.closed_at:
        raise OutOfStep("reopening", _("This request was already answered."))


def _answer(reopening: Reopening, by: User | None, answer: str, **values) -> None:
    values |= {"decided_at": clock.now(), "decided_by": by, "answer": answer.strip()[:300]}
    if not Reopening.objects.waiting().filter(pk=reopening.pk).update(**values):
        raise OutOfStep("reopening", _("This request was already answered."))
    reopening.refresh_from_db(fields=list(values))
