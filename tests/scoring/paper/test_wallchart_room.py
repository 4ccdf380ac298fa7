"""The A3 wall chart has room: for few and for many branches, for columns, for letters."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from branches.access.roles import Role
from scoring.boards.chart import MOST_COLUMNS, share_columns
from scoring.boards.queries import board_for
from scoring.paper import letters
from tests import make, make_edition

pytestmark = pytest.mark.once  # a sheet says the same from every database
ADDRESS = "/board/2026Q2/wallchart.pdf"


@pytest.mark.parametrize("count", [10, 24, 60])
def test_every_branch_fits_on_the_sheet(db, client, count):
    make_edition.bureau(count)
    make_edition.published("2026Q2")
    client.force_login(make.user("leader", role=Role.VIEWER))
    page = PdfReader(BytesIO(client.get(ADDRESS).content)).pages[0]
    width, height = (float(side) for side in page.mediabox[2:])
    seen: list[tuple[str, float, float]] = []

    def visit(text, current, matrix, _font, _size):
        if text.strip():
            # reportlab scales the whole sheet once; a place is inside it when its transform is.
            x = current[0] * matrix[4] + current[4]
            y = current[3] * matrix[5] + current[5]
            seen.append((text.strip(), x, y))

    page.extract_text(visitor_text=visit)
    words = "".join(text for text, _x, _y in seen)
    assert all(row["total"] in words for row in board_for("2026Q2").rows)
    assert all(0 < x < width and 0 < y < height for _text, x, y in seen)


@pytest.mark.parametrize(("counts", "spans"), [
    ([[1, 1, 1, 1, 1]], [2, 1, 1, 1, 1]),
    ([[6], [0], [0]], [6]),
    ([[12, 0], [0, 1]], [5, 1]),
])  # fmt: skip
def test_columns_go_where_they_save_lines(counts, spans):
    assert share_columns(counts) == spans


def test_no_sheet_gets_more_columns_than_it_can_print():
    spans = share_columns([[90, 40, 30, 6, 2]] * 5)
    assert sum(spans) == MOST_COLUMNS and min(spans) >= 1


def test_letters_are_cut_without_those_the_typeface_lacks():
    found = TTFont(letters.cut(letters.SERIF, "五色图①≥—\U0001f600", "Cut"))
    assert set(map(chr, found.getBestCmap())) == set("五色图①≥—")
    assert "glyf" in found and "CFF " not in found
