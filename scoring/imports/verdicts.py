"""Bonus and penalty items of one quarter as a table; a row is found by branch, item and document."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.roles import Role
from branches.org.models import Branch
from indexmetrics.imports.columns import CHOICE, DAY, NUMBER, Column
from indexmetrics.imports.kind import Change, Kind, comparer, wrong
from indexmetrics.imports.problems import Problem, problem
from indexmetrics.imports.table import Table
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import quarter_for
from indexmetrics.schemes.naming import named
from scoring.verdicts import actions
from scoring.verdicts.items import choosable
from scoring.verdicts.models import Verdict
from scoring.verdicts.words import level_name

KINDS = (Verdict.Kind.BONUS, Verdict.Kind.PENALTY)


class VerdictsKind(Kind):
    """Commendations and circulars with their document numbers; vetoes are proposed one by one."""

    code, title = "verdicts", N_("Bonus and penalty items")
    lead = N_("Bonus and penalty items of one quarter with document number and date, a row each.")
    rights = (Permission.VERDICT_PROPOSE,)

    def scopes(self, user: User) -> list[tuple[str, str]]:
        """The quarters that can still change."""
        return [(code, code) for code in Quarter.objects.exclude(
            state__in=(states.CONFIRMED, states.PUBLISHED, states.ARCHIVED)).values_list("code", flat=True)]

    def columns(self, scope: str) -> list[Column]:
        """The scheme's items and levels to choose from."""
        rows = _items(quarter_for(scope))
        levels = dict.fromkeys(level for _kind, row in rows.values() for level in row.get("levels", {}))
        return [
            Column("branch", N_("Branch code"), required=True, longest=40),
            Column("branch_name", N_("Branch name"), fixed=True, width=30),
            Column("item", N_("Item"), CHOICE, required=True, width=30,
                   choices=tuple((code, f"{code} {named(row)}") for code, (_kind, row) in rows.items())),
            Column("level", N_("Level"), CHOICE, choices=tuple((code, level_name(code)) for code in levels), width=20,
                   note=N_("Only where the item has levels.")),
            Column("points", N_("Points"), NUMBER, decimals=2, most=100, note=N_("Only where the item has a range; else the rules say it.")),
            Column("matter", N_("What happened"), required=True, longest=200, width=40, note=N_("No names, nothing classified.")),
            Column("document_number", N_("Document number"), required=True, longest=60, width=24),
            Column("dated", N_("Date of the document"), DAY, required=True),
        ]

    def current(self, scope: str):
        """The items in force."""
        return [_values(row) for row in _in_force(quarter_for(scope))]

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """Rows by branch, item and document number."""
        quarter = quarter_for(scope)
        columns = {column.code: column for column in self.columns(scope)}
        compare = comparer(list(columns.values()), table.given)
        names = dict(Branch.objects.values_list("code", "name"))
        standing = {_key(_values(row)): row for row in _in_force(quarter)}
        seen: dict[tuple, int] = {}
        changes, problems = [], []
        for row in table.rows:
            key, fault = _key(row.values), None
            if row.values["branch"] not in names:
                fault = wrong(row, columns["branch"], _("There is no branch %(code)s.") % {"code": row.values["branch"]})
            elif key in seen:
                fault = problem("twice_row", sheet=row.sheet, cell=row.cell("branch"), row=seen[key])
            if fault:
                problems.append(fault)
                continue
            seen[key] = row.number
            old = standing.get(key)
            cells = compare(row, _values(old) if old else {})
            if cells:
                changes.append(Change(row, "|".join(map(str, key)), names[row.values["branch"]], old is None, cells, {
                    **row.values, "old": old.pk if old else None}))
        return changes, problems

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any]:
        """Enter it; a changed one is taken back first and entered anew."""
        quarter, values, old = quarter_for(scope), change.values, None
        if values["old"]:
            old = Verdict.objects.select_related("branch", "quarter__scheme").get(pk=values["old"])
            actions.drop(verdict=old, by=by, reason=_("Replaced by an import."))
        kind, row = _items(quarter)[values["item"]]
        same = _values(old) if old else {}
        made = actions.propose(
            branch=Branch.objects.get(code=values["branch"]), quarter=quarter, kind=kind, code=row["code"],
            level=values.get("level") or same.get("level") or "", points=values.get("points") or same.get("points"),
            matter=values["matter"], document_number=values["document_number"], dated=values["dated"], by=by)
        return {"made": made.pk, "old": old.pk if old else None}

    def take_back(self, scope: str, done: dict[str, Any], by: User | None) -> None:
        """Drop what was entered; enter again what it replaced."""
        made = Verdict.objects.select_related("branch", "quarter__scheme").get(pk=done["made"])
        if made.state != Verdict.State.DROPPED:
            actions.drop(verdict=made, by=by, reason=_("The import was undone."))
        if done["old"]:
            old = Verdict.objects.select_related("branch", "quarter__scheme").get(pk=done["old"])
            actions.propose(
                branch=old.branch, quarter=old.quarter, kind=old.kind, code=old.code, level=old.level,
                points=old.points if not old.level else None, matter=old.matter, document_number=old.document_number,
                dated=old.dated, by=by)


def _items(quarter: Quarter) -> dict[str, tuple[str, dict]]:
    """Code → (kind, row), without what the system counts itself."""
    return {
        row["code"]: (kind, row) for kind in KINDS
        for row in choosable(quarter.scheme.document, kind, {Role.REVIEWER})
    }


def _in_force(quarter: Quarter) -> list[Verdict]:
    return list(Verdict.objects.in_force().filter(
        quarter=quarter, kind__in=KINDS, code__in=_items(quarter)).select_related("branch"))


def _values(row: Verdict) -> dict[str, Any]:
    return {
        "branch": row.branch.code, "branch_name": row.branch.name, "item": row.code, "level": row.level or None, "points": row.points,
        "matter": row.matter, "document_number": row.document_number, "dated": row.dated,
    }


def _key(values: dict[str, Any]) -> tuple:
    return values["branch"], values["item"], values["document_number"]
