"""The page of one branch on a board: its result and the trail of every point."""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.periods.queries import quarter_for
from indexmetrics.periods.states import PRELIMINARY
from scoring.appeals.queries import window_of
from scoring.boards import notes, queries
from scoring.boards.address import edition_number, quarter_code
from scoring.boards.before import before_of
from scoring.boards.fragment import linker, opened_html
from scoring.boards.queries import Board, Sight, sight_of
from scoring.boards.trail import page_of


@requires(Permission.BOARD_READ)
@require_safe
def show(request, quarter: str, branch: str):
    """An edition's branch, or one's own preliminary one; whatever is not yours to see is missing."""
    code, sight = quarter_code(quarter), sight_of(request.user)
    board = _board(request, code, branch, sight)
    row, trail = board.sheet(branch)
    earlier = queries.earlier_editions(code)
    past = queries.history(earlier, branch).get(branch, [])
    page = page_of(
        board, row, trail, group=_group(board, row["group"]) if _sees_group(board, request) else [row],
        past=past, before=before_of(board, branch), sight=sight,
    )
    context = page | {
        "board": board, "header": board.header, "scheme": board.scheme, "scheme_hash": board.scheme_hash[:12],
        "own": branch in sight.own, "asks": branch in sight.own and may_ask(board), "sight": sight, "linked": linker(board),
        "corrected": notes.correction(board.rules, board.header, [branch], sight.opens) if board.edition else [],
    }
    return render(request, "scoring/boards/branch.html", context)


@requires(Permission.BOARD_READ)
@require_safe
def opened(request, quarter: str, branch: str):
    """What the branch's row on the board opens to, for the script that puts it there."""
    sight = sight_of(request.user)
    board = _board(request, quarter_code(quarter), branch, sight)
    answer = HttpResponse(opened_html(board, board.row(branch), sight))
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _board(request, code: str, branch: str, sight: Sight) -> Board:
    """The board that the address means, if it is the visitor's to see."""
    if request.GET.get("state") == "preliminary":
        return _unpublished(request, code, branch, sight)
    return queries.board_for(code, edition_number(request))


def _unpublished(request, code: str, branch: str, sight: Sight) -> Board:
    """The run in preparation: for who prepares it, and for the branch itself once it is announced."""
    period = quarter_for(code)
    prepares = allows(request.user, Permission.BOARD_READ_PRELIMINARY)
    if not prepares and not (branch in sight.own and period.state == PRELIMINARY):
        raise Http404(branch)
    board = queries.unpublished_board(period)
    if board is None:
        raise Http404(code)
    return board


def may_ask(board: Board) -> bool:
    """Is this the preliminary result of a quarter whose window for review requests is open?"""
    return board.stage == PRELIMINARY and window_of(quarter_for(board.quarter)).is_open


def _sees_group(board: Board, request) -> bool:
    """Before publication a branch learns nothing of the others, not even their median."""
    return board.edition is not None or bool(allows(request.user, Permission.BOARD_READ_PRELIMINARY))


def _group(board: Board, group: str) -> list[dict]:
    """The rows of a group, kept as long as the edition; one query when they are not."""
    kept = board.edition.content_sha256 if board.edition else f"run {board.run.pk}"
    key = "group:" + queries.fingerprint(kept, group)
    rows = cache.get(key)
    if rows is None:
        rows = [
            {key: row[key] for key in ("type", "indices", "total", "indicator_points")}
            for row in board.rows if row["group"] == group
        ]
        cache.set(key, rows, 24 * 3600)
    return rows
