"""The one verb of the page of the trail: what was taken out of it, by whom, is in it."""

from datetime import date
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics.progress import counted
from branches.basics.refusals import Refused
from branches.trail.platform import events_of, rows
from branches.trail.writing import Form, write

TOLD_EVERY = 1000  # events


def export(*, since: date, until: date, form: Form, out: BinaryIO, by: Any) -> int:
    """Write the events of these days for a log platform; how many.

    Reading a million takes its time, so nobody waits for it: only the record of it is a transaction.
    """
    if since > until:
        raise Refused("period", _("From %(since)s to %(until)s there is no day; give the earlier one first.") % {
            "since": since, "until": until})
    count = write(counted(rows(since, until), _("writing the events"), events_of(since, until).count(), every=TOLD_EVERY), form, out)
    with transaction.atomic():
        record(EventKind.AUDIT_EXPORTED, by=by, subject="trail", after={
            "since": since.isoformat(), "until": until.isoformat(), "form": form.value, "rows": count})
    return count
