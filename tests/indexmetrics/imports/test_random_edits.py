"""Random edits of a template, rows and columns shuffled: the preview says exactly them, and they are what is saved."""

import os
import random
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from branches.tables import bounded
from branches.tables.bounded import Reading, Sheet
from branches.tables.reader import read_xlsx
from indexmetrics.imports import actions
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.rehearsal import look_at
from indexmetrics.imports.template import workbook_of
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db
ROUNDS = 200 if os.environ.get("WUSETU_LONG") == "1" else 6


def in_process(_name: str, content: bytes) -> Reading:
    """The same reader without a process for each round."""
    answer = read_xlsx(content)
    return Reading([Sheet(row["name"], row["rows"]) for row in answer["sheets"]], answer["faults"])


def shuffled(content: bytes, edits: dict[tuple[str, str], object], dice: random.Random) -> bytes:
    """The template's rows as a person might send them back: edited, in any order, columns too, lines above."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4) if row[0].value]
    names = [str(head).rstrip("*") for head in heads]
    for row in rows:
        for (code, heading), value in edits.items():
            if row[0] == code:
                row[names.index(heading)] = value
    order = list(range(len(heads)))
    dice.shuffle(order)
    dice.shuffle(rows)
    book = Workbook()
    for _line in range(dice.randrange(4)):
        book.active.append(["抄送：各支部"])
    for row in [heads, *rows]:
        book.active.append([row[place] for place in order])
    return sheets.saved(book)


def number(dice: random.Random, heading: str) -> object:
    """A value for a cell, written in one of the ways people write it."""
    if heading == "党员数":
        return dice.randint(40, 900)
    value = Decimal(dice.randint(1000, 10**7)).scaleb(-dice.randint(0, 4)).normalize()
    return dice.choice([float(value), f"{value:f}", f"{value:f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))])


@pytest.mark.parametrize(("kind", "scope", "heading", "who"), [
    ("members", "", "党员数", "admin"), ("registers", "2026Q2:H2", "已休天数", "reviewer"),
])
def test_exactly_the_edits(request, monkeypatch, second_quarter, kind, scope, heading, who):
    monkeypatch.setattr(bounded, "read", in_process)
    dice, person, kind = random.Random(7), request.getfixturevalue(who), KINDS[kind]
    codes = [make.branch(f"b-{place}").code for place in range(12)]
    for _round in range(ROUNDS):
        edits = {(code, heading): number(dice, heading) for code in dice.sample(codes, dice.randrange(1, 9))}
        look = look_at(kind, scope, "t.xlsx", shuffled(workbook_of(kind, scope), edits, dice), person)

        assert look.problems == []
        said = {(change.key.split()[0], cell.field): cell.new for change in look.changes for cell in change.cells}
        meant = {place: plain(value) for place, value in edits.items()}
        standing = {(row["branch" if "branch" in row else "code"]): row for row in kind.current(scope)}
        code = next(column.code for column in kind.columns(scope) if column.title == heading)
        same = {place for place in edits if plain(standing[place[0]].get(code)) == meant[place]}
        assert said == {place: value for place, value in meant.items() if place not in same}
        if look.changes:
            actions.take_over(kind=kind, scope=scope, look=look, by=person, ready={})
        after = {(row.get("branch") or row.get("code")): row for row in kind.current(scope)}
        assert {place: plain(after[place[0]][code]) for place in edits} == meant


def plain(value: object) -> str:
    """A number as the preview writes it."""
    if value is None:
        return ""
    text = str(value).translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    return f"{Decimal(text).normalize():f}"
