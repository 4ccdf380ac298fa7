"""A file looked at before anything is saved: read, planned, tried out in a transaction that is given up."""

import json
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from branches.access.models import User
from branches.basics.progress import counted, tell
from branches.basics.refusals import OutOfStep, Refusal
from branches.tables import bounded
from indexmetrics.imports import journal
from indexmetrics.imports.columns import Column
from indexmetrics.imports.kind import Change, Kind
from indexmetrics.imports.problems import Problem, told
from indexmetrics.imports.table import read_table

TRIED_FIRST = 1000  # changes; a larger file meets the rules of the acts when it is taken over


@dataclass
class Look:
    """What a file says and changes, before anything is saved."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows: int = 0
    undo: dict = field(default_factory=dict)

    @property
    def plan(self) -> list[dict]:
        """The changes as they are kept."""
        return [change.as_dict() for change in self.changes]


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is saved."""


def look_at(kind: Kind, scope: str, name: str, content: bytes, by: User | None) -> Look:
    """Read, plan and try out; nothing is written."""
    look = _planned(kind, scope, name, content, by)
    if look.changes and not look.problems and len(look.changes) <= TRIED_FIRST:
        for change in look.changes:
            change.ready = kind.tried_with
        try:
            with transaction.atomic():
                carry_out(kind, scope, look, by, _("trying the changes"))
                raise _Rehearsed
        except _Rehearsed:
            pass
    return look


def look_again(kind: Kind, scope: str, name: str, content: bytes, by: User | None, plan: str) -> Look:
    """Read and plan in the transaction that takes it over, which is trial enough; refused when it is not what was shown."""
    look = _planned(kind, scope, name, content, by)
    if look.problems or plan_text(look) != plan:
        raise OutOfStep("moved", _("The data changed since the preview; upload the file again and look at it anew."))
    return look


def _planned(kind: Kind, scope: str, name: str, content: bytes, by: User | None) -> Look:
    tell(_("reading the file"), 0, 2)
    table = read_table(bounded.read(name, content), columns_of(kind, scope), mark=f"{kind.code}:{scope}")
    look = Look(problems=list(table.problems), notices=table.notices, rows=len(table.rows))
    if table.rows and not any(problem.cell == "" for problem in table.problems):
        tell(_("comparing with what is there"), 1, 2)
        look.changes, more = kind.plan(scope, table, by)
        known = {problem.cell for problem in look.problems}
        look.problems += [problem for problem in more if problem.cell not in known]
    return look


def columns_of(kind: Kind, scope: str) -> list[Column]:
    """The columns by their names in both languages, so that a template of either is read."""
    columns = kind.columns(scope)
    for language in ("zh-hans", "en"):
        with override(language):
            for own, other in zip(columns, kind.columns(scope), strict=True):
                own.learn(other)
    return columns


def carry_out(kind: Kind, scope: str, look: Look, by: User | None, words: str) -> list[list[str]]:
    """Every change in its own savepoint; what an act refuses becomes a problem of its cell. `words` say what goes on."""
    watched = kind.watched(scope, look.changes)
    before = journal.take(watched)
    secrets, done = [], []
    for change in counted(look.changes, words, len(look.changes)):
        try:
            with transaction.atomic():
                kept = kind.carry_out(scope, change, by) or {}
        except Refusal as refusal:
            cell = next((one for one in change.cells if one.code == refusal.code), change.cells[0])
            look.problems.append(told(change.row.sheet, cell.cell, cell.field, cell.new, str(refusal)))
            continue
        if "secret" in kept:
            secrets.append(kept["secret"])
        elif kept:
            done.append(kept)
    look.undo = {"journal": journal.difference(before, journal.take(kind.watched(scope, look.changes)))} if watched else {"done": done}
    return secrets


def plan_text(look: Look) -> str:
    """The changes as they are kept and compared."""
    return json.dumps(look.plan, ensure_ascii=False)
