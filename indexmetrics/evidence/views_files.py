"""The files beside records: shown in the page when they are harmless there, else handed over."""

from pathlib import Path

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.audit.actions import record as audit
from branches.audit.afterwards import remember
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Gone, OutOfStep, Refusal
from indexmetrics.evidence.describing import day_text
from indexmetrics.evidence.files import hash_of, stored_at
from indexmetrics.evidence.models import Attachment
from indexmetrics.evidence.queries import attachment_for

# Pictures are drawn anew when they come in, PDFs are refused when they act: those may be looked at in place.
SHOWN = {"application/pdf", "image/jpeg", "image/png"}
LOCKED = "default-src 'none'; sandbox"
FRAMED = "; frame-ancestors 'self'"
# A browser's PDF viewer does not start inside a sandbox; it draws with a style of its own.
VIEWED = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
WITHHELD = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'self'"
FRAME = "framed"


@requires(Permission.EVIDENCE_RECORD, Permission.EVIDENCE_READ_ALL, Permission.DISCIPLINE_ENTER)
@require_safe
@transaction.atomic
def file(request, pk: int):
    """One file, for those who may see its record, as it was handed in; the looking is noted."""
    found = attachment_for(request.user, pk)
    try:
        path = _unchanged(found)
    except (Refusal, Http404) as reason:
        if FRAME not in request.GET:
            raise
        return _withheld(request, reason)
    record = found.record
    if request.method == "GET":
        audit(EventKind.FILE_VIEWED, by=request.user, subject=found, branch=record.branch.code,
              period=record.month, after={"name": found.name, "sha256": found.sha256})
    shown = found.content_type in SHOWN and "save" not in request.GET
    answer = FileResponse(path.open("rb"), content_type=found.content_type)
    answer["Content-Disposition"] = content_disposition_header(not shown, found.name)
    answer["Content-Security-Policy"] = _policy(found, shown)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Frame-Options"] = "SAMEORIGIN" if shown else "DENY"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _unchanged(found: Attachment) -> Path:
    """The file's place, when its bytes are still those that were handed in."""
    if found.expired_at:
        raise Gone("expired", _("This file was deleted on %(day)s, at the end of the time for which evidence is kept. Its fingerprint was %(hash)s.") % {
            "day": day_text(clock.local(found.expired_at).date()), "hash": found.sha256})
    path = stored_at(found.path)
    if not path.is_file():
        raise Http404(found.pk)
    if hash_of(path) != found.sha256:
        remember(EventKind.FILE_DAMAGED, subject=found, branch=found.record.branch.code,
                 period=found.record.month, after={"name": found.name, "sha256": found.sha256})
        raise OutOfStep("damaged", _("This file is no longer as it was handed in, so it is withheld. Tell the system administrator."))
    return path


def _withheld(request, reason: Exception) -> HttpResponse:
    """Why there is nothing to look at, said in the frame itself: a page of its own would not open there."""
    words, status = (_("There is nothing at this address."), 404) if isinstance(reason, Http404) else (str(reason), reason.status)
    answer = render(request, "indexmetrics/evidence/withheld.html", {"words": words}, status=status)
    answer["Content-Security-Policy"] = WITHHELD
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _policy(found: Attachment, shown: bool) -> str:
    if not shown:
        return LOCKED
    return VIEWED if found.content_type == "application/pdf" else LOCKED + FRAMED
