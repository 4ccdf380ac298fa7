"""Verbs of the reviewer: submitted → accepted, returned or void; never on one's own branch."""

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import OutOfStep, Refused, Stale
from branches.org.models import Branch
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.models import Decision, Record, Ruling
from indexmetrics.evidence.writing import decide, note, write
from indexmetrics.periods import acts
from indexmetrics.periods.models import Quarter


@transaction.atomic
def open_record(*, record: Record, by: User) -> Record:
    """Note that a reviewer looked at it; from now on the branch cannot withdraw it."""
    unseen = record.state == states.SUBMITTED and record.opened_at is None and rights.may(by, "accept", record)
    if unseen and Record.objects.filter(pk=record.pk, opened_at=None).update(opened_at=clock.now(), opened_by=by):
        note(EventKind.EVIDENCE_OPENED, record, by)
    return record


@transaction.atomic
def accept(*, record: Record, by: User | None, version: int | None = None, seen_hash: str = "") -> Record:
    """Accept a submitted record; from now on it gives facts."""
    rights.require(by, "accept", record)
    if seen_hash and seen_hash != record.content_hash():
        raise Stale(current=record.content(), message=_("The record was changed since you looked at it."))
    write(record, version, state=states.ACCEPTED, is_on_hold=False, hold_note="")
    decide(record, Decision.Verdict.ACCEPTED, by)
    note(EventKind.EVIDENCE_ACCEPTED, record, by, after={"hash": record.content_hash()})
    return record


@transaction.atomic
def send_back(
    *, record: Record, by: User | None, reason: str, fields: list[str] | None = None, version: int | None = None,
) -> Record:
    """Return a record with a reason; an accepted one too, when a second look asks for it."""
    rights.require(by, "send_back", record)
    reason = owed(reason)
    before = {"state": record.state}
    write(
        record, version, state=states.RETURNED, return_reason=reason, return_fields=fields or [],
        is_on_hold=False, hold_note="",
    )
    decide(record, Decision.Verdict.RETURNED, by, reason, fields)
    note(EventKind.EVIDENCE_RETURNED, record, by, reason=reason, before=before, after={"fields": fields or []})
    return record


@transaction.atomic
def void(*, record: Record, by: User | None, reason: str, version: int | None = None) -> Record:
    """Declare a record untrue: it scores nothing and stays visible."""
    rights.require(by, "void", record)
    reason = owed(reason)
    before = {"state": record.state}
    write(record, version, state=states.VOID)
    decide(record, Decision.Verdict.VOID, by, reason)
    note(EventKind.EVIDENCE_VOIDED, record, by, reason=reason, before=before)
    return record


@transaction.atomic
def rule_out(
    *, branch: Branch, quarter: Quarter, indicator: str, reason: str, by: User | None,
    kind: str = Ruling.Kind.NOT_APPLICABLE,
) -> Ruling:
    """Take an indicator out of a branch's quarter: not applicable, or exempt."""
    acts.require(by, "rule_out", branch, quarter)
    reason = owed(reason)
    if indicator not in quarter.scheme.outline.indicators:
        raise Refused("indicator", _("The scheme has no indicator %(code)s.") % {"code": indicator})
    if Ruling.objects.filter(branch=branch, quarter=quarter, indicator=indicator, withdrawn_at=None).exists():
        raise OutOfStep("ruling", _("This indicator is already ruled out for the branch."))
    ruling = Ruling.objects.create(
        branch=branch, quarter=quarter, indicator=indicator, kind=kind, reason=reason,
        ruled_at=clock.now(), ruled_by=by,
    )
    audit(
        EventKind.EVIDENCE_RULED, by=by, subject=ruling, branch=branch.code, period=quarter.code,
        reason=reason, after={"indicator": indicator, "kind": kind},
    )
    return ruling


@transaction.atomic
def restore(*, ruling: Ruling, by: User | None, reason: str) -> Ruling:
    """Withdraw a ruling: the indicator counts again."""
    acts.require(by, "restore", ruling.branch, ruling.quarter)
    reason = owed(reason)
    if not Ruling.objects.filter(pk=ruling.pk, withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_by=by,
    ):
        raise OutOfStep("ruling", _("This ruling was already withdrawn."))
    ruling.refresh_from_db()
    audit(
        EventKind.EVIDENCE_UNRULED, by=by, subject=ruling, branch=ruling.branch.code,
        period=ruling.quarter.code, reason=reason, before={"indicator": ruling.indicator},
    )
    return ruling
