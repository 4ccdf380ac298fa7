"""The branch register as a table: names, what each is, seats, term, closure; and the members' counts alone."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from branches.org import actions
from branches.org.models import Branch, Profile, Seat, Term
from indexmetrics.directory import vocabulary
from indexmetrics.imports.columns import CHOICE, DAY, FLAG, WHOLE, Column
from indexmetrics.imports.kind import Change, Kind, comparer, wrong
from indexmetrics.imports.kinds.branch_rows import CLEAR, present
from indexmetrics.imports.problems import Problem, problem
from indexmetrics.imports.table import Row, Table

PROFILE = ("type_code", "members", "groups")


class BranchesKind(Kind):
    """All branches with everything the register keeps of them."""

    code, title = "branches", N_("Branch register")
    lead = N_("Branches with type, attributes, members, committee, term; new ones are founded, the others changed.")
    rights = (Permission.ORG_EDIT,)
    founds = True

    def columns(self, scope: str) -> list[Column]:
        """Code first; it finds the branch whatever its name is."""
        return [
            Column("code", N_("Branch code"), required=True, longest=40, note=N_("Never changes; small letters, digits, hyphens.")),
            Column("name", N_("Full name"), longest=80, width=30), Column("short_name", N_("Short name"), longest=20),
            Column("type_code", N_("Type"), CHOICE, choices=tuple(vocabulary.types()), width=26),
            *(Column(f"has:{code}", name, FLAG) for code, name in vocabulary.attributes()),
            Column("members", N_("Members"), WHOLE, most=10_000), Column("groups", N_("Party groups"), WHOLE, most=200),
            Column("since", N_("In force from"), DAY, note=N_("From this day on; empty means today. Earlier days keep what they had.")),
            Column("founded_on", N_("Founded on"), DAY), Column("position", N_("Place in lists"), WHOLE, most=9999),
            *(Column(f"seat:{code}", name, longest=60, note=N_("A hyphen empties the seat.")) for code, name in vocabulary.seats()),
            Column("started_on", N_("Elected on"), DAY), Column("ends_on", N_("Term ends on"), DAY),
            Column("closed_on", N_("Branch closed on"), DAY), Column("merged_into", N_("Merged into (code)"), longest=40),
        ]

    def current(self, scope: str):
        """Every branch that exists today; the day a change holds from stays empty."""
        return [row for row in present().values() if row.get("closed_on") is None]

    def plan(self, scope: str, table: Table, user: User | None) -> tuple[list[Change], list[Problem]]:
        """Rows by code; new codes are founded."""
        columns, now = self.columns(scope), present()
        compare = comparer(columns, table.given)
        by_code = {column.code: column for column in columns}
        seen: dict[str, int] = {}
        changes, problems = [], []
        for row in table.rows:
            key = (row.values["code"] or "").lower()
            if key in seen:
                problems.append(problem("twice_row", sheet=row.sheet, cell=row.cell("code"), value=key, row=seen[key]))
                continue
            seen[key] = row.number
            wrongs = self._wrong(row, by_code, now, key)
            problems += wrongs
            cells = compare(row, now.get(key, {}))
            cells = [cell for cell in cells if cell.code != "since" and (key not in now or cell.code != "founded_on")]
            if cells and not wrongs:
                label = row.values.get("name") or now.get(key, {}).get("name", key)
                changes.append(Change(row, key, label, key not in now, cells, row.values))
        return changes, problems

    def carry_out(self, scope: str, change: Change, by: User | None) -> dict[str, Any] | None:
        """Found or change, then seats, term, closure."""
        values, touched = change.values, {cell.code for cell in change.cells}
        branch = _found(change, by) if change.is_new else Branch.objects.get(code=change.key)
        day = values.get("since") or (branch.founded_on if change.is_new else clock.today())
        if not change.is_new:
            _change(branch, values, touched, day, by)
        for code in touched:
            if code.startswith("seat:"):
                _seat(branch, code[5:], values[code], day, by)
        if {"started_on", "ends_on"} & touched:
            actions.start_term(branch=branch, started_on=values["started_on"], ends_on=values["ends_on"], by=by)
        if "closed_on" in touched:
            into = Branch.objects.filter(code=values.get("merged_into") or "").first()
            actions.close(branch=branch, day=values["closed_on"], merged_into=into, by=by)
        return None

    def watched(self, scope: str, changes: list[Change]) -> list[QuerySet]:
        """Everything the register keeps of these branches."""
        codes = [change.key for change in changes]
        return [
            Branch.objects.filter(code__in=codes), *(model.objects.filter(branch__code__in=codes) for model in (Profile, Seat, Term)),
        ]

    def _wrong(self, row: Row, columns: dict[str, Column], now: dict, key: str) -> list[Problem]:
        """What the cells cannot say alone: what a new branch needs, which dates fit."""
        found = []
        values, old = row.values, now.get(key, {})
        if key not in now:
            if not self.founds:
                return [wrong(row, columns["code"], _("There is no branch %(code)s.") % {"code": key})]
            if not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
                found.append(wrong(row, columns["code"], _("Small letters, digits, hyphens.")))
            for code in ("name", "short_name", "type_code", "members"):
                if values.get(code) is None:
                    found.append(wrong(row, columns[code], _("A new branch needs this.")))
        elif old.get("closed_on") and old["closed_on"] < clock.today():
            found.append(wrong(row, columns["code"], _("This branch is closed; its past does not change any more.")))
        if values.get("since") and old.get("founded_on") and values["since"] < old["founded_on"]:
            found.append(wrong(row, columns["since"], _("The branch was founded later, on %(day)s.") % {"day": old["founded_on"]}))
        if (values.get("started_on") is None) != (values.get("ends_on") is None):
            found.append(wrong(row, columns["ends_on"], _("A term needs its first and its last day.")))
        elif values.get("ends_on") and values["ends_on"] <= values["started_on"]:
            found.append(wrong(row, columns["ends_on"], _("The end must lie after the beginning.")))
        if values.get("merged_into") and values["merged_into"] not in now:
            found.append(wrong(row, columns["merged_into"], _("There is no branch %(code)s.") % {"code": values["merged_into"]}))
        return found


class MembersKind(BranchesKind):
    """How many members and groups each branch has, from a day on."""

    code, title = "members", N_("Members' counts")
    lead = N_("How many members and Party groups each branch has, from a day on.")
    founds = False

    def columns(self, scope: str) -> list[Column]:
        """The code finds the branch; the name is only to look at."""
        own = {column.code: column for column in super().columns(scope)}
        name = Column("name", N_("Full name"), fixed=True, width=30)
        return [own["code"], name, own["members"], own["groups"], own["since"]]


def _found(change: Change, by: User | None) -> Branch:
    values = change.values
    return actions.found(
        code=change.key, name=values["name"], short_name=values["short_name"], type_code=values["type_code"],
        members=values["members"], groups=values.get("groups") or 0, position=values.get("position") or 0,
        founded_on=values.get("founded_on"), attributes=_attributes(values, set()), by=by)


def _change(branch: Branch, values: dict, touched: set[str], day, by: User | None) -> None:
    if "position" in touched:
        branch.position = values["position"]
        branch.save(update_fields=["position"])
    new = {name: values[name] for name in PROFILE if name in touched}
    names = {name: values[name] for name in ("name", "short_name") if name in touched}
    if any(code.startswith("has:") for code in touched):
        profile = branch.profiles.filter(since__lte=day).order_by("-since").first()
        new["attributes"] = _attributes(values, set(profile.attributes if profile else []))
    if new or names or "position" in touched:
        actions.change(branch=branch, since=day if new else None, by=by, **names, **new)


def _attributes(values: dict, held: set[str]) -> list[str]:
    """What it has afterwards: what it had, with every given yes and without every given no."""
    given = {code[4:]: value for code, value in values.items() if code.startswith("has:") and value is not None}
    return sorted((held - {code for code, value in given.items() if not value}) | {code for code, value in given.items() if value})


def _seat(branch: Branch, kind: str, holder: str, day, by: User | None) -> None:
    if holder != CLEAR:
        actions.seat(branch=branch, kind=kind, holder=holder, since=day, by=by)
        return
    for taken in branch.seats.filter(kind=kind, until=None):
        actions.vacate(seat=taken, until=day, by=by)
