"""The lines of the table: their template writes them as they are, so each field must come escaped."""

import copy

import pytest
from django.utils.html import escape

from scoring.boards.figures import Rules
from scoring.boards.lines import Line, Lines
from scoring.boards.queries import Sight

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOSTILE = "<img src=x onerror='alert(1)'>\"&"


class Notes:
    """Footnotes as the table numbers them."""

    def mark(self, row) -> str:
        """Every colour has one."""
        return "\u203b1"

    def scaled(self, row, name) -> str:
        """Every group has one."""
        return "\u203b2"


def texts(value) -> list[str]:
    """Every text in a line, however deep."""
    if isinstance(value, str):
        return [value]
    return [text for part in value for text in texts(part)] if isinstance(value, list | tuple) else []


def test_no_field_of_a_line_carries_markup(edition):
    """Names of branches, indices, colours and types, codes and addresses, all of them hostile at once."""
    scheme = copy.deepcopy(edition.header["scheme"])
    for rows in (scheme["indices"], scheme["colour_bands"], scheme["branch_types"]):
        for row in rows:
            for name in ("name_zh", "label_zh", "name_en", "label_en"):
                row[name] = HOSTILE
    for card in edition.cards.all():
        row = card.row | {"name": HOSTILE, "short": HOSTILE, "branch": HOSTILE}
        lines = Lines(Rules(scheme), Sight(everything=True), {HOSTILE: [90.0, 80.0]}, Notes(), lambda code: f"/{code}/")
        line = lines.line(row)
        assert isinstance(line, Line) and line.name == escape(HOSTILE) and line.spark
        assert not [text for text in texts(line) if set("<>\"'") & set(text)]
