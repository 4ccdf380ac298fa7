"""Downloads: the workbook and the circular of an edition."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.basics import quarters
from branches.basics.refusals import Forbidden
from branches.org.queries import branch_for
from branches.tasks.entrusting import entrusted
from indexmetrics.periods.queries import quarter_for
from indexmetrics.periods.states import PRELIMINARY
from scoring.boards.models import Edition
from scoring.boards.queries import board_for, sight_of
from scoring.reports.actions import export, pack
from scoring.reports.folder import folder_of
from scoring.reports.task import TYPES, is_large, order_of
from scoring.runs.models import Run
from scoring.runs.queries import shown_run

IN_MEMORY = 4 * 1024 * 1024  # larger files wait on the disk


@requires(Permission.BOARD_READ)
@require_safe
def workbook(request, quarter: str):
    """The quarterly workbook, with the points of those branches the visitor may see."""
    return _download(request, quarter, "xlsx")


@requires(Permission.BOARD_READ)
@require_safe
def circular(request, quarter: str):
    """The circular as a Word document; it holds nothing that the board does not show."""
    return _download(request, quarter, "docx")


@requires(Permission.EVIDENCE_RECORD, Permission.EVIDENCE_READ_ALL)
@require_safe
def folder(request, quarter: str, code: str):
    """One branch's quarter as a zip: of the own branch, or for those who may see all evidence."""
    branch = branch_for(request.user, code, Permission.EVIDENCE_RECORD, Permission.EVIDENCE_READ_ALL)
    found = quarter_for(_code(quarter))
    made = folder_of(request.user, branch, found, found.editions.order_by("-number").first())
    if request.method == "GET":
        pack(folder=made, by=request.user)
    answer = StreamingHttpResponse(made.stream(), content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, made.name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _download(request, quarter: str, kind: str) -> HttpResponseBase:
    source = _run(request, _code(quarter)) if request.GET.get("state") == PRELIMINARY else _edition(request, _code(quarter))
    if is_large(source):
        return entrusted(request, "report", order_of(source, kind, request.user))
    made = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    name = export(source=source, kind=kind, out=made, by=request.user, sight=sight_of(request.user))
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=name, content_type=TYPES[kind])


def _edition(request, code: str) -> Edition:
    number = request.GET.get("edition", "")
    if number and not (number.isascii() and number.isdecimal() and len(number) < 6):
        raise Http404(number)
    return board_for(code, int(number) if number else None).edition


def _run(request, code: str) -> Run:
    """The newest computation; nothing unpublished reaches those who read boards only."""
    answer = allows(request.user, Permission.BOARD_READ_PRELIMINARY)
    if not answer:
        raise Forbidden("role", answer.reason)
    run = shown_run(quarter_for(code))
    if run is None:
        raise Http404(code)
    return run


def _code(quarter: str) -> str:
    try:
        return str(quarters.parse(quarter))
    except ValueError as error:
        raise Http404(quarter) from error
