"""The files beside records: shown in the page when they are harmless there, else handed over."""

from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.queries import attachment_for

SHOWN = {"application/pdf", "image/jpeg", "image/png"}
# A browser's PDF viewer does not start inside a sandbox; pictures and all else are locked up in one.
POLICIES = {"application/pdf": "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"}
LOCKED = "sandbox; default-src 'none'; frame-ancestors 'self'"


@requires(Permission.EVIDENCE_RECORD, Permission.EVIDENCE_READ_ALL, Permission.DISCIPLINE_ENTER)
@require_safe
@transaction.atomic
def file(request, pk: int):
    """One file, for those who may see its record; the looking is noted."""
    found = attachment_for(request.user, pk)
    path = stored_at(found.path)
    if not path.is_file():
        raise Http404(pk)
    record = found.record
    if request.method == "GET":
        audit(EventKind.FILE_VIEWED, by=request.user, subject=found, branch=record.branch.code,
              period=record.month, after={"name": found.name, "sha256": found.sha256})
    answer = FileResponse(path.open("rb"), content_type=found.content_type)
    inline = found.content_type in SHOWN and "save" not in request.GET
    answer["Content-Disposition"] = content_disposition_header(not inline, found.name)
    answer["Content-Security-Policy"] = POLICIES.get(found.content_type, LOCKED)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer
