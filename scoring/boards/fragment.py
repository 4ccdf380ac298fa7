"""The parts of a board that depend on its rows alone, drawn with escaping by the fast template engine."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.template import engines
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from scoring.boards import queries
from scoring.boards.choice import Choice
from scoring.boards.heat import key_words
from scoring.boards.opened import opened_row
from scoring.boards.queries import Board, Sight
from scoring.boards.table import Table, lay_out


def fragment_of(board: Board, earlier: list, sight: Sight, choice: Choice) -> dict:
    """The rendered rows and what the page around needs to know of them."""
    linked, before = linker(board), queries.totals_before(earlier) if choice.view == "table" else {}
    table = lay_out(board, before, sight, choice, linked)
    html = _drawn(
        "fragment", table=table, board=board, choice=choice, linked=linked,
        rows=_rows(board, table, sight, choice), group_codes=sorted({row["group"] for row in board.rows}),
    )
    return {"html": html, "count": table.count, "codes": [row["branch"] for row in board.rows]}


def _rows(board: Board, table: Table, sight: Sight, choice: Choice) -> SafeString:
    """Table or heat map; a template of its own, so that its many pieces pass through one generator."""
    if choice.view == "heat":
        return _drawn("heat", table=table, heat_words=key_words())
    if choice.view == "flags" or not table.shown:
        return safe("")
    opened = {
        row["branch"]: opened_html(board, row, sight)
        for group in table.groups for row in group["rows"] if row["branch"] in choice.opened
    }
    return _drawn(
        "table", table=table, board=board, choice=choice, opened=opened,
        opening=escape(choice.opening(**board.asked)),
    )


def opened_html(board: Board, row: dict, sight: Sight) -> SafeString:
    """What a row opens to."""
    return _drawn("opened", opened=opened_row(board, row, sight), address=linker(board)(row["branch"]),
                  compare=comparer(board)(row["branch"]))


def _drawn(name: str, **context) -> SafeString:
    return safe(engines["jinja2"].get_template(f"board/{name}.html").render(context))


def safe(html: str) -> SafeString:
    """Marks what Jinja2 rendered with autoescape as the HTML it is."""
    return mark_safe(html)  # noqa: S308 - escaped by the template engine a line before


def linker(board: Board) -> Callable[[str], str]:
    """Branch code → address of its point trail on this board."""
    stem, tail = reverse("board-branch", args=[board.quarter, "-"]).removesuffix("-/"), board.query
    return lambda branch: f"{stem}{branch}/{tail}"


def comparer(board: Board) -> Callable[[str], str]:
    """Branch code → address that sets it beside another of its group."""
    address = reverse("board-compare", args=[board.quarter])
    return lambda branch: f"{address}?{urlencode(board.asked | {'one': branch})}"
