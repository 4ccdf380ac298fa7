"""How much a branch may lay beside its records in a month and in a year, and the branch held while it is counted."""

from django.conf import settings
from django.db.models import Sum

from branches.org.models import Branch
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.inspection.reasons import refuse

MIB = 1024**2


def hold(branch: Branch) -> None:
    """What a branch lays down at the same moment is counted one after the other.

    Call it inside the transaction, before anything is written and so before the trail's head is held:
    in the other order two transactions would wait for each other. Rows that only point at the branch go on.
    """
    Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)


def inspect(record: Record, size: int, name: str) -> None:
    """`Refused` when this file would exceed the month's or the year's room."""
    year = Attachment.objects.filter(record__branch=record.branch, removed_at=None, record__month__startswith=record.month[:4])
    for code, rows, limit in (
        ("month", year.filter(record__month=record.month), settings.EVIDENCE_MONTH_MB),
        ("year", year, settings.EVIDENCE_YEAR_MB),
    ):
        used = rows.aggregate(size=Sum("size"))["size"] or 0
        if used + size > limit * MIB:
            refuse(code, name, limit=limit)
