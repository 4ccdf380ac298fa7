"""An office's register of one quarter as a table: a row a branch, or a row a matter where matters add up."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import quarters
from branches.org.models import Branch
from indexmetrics.imports.columns import CHOICE, MONTH, NUMBER, WHOLE, Column
from indexmetrics.imports.kind import CLOSED, Cell, Change, Kind, text_of, wrong
from indexmetrics.imports.kinds import entries
from indexmetrics.imports.kinds.entries import Wanted
from indexmetrics.imports.problems import Problem, problem
from indexmetrics.imports.table import Row, Table
from indexmetrics.intake.queries import Register, branches_asked, every_register, registers_of
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import quarter_for

LONG = "matter"


class RegistersKind(Kind):
    """Tasks, findings, leave, health checks, ranks, discipline: what offices other than the branch enter."""

    code, title = "registers", N_("Register of an office")
    lead = N_("One register of one quarter; a row a branch, or a row a matter where single matters add up.")
    rights = (Permission.REGISTER_ENTER, Permission.DISCIPLINE_ENTER, Permission.PANEL_MARK)

    def scopes(self, user: User) -> list[tuple[str, str]]:
        """The user's registers of the quarters that can still change."""
        found = []
        for quarter in Quarter.objects.select_related("scheme").exclude(state__in=("confirmed", "archived"))[:4]:
            found += [(_scope(quarter, row), f"{quarter.code} {row.indicator} {row.name}") for row in registers_of(user, quarter)]
        return found

    def known_scopes(self):
        """All registers of all quarters."""
        for quarter in Quarter.objects.select_related("scheme"):
            for row in every_register(quarter):
                yield _scope(quarter, row), f"{quarter.code} {row.indicator} {row.name}"

    def columns(self, scope: str) -> list[Column]:
        """Branch and month, then the register's own numbers."""
        quarter, register = _of(scope)
        months = quarters.months_of(quarter.code)
        start = [
            Column("branch", N_("Branch code"), required=True, longest=40), Column("branch_name", N_("Branch name"), fixed=True, width=30),
            Column("month", N_("Month"), MONTH, note=_("One of %(months)s; empty means the last.") % {"months": ", ".join(months)}),
        ]
        end = [Column("document_number", N_("Document number"), longest=60, width=22), Column("note", N_("Note"), longest=200, width=30)]
        if _is_long(register):
            kinds = () if register.is_panel else register.keys
            return [
                Column("entry", N_("Entry number"), WHOLE, note=N_("Given by the system; leave it empty for a new row.")), *start,
                Column("key", N_("Matter"), CHOICE if kinds else "text", choices=kinds, required=True, width=24),
                Column("value", N_("Number"), NUMBER, required=True), *end,
            ]
        return [*start, *(Column(f"key:{key}", name, NUMBER, width=18) for key, name in register.keys), *end]

    def current(self, scope: str):
        """What is in force; branches without a number have a row to fill."""
        quarter, register = _of(scope)
        asked = branches_asked(quarter, register.indicator)
        names = {branch.code: branch.name for branch in asked}
        own = [row for row in entries.in_force(quarter) if (row.indicator, row.part) == (register.indicator, register.part)]
        if _is_long(register):
            return [{
                "entry": row.pk, "branch": row.branch.code, "branch_name": row.branch.name, "month": row.month, "key": row.key,
                "value": row.value, "document_number": row.document_number, "note": row.note,
            } for row in own]
        last = quarters.months_of(quarter.code)[-1]
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for row in own:
            slot = rows.setdefault((row.branch.code, row.month), {
                "branch": row.branch.code, "branch_name": row.branch.name, "month": row.month})
            slot |= {f"key:{row.key}": row.value, "document_number": row.document_number, "note": row.note}
        given = {branch for branch, _month in rows}
        for code, name in names.items():
            if code not in given:
                rows[code, last] = {"branch": code, "branch_name": name, "month": last}
        return [rows[place] for place in sorted(rows, key=lambda place: (list(names).index(place[0]) if place[0] in names else 9999, place[1]))]

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """A row's numbers against those in force."""
        quarter, register = _of(scope)
        columns = {column.code: column for column in self.columns(scope)}
        branches = {branch.code: branch for branch in Branch.objects.all()}
        standing = [row for row in entries.in_force(quarter) if (row.indicator, row.part) == (register.indicator, register.part)]
        seen: dict[tuple, int] = {}
        changes, problems = [], []
        for row in table.rows:
            row.values["month"] = row.values.get("month") or quarters.months_of(quarter.code)[-1]
            wrongs = list(_wrong(row, columns, branches, quarter))
            key = _identity(row, register)
            if key in seen:
                wrongs.append(problem("twice_row", sheet=row.sheet, cell=row.cell("branch"), value=str(row.values["branch"]), row=seen[key]))
            seen[key] = row.number
            if not wrongs:
                wanted, cells, fault = _wanted(row, register, columns, standing)
                if fault:
                    wrongs.append(fault)
                elif wanted:
                    changes.append(Change(
                        row, f"{row.values['branch']} {row.values['month']}", branches[row.values["branch"]].name,
                        not any(cell.old for cell in cells), cells, {"wanted": wanted}))
            problems += wrongs
        return changes, problems

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any]:
        """Enter what the row states."""
        return entries.enter(_of(scope)[0], change.values["wanted"], by)

    def take_back(self, scope: str, done: dict[str, Any], by: User | None) -> None:
        """Withdraw and enter again."""
        entries.take_back(done, by)


