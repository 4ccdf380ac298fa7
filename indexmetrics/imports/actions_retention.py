"""The end of what import tables held: who took which file over stays, its cells go."""

from collections.abc import Iterable

from django.db import transaction

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from indexmetrics.imports.models import EMPTY, Upload


@transaction.atomic
def empty_tables(*, tables: Iterable[int], by: User | None) -> int:
    """Delete tables that were only shown, empty those that were taken over; how many there were."""
    found = Upload.objects.filter(pk__in=list(tables))
    count = found.count()
    if count:
        found.filter(state=Upload.State.SHOWN).delete()
        found.update(content="", plan_text=EMPTY, problems_text=EMPTY, notices_text=EMPTY, undo_text="{}")
        audit(EventKind.RETENTION_TEXTS, by=by, subject="import", after={"count": count})
    return count
