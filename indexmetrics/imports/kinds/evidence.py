"""One branch's month as a table, for branches without network: events and figures, a row each."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock, quarters
from branches.org.models import Branch
from indexmetrics.evidence import actions
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.states import VOID
from indexmetrics.imports.kind import Cell, Change, Kind, text_of, wrong
from indexmetrics.imports.kinds.evidence_columns import FIGURE, columns_of, fields_of, values_of
from indexmetrics.imports.problems import Problem, problem
from indexmetrics.imports.table import Row, Table
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import quarter_of_month


class EvidenceKind(Kind):
    """What a secretary reports for a month; it becomes drafts, to be submitted on the page of the month."""

    code, title = "evidence", N_("Monthly report of a branch")
    lead = N_("Events and figures of one month, filled in without network; they become drafts.")
    rights = (Permission.EVIDENCE_RECORD,)

    def scopes(self, user: User) -> list[tuple[str, str]]:
        """The months of the open quarters, for each own branch."""
        found = []
        for quarter in Quarter.objects.filter(state=states.OPEN).order_by("-code"):
            for month in reversed(quarters.months_of(quarter.code)):
                if quarters.parse_month(month).first_day <= clock.today():
                    found += [(f"{month}:{branch.code}", f"{month} {branch.name}") for branch in user.own_branches]
        return found

    def heading(self, scope: str) -> str:
        """The month and the branch."""
        month, branch, _quarter = _of(scope)
        return f"{_(self.title)} {month} {branch.name}"

    def columns(self, scope: str):
        """The fields of all kinds of events of the scheme, and the figures."""
        return columns_of(_of(scope)[2].scheme.outline)

    def current(self, scope: str):
        """The month's records."""
        month, branch, _quarter = _of(scope)
        return [values_of(record) for record in _records(branch, month)]

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """Rows by their number, or by kind, day and subject."""
        month, branch, quarter = _of(scope)
        outline = quarter.scheme.outline
        columns = {column.code: column for column in columns_of(outline)}
        records = {record.pk: record for record in _records(branch, month)}
        by_look = {_look(values_of(record)): record for record in records.values()}
        seen: dict[int | tuple, int] = {}
        changes, problems = [], []
        for row in table.rows:
            fault = _wrong(row, columns, outline, records, month)
            record = records.get(row.values.get("entry")) or by_look.get(_look(row.values))
            key = record.pk if record else _look(row.values)
            if fault is None and key in seen:
                fault = problem("twice_row", sheet=row.sheet, cell=row.cell("kind"), row=seen[key])
            if fault:
                problems.append(fault)
                continue
            seen[key] = row.number
            old = values_of(record) if record else {}
            cells = [
                Cell(row.cell(code), code, column.title, text_of(column, old.get(code)), text_of(column, row.values[code]))
                for code, column in columns.items()
                if not column.fixed and code != "entry" and row.values.get(code) is not None and row.values[code] != old.get(code)
            ]
            if cells:
                label = columns["kind"].name_of(row.values["kind"])
                changes.append(Change(row, str(record.pk if record else row.number), str(label), record is None, cells, {
                    "record": record.pk if record else None, **old, **{k: v for k, v in row.values.items() if v is not None}}))
        return changes, problems

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any]:
        """A new draft, or a change of one."""
        month, branch, quarter = _of(scope)
        values = change.values
        record = Record.objects.select_related("branch", "quarter__scheme").get(pk=values["record"]) if values["record"] else None
        before = _kept(record) if record else None
        if values["kind"].startswith(FIGURE):
            _kind, indicator, part = values["kind"].split(":")
            asks = quarter.scheme.outline.figures[indicator, part]["asks"]
            data = {key: values[key] for key in asks if values.get(key) is not None}
            if record:
                actions.amend(record=record, data=data, by=by)
            else:
                record = actions.record_figure(branch=branch, month=month, indicator=indicator, part=part, data=data, by=by)
            return {"record": record.pk, "before": before}
        given = {"data": fields_of(values), "tags": values.get("tags") or [], "day": values.get("date"), "title": values.get("title") or ""}
        if record:
            actions.amend(record=record, by=by, **given)
        else:
            record = actions.record_event(branch=branch, kind=values["kind"], month=month, by=by, **given)
        return {"record": record.pk, "before": before}

    def take_back(self, scope: str, done: dict[str, Any], by: User | None) -> None:
        """A new draft goes, a changed one gets its former contents."""
        record = Record.objects.select_related("branch", "quarter__scheme").filter(pk=done["record"]).first()
        if record is None:
            return
        if done["before"] is None:
            actions.discard(record=record, by=by)
            return
        kept = done["before"]
        day = date.fromisoformat(kept["day"]) if kept["day"] else None
        actions.amend(record=record, data=kept["data"], day=day, title=kept["title"], tags=kept["tags"], by=by)


def _of(scope: str) -> tuple[str, Branch, Quarter]:
    month, _colon, code = scope.partition(":")
    return month, Branch.objects.get(code=code), quarter_of_month(month)


def _records(branch: Branch, month: str) -> list[Record]:
    return list(Record.objects.of_month(branch, month).exclude(state=VOID).prefetch_related("tags"))


def _look(values: dict) -> tuple:
    """What makes two rows the same event."""
    if str(values.get("kind") or "").startswith(FIGURE):
        return (values["kind"],)
    return values.get("kind"), values.get("date"), values.get("title") or values.get("subject") or ""


def _kept(record: Record) -> dict[str, Any]:
    return {
        "data": record.data, "day": record.date.isoformat() if record.date else "", "title": record.title,
        "tags": [tag.indicator for tag in record.tags.all() if not tag.is_own],
    }


def _wrong(row: Row, columns, outline, records: dict[int, Record], month: str) -> Problem | None:
    """The first thing wrong that a cell alone cannot say."""
    values = row.values
    if values["kind"] is None:
        return problem("missing", sheet=row.sheet, cell=row.cell("kind"), field=columns["kind"].title)
    if values.get("entry") and values["entry"] not in records:
        return wrong(row, columns["entry"], _("This month has no record with this number; leave the cell empty for a new row."))
    is_figure = values["kind"].startswith(FIGURE)
    if not is_figure and values.get("date") is None:
        return wrong(row, columns["date"], _("Please give a date."))
    if not is_figure and not values["date"].isoformat().startswith(month):
        return wrong(row, columns["date"], _("The date must lie in %(month)s.") % {"month": month})
    if is_figure:
        _kind, indicator, part = values["kind"].split(":")
        asked = {"num", "den"} & set(outline.figures[indicator, part]["asks"])
    else:
        body = outline.event_kinds[values["kind"]]
        asked = {*body["fields"], *(f"opt:{option['code']}" for option in body.get("options", [])), "tags", "ticked"}
    for code in values:
        plain = "excused" if code.startswith("excused:") else code
        if values[code] is not None and plain not in asked and code not in ("entry", "kind", "date"):
            return wrong(row, columns[code], _("“%(kind)s” does not ask for this; empty the cell.") % {
                "kind": columns["kind"].name_of(values["kind"])})
    return None
