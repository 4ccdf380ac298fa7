"""The printed sheets as downloads."""

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.ledgers.paper import paper
from branches.tasks.apart import is_large_bureau
from indexmetrics.periods.words import quarter_named
from scoring.boards.address import edition_number, quarter_code
from scoring.boards.queries import Board, board_for, fingerprint
from scoring.paper.pen import SIZES
from scoring.paper.wallchart import sheet_of

CACHED_FOR = 24 * 3600


def _asked(request, quarter: str) -> tuple[Board, str]:
    """The board and the size of the sheet."""
    size = request.GET.get("size", "A3")
    if size not in SIZES:
        raise Http404(size)
    return board_for(quarter_code(quarter), edition_number(request)), size


def _is_long(request, quarter: str) -> bool:
    """Not what the visitor's browser still has."""
    return is_large_bureau() and not _is_known(request, _tag(*_asked(request, quarter)))


@requires(Permission.BOARD_READ)
@require_safe
@paper(lambda quarter: _("Wall chart, %(quarter)s") % {"quarter": quarter_named(quarter)}, when=_is_long)
def wallchart(request, quarter: str):
    """The wall chart of a published edition as a PDF, A4 to A0; an edition's sheet never changes."""
    board, size = _asked(request, quarter)
    tag = _tag(board, size)
    if _is_known(request, tag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_sheet(board, size), content_type="application/pdf")
        name = f"wallchart-{board.quarter}-{board.edition.number}-{size}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def _tag(board: Board, size: str) -> str:
    return f'"{_key(board, size)}"'


def _is_known(request, tag: str) -> bool:
    return tag in parse_etags(request.headers.get("If-None-Match", ""))


def _key(board: Board, size: str) -> str:
    return fingerprint("wallchart", board.edition.content_sha256, size, get_language() or "")


def _sheet(board: Board, size: str) -> bytes:
    key = "paper:" + _key(board, size)
    found = cache.get(key)
    if found is None:
        found = sheet_of(board, size=size)
        cache.set(key, found, CACHED_FOR)
    return found
