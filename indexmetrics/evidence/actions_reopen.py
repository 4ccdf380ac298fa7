"""The branch's side of reopening: ask for an accepted record to be opened again, with a reason."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import OutOfStep
from indexmetrics.evidence import rights
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.evidence.writing import note


@transaction.atomic
def ask_reopening(*, record: Record, reason: str, by: User | None, fields: list[str] | None = None) -> Reopening:
    """Ask a reviewer to open an accepted record again; it stays accepted until he answers."""
    rights.require(by, "ask_reopening", record)
    reason = owed(reason, ask=_("Please say what is to be corrected; the reviewer decides by it."))
    try:
        with transaction.atomic():
            reopening = Reopening.objects.create(
                record=record, reason=reason, fields=fields or [], asked_at=clock.now(), asked_by=by)
    except IntegrityError as error:
        raise OutOfStep("reopening", _("This record is already asked for; the reviewer has not answered yet.")) from error
    note(EventKind.EVIDENCE_REOPEN_ASKED, record, by, reason=reopening.reason, after={"fields": reopening.fields})
    return reopening
