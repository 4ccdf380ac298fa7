"""How a record is changed and how that is noted: the two steps every verb of a record shares."""

from django.db.models import F
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics.refusals import Stale
from indexmetrics.evidence.models import Record


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
