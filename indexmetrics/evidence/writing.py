"""How a record is changed, handed over, decided and noted: the steps that verbs of a record share."""

from django.db.models import F
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Stale
from indexmetrics.evidence import states
from indexmetrics.evidence.deadlines import is_late
from indexmetrics.evidence.models import Decision, Record


def write(record: Record, version: int | None, **values) -> None:
    """Write only if nobody did meanwhile: the row must still have the version that was seen."""
    seen = record.version if version is None else version
    if not Record.objects.filter(pk=record.pk, version=seen).update(version=F("version") + 1, **values):
        current = Record.objects.filter(pk=record.pk).first()
        raise Stale(
            current=current.content() if current else {},
            message=_("Somebody changed this record meanwhile; your text is kept below."),
        )
    for name, value in values.items():
        setattr(record, name, value)
    record.version = seen + 1


def note(kind: EventKind, record: Record, by: User | None, **what) -> None:
    """Write the act on a record into the trail."""
    audit(kind, by=by, subject=record, branch=record.branch.code, period=record.month, **what)


def hand_over(record: Record, by: User | None, version: int | None = None) -> None:
    """To the reviewers, for the first time or again; a mended record stays as punctual as it was."""
    late = record.is_late or (record.state != states.RETURNED and is_late(record))
    write(
        record, version, state=states.SUBMITTED, submitted_at=clock.now(), submitted_by=by,
        is_late=late, opened_at=None, opened_by=None,
        return_reason="", return_fields=[],
    )
    note(EventKind.EVIDENCE_SUBMITTED, record, by, after={"hash": record.content_hash()})


def decide(record: Record, verdict: str, by: User | None, reason: str = "", fields: list[str] | None = None) -> None:
    """Keep a decision with all that it decided on; a later change needs a new one."""
    Decision.objects.create(
        record=record, verdict=verdict, reason=reason, fields=fields or [],
        content=record.content(), content_hash=record.content_hash(), decided_at=clock.now(), decided_by=by,
    )
