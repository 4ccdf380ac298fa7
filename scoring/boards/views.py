"""Pages of the board: the newest, one quarter's, the wall chart."""

from collections.abc import Callable
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import timetable
from scoring.boards import notes, queries
from scoring.boards.address import edition_number, quarter_code
from scoring.boards.chart import chart_of
from scoring.boards.choice import Choice
from scoring.boards.fragment import fragment_of, safe
from scoring.boards.frames import ROWS, answered
from scoring.boards.queries import Board, Sight, sight_of

READERS = (Permission.BOARD_READ,)


@requires(*READERS)
@require_safe
def newest(request):
    """On to the newest published quarter, or an empty state."""
    code = queries.newest_code()
    if code is None:
        return render(request, "scoring/boards/none.html", {"quarter": None})
    kept = request.GET.urlencode()
    return redirect(reverse("board", args=[code]) + (f"?{kept}" if kept else ""))


@requires(*READERS)
@require_safe
def show(request, quarter: str):
    """One quarter's board: an edition, or the unpublished result for those who prepare it."""
    code = quarter_code(quarter)
    if request.GET.get("state") == "preliminary":
        return _unpublished(request, code)
    found = queries.published(code, edition_number(request))
    if found is None:
        return _not_published(request, code)
    parts = (found.seal, found.content_sha256, str(found.siblings))
    return _answer(request, parts, found.earlier, lambda: queries.board_for(code, found.number))


@requires(Permission.BOARD_READ_PRELIMINARY)
def _unpublished(request, code: str) -> HttpResponse:
    board = queries.unpublished_board(_known(code))
    if board is None:
        return render(request, "scoring/boards/none.html", {"quarter": code, "can_compute": True})
    return _answer(request, (board.seal, f"run {board.run.pk}"), queries.earlier_editions(code), lambda: board)


def _not_published(request, code: str) -> HttpResponse:
    """A quarter under way has a page that says when its board comes; any other is missing."""
    if edition_number(request) is not None:
        raise Http404(code)
    found = _known(code)
    context = {
        "quarter": code, "publish_by": timetable(found).publish,
        "can_compute": bool(allows(request.user, Permission.BOARD_READ_PRELIMINARY)),
    }
    return render(request, "scoring/boards/none.html", context)


def _answer(request, parts: tuple[str, ...], earlier: list, load: Callable[[], Board]) -> HttpResponse:
    """The page, or 304; the board itself is read only when rows or frame must be made."""
    sight, choice = sight_of(request.user), Choice.of(request.GET)
    load = lru_cache(maxsize=1)(load)
    return answered(
        request, board_key(parts, earlier, sight, choice.token),
        rows=lambda: fragment_of(load(), earlier, sight, choice),
        frame=lambda fragment: _frame(request, load(), earlier, sight, fragment),
    )


def _frame(request, board: Board, earlier: list, sight: Sight, fragment: dict) -> str:
    context = {
        "board": board, "header": board.header, "fragment": safe(ROWS), "scheme": board.scheme,
        "count": fragment["count"], "scheme_hash": board.scheme_hash[:12], "sight": sight,
        "earlier": earlier[-1][1] if earlier else None, "corrections": corrections(board, sight, fragment["codes"]),
        "preliminary": board.stage == "preliminary",
        "unchanged": notes.others_unchanged(fragment["count"] - len({c["branch"] for c in board.header.get("changes", ())})),
    }
    return render_to_string("scoring/boards/board.html", context, request)


def board_key(parts: tuple[str, ...], earlier: list, sight: Sight, choice: str) -> str:
    """Everything the rows depend on; an edition's content hash covers what the seal leaves out."""
    seals = (seal for _pk, _quarter, seal in earlier)
    return "board:" + queries.fingerprint(*parts, *seals, sight.token, get_language() or "", choice)


def corrections(board: Board, sight: Sight, codes: list[str]) -> list[dict]:
    """The sentences of the correction, those where more than a rank changed first."""
    found = notes.correction(board.rules, board.header, codes, sight.opens) if board.edition else []
    return [row for row in found if not row["only_rank"]] or found


def _known(code: str) -> Quarter:
    found = Quarter.objects.select_related("scheme").filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


@requires(*READERS)
@require_safe
def wallchart(request, quarter: str):
    """The A3 sheet for the wall: colours and figures, no names of persons."""
    board = queries.board_for(quarter_code(quarter), edition_number(request))
    return render(request, "scoring/boards/wallchart.html", {
        "board": board, "header": board.header, "scheme_hash": board.scheme_hash[:12], "chart": chart_of(board),
        "other_sizes": ("A4", "A2", "A1", "A0"),
    })
