"""From cells to rows: the headings found by name, wherever they stand, each cell read by its column."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from branches.tables.bounded import Reading, Sheet
from indexmetrics.imports.columns import Column, plain_heading
from indexmetrics.imports.problems import MOST_LISTED, Problem, problem
from indexmetrics.imports.values import CellFault, shown

HEADINGS_WITHIN = 40  # rows; titles and notes may stand above
MARK = "wusetu-template:"  # an instruction sheet says so which template it belongs to
LETTERS = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


@dataclass(slots=True)
class Row:
    """One row: its number, its values by column code, and the letters to point at."""

    number: int
    values: dict[str, Any]
    sheet: str = ""
    letters: dict[str, str] = field(default_factory=dict)

    def cell(self, code: str) -> str:
        """Where a value stands: C5."""
        return f"{self.letters.get(code, 'A')}{self.number}"


@dataclass
class Table:
    """What a file says: rows, what is wrong, and what deserves a look."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    title: str = ""


def letter(place: int) -> str:
    """The letters of a column; 0 is A."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_table(reading: Reading, columns: list[Column], *, mark: str = "") -> Table:
    """The rows of the sheet that holds the headings; everything wrong is listed, up to 500."""
    table = Table(problems=[
        problem(fault["code"], sheet=fault.get("sheet", ""), cell=fault.get("cell", ""), text=fault.get("text", ""))
        for fault in reading.faults[:MOST_LISTED]
    ])
    if table.problems or _is_other(reading, mark, table):
        return table
    found = [(score, sheet, top, places) for sheet in reading.sheets for score, top, places in [_headings(sheet, columns)]]
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or best[0] == 0:
        names = ", ".join(column.title for column in columns if column.required)
        table.problems.append(problem("no_header", missing=names))
        return table
    _score, sheet, top, places = best
    missing = [column.title for column in columns if column.required and column.code not in places]
    if missing:
        table.problems.append(problem("no_header", sheet=sheet.name, cell=f"A{top + 1}", missing=", ".join(missing)))
        return table
    _look_around(reading, sheet, top, columns, places, table)
    _read_rows(sheet, top, columns, places, table)
    if not table.rows and not table.problems:
        table.problems.append(problem("no_rows", sheet=sheet.name))
    return table


def _is_other(reading: Reading, mark: str, table: Table) -> bool:
    """Does the instruction sheet name another template, month or branch?"""
    if not mark:
        return False
    for sheet in reading.sheets:
        for row in sheet.rows[:60]:
            for cell in row:
                if cell.startswith("t" + MARK) and cell[1:] != MARK + mark:
                    table.problems.append(problem(
                        "other_template", sheet=sheet.name, found=cell[len(MARK) + 1:], wanted=mark))
                    return True
    return False


def _headings(sheet: Sheet, columns: list[Column]) -> tuple[int, int, dict[str, int]]:
    """How many headings the best row holds, which row it is, and where each column stands."""
    names = {plain_heading(column.code): column.code for column in columns}
    for column in columns:
        for name in column.names():
            names.setdefault(name, column.code)
    best: tuple[int, int, dict[str, int]] = (0, 0, {})
    for number, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            code = names.get(plain_heading(cell[1:])) if cell.startswith("t") else None
            if code and code not in places:
                places[code] = place
        if len(places) > best[0]:
            best = (len(places), number, places)
    return best if best[0] >= min(2, len(columns)) else (0, 0, {})


def _look_around(reading: Reading, sheet: Sheet, top: int, columns, places: dict[str, int], table: Table) -> None:
    """Hidden parts, columns nobody asked for, merged cells among the rows."""
    known = {name for column in columns for name in column.names()}
    seen: set[str] = set()
    for place, cell in enumerate(sheet.rows[top]):
        name = plain_heading(cell[1:]) if cell else ""
        if name and name in seen and name in known:
            table.problems.append(problem(
                "twice_heading", sheet=sheet.name, cell=f"{letter(place)}{top + 1}", heading=shown(cell)))
        if name and name not in known:
            table.notices.append(_("Column %(letter)s “%(name)s” is not part of the template and is left out.") % {
                "letter": letter(place), "name": shown(cell)[:40]})
        seen.add(name)
    below = [number for number in sheet.hidden_rows if number > top + 1]
    if below:
        table.notices.append(_("Hidden rows are taken in too: %(rows)s.") % {"rows": ", ".join(map(str, below[:20]))})
    for other in reading.sheets:
        if other.hidden:
            table.notices.append(_("The hidden sheet “%(name)s” is not read.") % {"name": other.name})
    for ref in sheet.merged:
        match = LETTERS.fullmatch(ref)
        if match and int(match[4]) > top + 1:
            table.problems.append(problem("merged", sheet=sheet.name, cell=f"{match[1]}{match[2]}", cells=ref))
    table.given, table.title = set(places), sheet.name
    if sheet.coding:
        table.notices.append(_("Read as %(coding)s.") % {"coding": sheet.coding})


def _read_rows(sheet: Sheet, top: int, columns: list[Column], places: dict[str, int], table: Table) -> None:
    asked = [
        (column.code, places[column.code], column.reader(), column) for column in columns
        if column.code in places and not column.fixed
    ]
    letters = {code: letter(place) for code, place in places.items()}
    for number, cells in enumerate(sheet.rows[top + 1:], top + 2):
        if not any(cells):
            continue
        width, found = len(cells), {}
        for code, place, reader, column in asked:
            raw = cells[place] if place < width else ""
            if not raw or raw == "t" or (raw[0] == "t" and not raw[1:].strip()):
                found[code] = None
                if column.required:
                    _note(table, "missing", sheet, letters[code], number, column, "")
                continue
            try:
                found[code], changed = reader(raw)
            except CellFault as fault:
                found[code] = None
                _note(table, fault.code, sheet, letters[code], number, column, shown(raw), **fault.values)
                continue
            if changed and len(table.notices) < MOST_LISTED:
                table.notices.append(_("%(cell)s: “%(written)s” is read as %(value)s.") % {
                    "cell": f"{letters[code]}{number}", "written": shown(raw)[:40], "value": found[code]})
        if any(found[code] is not None for code, _p, _r, column in asked):
            table.rows.append(Row(number, found, sheet.name, letters))


def _note(table: Table, code: str, sheet: Sheet, letters: str, number: int, column: Column, value: str, **values) -> None:
    if len(table.problems) <= MOST_LISTED:
        table.problems.append(problem(
            code, sheet=sheet.name, cell=f"{letters}{number}", field=column.title, value=value, **values))
