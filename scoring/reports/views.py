"""Downloads: the workbook and the circular of an edition."""

from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.db.models import Sum
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.basics import room
from branches.basics.refusals import Forbidden
from branches.ledgers.paper import paper
from branches.org.queries import branch_for
from indexmetrics.evidence.models import Attachment
from indexmetrics.periods.queries import quarter_for
from indexmetrics.periods.states import PRELIMINARY
from indexmetrics.periods.words import quarter_named
from scoring.boards.address import edition_number, quarter_code
from scoring.boards.queries import board_for, sight_of
from scoring.reports.actions import export, pack
from scoring.reports.folder import folder_of
from scoring.runs.models import Run
from scoring.runs.queries import shown_run

IN_MEMORY = 4 * 1024 * 1024  # larger files wait on the disk
MANY_BYTES = 16 * 1024 * 1024  # what the server takes over from its thread at once
PACKERS = (Permission.EVIDENCE_RECORD, Permission.EVIDENCE_READ_ALL)
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _is_large(request, quarter: str, code: str) -> bool:
    """Would its files keep a thread of the server for long, and is there room for them twice?

    Of a branch that is not the visitor's nobody tells.
    """
    branch = branch_for(request.user, code, *PACKERS)
    files = Attachment.objects.filter(record__branch=branch, record__quarter__code=quarter_code(quarter)).in_store()
    size = files.aggregate(bytes=Sum("size"))["bytes"] or 0
    return size > MANY_BYTES and not room.is_short(settings.TASKS, size)


@requires(Permission.BOARD_READ)
@require_safe
@paper(lambda quarter: _("Quarterly workbook, %(quarter)s") % {"quarter": quarter_named(quarter)})
def workbook(request, quarter: str):
    """The quarterly workbook, with the points of those branches the visitor may see."""
    return _download(request, quarter, "xlsx")


@requires(Permission.BOARD_READ)
@require_safe
@paper(lambda quarter: _("Circular, %(quarter)s") % {"quarter": quarter_named(quarter)})
def circular(request, quarter: str):
    """The circular as a Word document; it holds nothing that the board does not show."""
    return _download(request, quarter, "docx")


@requires(*PACKERS)
@require_safe
@paper(lambda quarter, code: _("Folder of %(code)s, %(quarter)s") % {"code": code, "quarter": quarter_named(quarter)}, when=_is_large)
def folder(request, quarter: str, code: str):
    """One branch's quarter as a zip: of the own branch, or for those who may see all evidence."""
    branch = branch_for(request.user, code, *PACKERS)
    found = quarter_for(quarter_code(quarter))
    made = folder_of(request.user, branch, found, found.editions.order_by("-number").first())
    if request.method == "GET":
        pack(folder=made, by=request.user)
    answer = StreamingHttpResponse(made.stream(), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, made.name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _download(request, quarter: str, kind: str) -> FileResponse:
    code = quarter_code(quarter)
    is_preliminary = request.GET.get("state") == PRELIMINARY
    source = _run(request, code) if is_preliminary else board_for(code, edition_number(request)).edition
    made = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    name = export(source=source, kind=kind, out=made, by=request.user, sight=sight_of(request.user))
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=name, content_type=TYPES[kind])


def _run(request, code: str) -> Run:
    """The newest computation; nothing unpublished reaches those who read boards only."""
    answer = allows(request.user, Permission.BOARD_READ_PRELIMINARY)
    if not answer:
        raise Forbidden("role", answer.reason)
    run = shown_run(quarter_for(code))
    if run is None:
        raise Http404(code)
    return run
