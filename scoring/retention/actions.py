"""Verbs of retention: give notice of a deletion, delete one branch's month when nothing in it is open."""

from django.db import transaction

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.org.models import Branch
from indexmetrics.evidence.actions_retention import Deleted, expire_month
from indexmetrics.periods.models import Quarter
from scoring.retention import periods
from scoring.retention.plan import CLOSED, Batch, what_holds


@transaction.atomic
def announce(*, batch: Batch, by: User | None) -> None:
    """Give notice that the evidence of a quarter will be deleted, with the day; the home of those who archive says it."""
    audit(EventKind.RETENTION_ANNOUNCED, by=by, subject=batch.quarter, period=batch.quarter.code, after={
        "date": batch.goes_on.isoformat(), "records": batch.counts["records"], "files": batch.counts["files"], "bytes": batch.counts["size"]})


@transaction.atomic
def delete_month(*, branch: Branch, month: str, quarter: Quarter, by: User | None) -> Deleted | None:
    """Delete texts and files of one branch's month; None when something of its quarter was opened again meanwhile."""
    Branch.objects.select_for_update().get(pk=branch.pk)
    state = Quarter.objects.filter(pk=quarter.pk).values_list("state", flat=True).get()
    if state not in CLOSED or periods.last_kept_day(quarter.code) is None or what_holds(quarter, branch):
        return None
    return expire_month(branch=branch, month=month, by=by)