def _scope(quarter: Quarter, register: Register) -> str:
    return f"{quarter.code}:{register.indicator}" + (f":{register.part}" if register.part else "")


def _of(scope: str) -> tuple[Quarter, Register]:
    code, _colon, rest = scope.partition(":")
    indicator, _colon, part = rest.partition(":")
    quarter = quarter_for(code)
    found = next(row for row in every_register(quarter) if (row.indicator, row.part) == (indicator, part))
    return quarter, found


def _is_long(register: Register) -> bool:
    return register.is_added_up or register.is_panel


def _identity(row: Row, register: Register) -> tuple:
    values = row.values
    if not _is_long(register):
        return values["branch"], values["month"]
    if values.get("entry"):
        return ("entry", values["entry"])
    return tuple(values.get(name) for name in ("branch", "month", "key", "value", "document_number", "note"))


def _wrong(row: Row, columns: dict[str, Column], branches: dict[str, Branch], quarter: Quarter):
    values = row.values
    if values["branch"] not in branches:
        yield wrong(row, columns["branch"], _("There is no branch %(code)s.") % {"code": values["branch"]})
    if values["month"] not in quarters.months_of(quarter.code):
        yield wrong(row, columns["month"], _("The month must lie in quarter %(code)s.") % {"code": quarter.code})
    if quarter.state in CLOSED[:1]:
        yield wrong(row, columns["month"], _("The quarter is “%(state)s”; its registers are closed.") % {"state": quarter.get_state_display()})


def _wanted(row: Row, register: Register, columns: dict[str, Column], standing) -> tuple[list[Wanted], list[Cell], Problem | None]:
    """The numbers a row changes and their cells."""
    values = row.values
    words = {"document_number": values.get("document_number") or "", "note": values.get("note") or ""}
    place = {"branch": values["branch"], "month": values["month"], "indicator": register.indicator, "part": register.part}
    if not _is_long(register):
        return (*_stated(row, columns, standing, place, words), None)
    one = Wanted(**place, key=values["key"], value=values["value"], entry=values.get("entry"), **words)
    old = next((entry for entry in standing if entry.pk == one.entry), None)
    if one.entry and old is None:
        return [], [], wrong(row, columns["entry"], _("There is no entry with this number; leave the cell empty for a new row."))
    same = (*one.place, one.value, one.document_number, one.note)
    if any(entries.contents_of(entry) == same for entry in standing):
        return [], [], None
    before = {} if old is None else {
        "branch": old.branch.code, "month": old.month, "key": old.key, "value": old.value,
        "document_number": old.document_number, "note": old.note}
    cells = [
        Cell(row.cell(code), code, columns[code].title, text_of(columns[code], before.get(code)), text_of(columns[code], values.get(code)))
        for code in ("branch", "month", "key", "value", "document_number", "note")
        if values.get(code) is not None and values.get(code) != before.get(code)
    ]
    return [one], cells, None


def _stated(row: Row, columns: dict[str, Column], standing, place: dict[str, str], words: dict[str, str]):
    now = {entries.place_of(entry): entry for entry in standing}
    wanted, cells = [], []
    for code, column in columns.items():
        value = row.values.get(code)
        if not code.startswith("key:") or value is None:
            continue
        one = Wanted(**place, key=code[4:], value=value, **words)
        old = now.get(one.place)
        if old is None or old.value != value or (words["document_number"] and old.document_number != words["document_number"]):
            wanted.append(one)
            cells.append(Cell(row.cell(code), code, column.title, text_of(column, old.value if old else None), text_of(column, value)))
    return wanted, cells
