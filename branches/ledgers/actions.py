"""The one verb of lists: what was taken out of the system, by whom, is on record."""

from typing import Any

from django.db import transaction

from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.ledgers import workbook
from branches.ledgers.ledger import Ledger


def export(*, ledger: Ledger, by: Any) -> bytes:
    """The list as a workbook; written before its record, so that a long list keeps no other writer waiting."""
    body, count = workbook.write(ledger)
    with transaction.atomic():
        audit(EventKind.REPORT_EXPORTED, by=by, subject="ledger", subject_id=ledger.name[:120], period=ledger.period,
              after={"rows": count, "filters": dict(ledger.narrowed)})
    return body
