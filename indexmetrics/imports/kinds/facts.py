"""Any numbers as one long table: branch, month, indicator, part, key, value."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import quarters
from branches.org.models import Branch
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from indexmetrics.imports.columns import MONTH, NUMBER, Column
from indexmetrics.imports.kind import Cell, Change, Kind, text_of, wrong
from indexmetrics.imports.kinds import entries
from indexmetrics.imports.kinds.entries import Wanted
from indexmetrics.imports.problems import Problem, problem
from indexmetrics.imports.table import Row, Table
from indexmetrics.intake.queries import every_register
from indexmetrics.periods.models import Quarter

PLACE = ("branch", "month", "indicator", "part", "key")


class FactsKind(Kind):
    """Numbers of registers, and figures of branches as drafts, for any indicator and month."""

    code, title = "facts", N_("Numbers of any indicator")
    lead = N_("One number a row: branch, month, indicator, part, key, value. Figures of branches become drafts.")
    rights = (Permission.REGISTER_ENTER,)

    def columns(self, scope: str) -> list[Column]:
        """The columns of a facts file, with document number and note beside."""
        return [
            Column("branch", N_("Branch code"), required=True, longest=40), Column("month", N_("Month"), MONTH, required=True),
            Column("indicator", N_("Indicator"), required=True, longest=10), Column("part", N_("Part"), longest=10),
            Column("key", N_("Key"), required=True, longest=60), Column("value", N_("Number"), NUMBER, required=True),
            Column("document_number", N_("Document number"), longest=60, width=22), Column("note", N_("Note"), longest=200, width=30),
        ]

    def current(self, scope: str):
        """The entries in force of the quarters that can still change."""
        for quarter in Quarter.objects.select_related("scheme").exclude(state__in=("confirmed", "archived", "published")):
            for row in entries.in_force(quarter):
                yield {**dict(zip(PLACE, entries.place_of(row), strict=True)), "value": row.value,
                       "document_number": row.document_number, "note": row.note}

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """Rows against what is in force; figures of a branch are put together from their keys."""
        columns = {column.code: column for column in self.columns(scope)}
        reader = _Reader()
        changes, problems, seen, figures = [], [], {}, {}
        for row in table.rows:
            values = row.values
            values["part"] = values.get("part") or ""
            words = {"document_number": values.get("document_number") or "", "note": values.get("note") or ""}
            place = tuple(values[name] for name in PLACE)
            fault = next(reader.wrong(row, columns), None)
            quarter, is_added = (None, False) if fault else (reader.quarter(values["month"]), reader.is_added_up(values))
            identity = (*place, values["value"], *words.values()) if is_added else place
            if fault is None and identity in seen:
                fault = problem("twice_row", sheet=row.sheet, cell=row.cell("branch"), value=values["branch"], row=seen[identity])
            if fault:
                problems.append(fault)
                continue
            seen[identity] = row.number
            old = reader.old(quarter, values, identity, is_added)
            if old == values["value"]:
                continue
            cell = Cell(row.cell("value"), "value", f"{values['indicator']}{values['part']} {values['key']}",
                        text_of(columns["value"], old), text_of(columns["value"], values["value"]))
            wanted = Wanted(**{name: values[name] for name in PLACE}, value=values["value"], **words)
            # A figure is written whole with its first row, so that its parts are held against each other once.
            figure = figures.setdefault(place[:4], {}) if reader.is_figure(quarter, values) else None
            if figure is not None:
                figure[values["key"]] = f"{values['value'].normalize():f}"
            changes.append(Change(row, "|".join(place), reader.branches[values["branch"]], old is None, [cell], {
                "quarter": quarter, "wanted": wanted, "figure": figure}))
        return changes, problems

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any]:
        """Enter a register's number, or write a figure's draft."""
        wanted, quarter = change.values["wanted"], change.values["quarter"]
        if change.values["figure"] is None:
            return entries.enter(quarter, [wanted], by)
        return _write_figure(quarter, wanted, change.values["figure"], by)

    def take_back(self, scope: str, done: dict[str, Any], by: User | None) -> None:
        """Withdraw the entries; a draft gets its former numbers or goes."""
        if "record" not in done:
            entries.take_back(done, by)
            return
        record = Record.objects.select_related("branch", "quarter__scheme").filter(pk=done["record"]).first()
        if record and done["before"]:
            evidence.amend(record=record, data=done["before"], by=by)
        elif record:
            evidence.discard(record=record, by=by)


class _Reader:
    """What the rows are held against, read once."""

    def __init__(self) -> None:
        self.branches = dict(Branch.objects.values_list("code", "name"))
        self.quarters: dict[str, Quarter | None] = {}
        self.standing: dict[str, tuple[dict, set]] = {}
        self.registers: dict[str, dict] = {}

    def quarter(self, month: str) -> Quarter | None:
        """The open quarter of a month."""
        code = str(quarters.parse_month(month).quarter)
        if code not in self.quarters:
            self.quarters[code] = Quarter.objects.select_related("scheme").filter(code=code).first()
        return self.quarters[code]

    def wrong(self, row: Row, columns: dict[str, Column]):
        """The first thing wrong with a row."""
        values = row.values
        if any(values.get(name) is None for name in ("branch", "month", "indicator", "key", "value")):
            yield wrong(row, columns["branch"], _("This row is not complete."))
            return
        if values["branch"] not in self.branches:
            yield wrong(row, columns["branch"], _("There is no branch %(code)s.") % {"code": values["branch"]})
        quarter = self.quarter(values["month"])
        if quarter is None:
            yield wrong(row, columns["month"], _("The quarter of this month is not open."))
            return
        outline = quarter.scheme.outline
        if values["indicator"] not in outline.indicators:
            yield wrong(row, columns["indicator"], _("The scheme has no indicator %(code)s.") % {"code": values["indicator"]})
        elif not self.is_figure(quarter, values) and self._register(quarter, values) is None:
            yield wrong(row, columns["indicator"], _("This indicator is fed by events; record the events instead."))
        elif values["key"] not in self._keys(quarter, values) and not values["key"].startswith("judge:"):
            yield wrong(row, columns["key"], _("Choose one of: %(choices)s.") % {"choices": ", ".join(self._keys(quarter, values))})

    def is_figure(self, quarter: Quarter, values: dict) -> bool:
        """Is it a figure that the branch gives?"""
        figure = quarter.scheme.outline.figures.get((values["indicator"], values["part"]))
        return figure is not None and figure["entered_by"] == "branch"

    def is_added_up(self, values: dict) -> bool:
        """Do single matters add up there?"""
        register = self._register(self.quarter(values["month"]), values)
        return bool(register and register.is_added_up)

    def old(self, quarter: Quarter, values: dict, identity: tuple, is_added: bool):
        """The number that stands there now, None for none."""
        if quarter.code not in self.standing:
            rows = entries.in_force(quarter)
            now = {entries.place_of(row): row.value for row in rows}
            for record in Record.objects.filter(quarter=quarter, kind="figure").exclude(state="void").select_related("branch"):
                for key, number in record.data.items():
                    now[record.branch.code, record.month, record.indicator, record.part, key] = Decimal(number)
            self.standing[quarter.code] = now, {entries.contents_of(row) for row in rows}
        now, contents = self.standing[quarter.code]
        if is_added:
            return values["value"] if identity in contents else None
        return now.get(identity)

    def _register(self, quarter: Quarter, values: dict):
        if quarter.code not in self.registers:
            self.registers[quarter.code] = {(row.indicator, row.part): row for row in every_register(quarter)}
        return self.registers[quarter.code].get((values["indicator"], values["part"]))

    def _keys(self, quarter: Quarter, values: dict) -> list[str]:
        if self.is_figure(quarter, values):
            return list(quarter.scheme.outline.figures[values["indicator"], values["part"]]["asks"])
        return [key for key, _name in self._register(quarter, values).keys]


def _write_figure(quarter: Quarter, wanted: Wanted, numbers: dict[str, str], by: User | None) -> dict[str, Any]:
    """A draft of a branch's figure, or the change of the one that is there."""
    branch = Branch.objects.get(code=wanted.branch)
    record = Record.objects.select_related("branch", "quarter__scheme").filter(
        branch=branch, month=wanted.month, kind="figure", indicator=wanted.indicator, part=wanted.part,
    ).exclude(state="void").first()
    if record:
        before = dict(record.data)
        if {**before, **numbers} != before:
            evidence.amend(record=record, data={**before, **numbers}, by=by)
        return {"record": record.pk, "before": before}
    made = evidence.record_figure(
        branch=branch, month=wanted.month, indicator=wanted.indicator, part=wanted.part, data=numbers, by=by)
    return {"record": made.pk, "before": {}}
