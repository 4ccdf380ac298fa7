"""Two branches of one group side by side, with the middle of their group."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.periods.queries import quarter_for
from scoring.boards import queries
from scoring.boards.address import edition_number, quarter_code
from scoring.boards.compare import compare
from scoring.boards.fragment import linker
from scoring.boards.queries import Board, sight_of


@requires(Permission.BOARD_READ)
@require_safe
def show(request, quarter: str):
    """The comparison that the address names; without names, the choice of them."""
    board = _board(request, quarter_code(quarter))
    found = compare(board, sight_of(request.user), request.GET.get("one", ""), request.GET.get("other", ""))
    if found is None:
        raise Http404("no such branch on this board")
    for side in found["sides"]:
        side["address"] = linker(board)(side["row"]["branch"])
    return render(request, "scoring/boards/compare.html", found | {
        "board": board, "header": board.header, "scheme": board.scheme, "scheme_hash": board.scheme_hash[:12],
    })


def _board(request, code: str) -> Board:
    if request.GET.get("state") == "preliminary":
        return _unpublished(request, code)
    return queries.board_for(code, edition_number(request))


@requires(Permission.BOARD_READ_PRELIMINARY)
def _unpublished(_request, code: str) -> Board:
    board = queries.unpublished_board(quarter_for(code))
    if board is None:
        raise Http404(code)
    return board
