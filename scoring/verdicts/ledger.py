"""The register of bonus, penalty and veto as columns."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger
from scoring.verdicts.models import Verdict
from scoring.verdicts.register import Line, Register


def entries(register: Register) -> Ledger:
    """All three parts, one under the other."""
    parts = ((kind, line) for kind in ("veto", "bonus", "penalty") for line in getattr(register, kind))
    return Ledger(_("Bonus, penalty, veto"), [
        Column(_("Kind"), lambda row: str(Verdict.Kind(row[0]).label), 8), Column(_("Branch"), lambda row: row[1].branch_name, 30),
        Column(_("Code"), lambda row: row[1].code, 8), Column(_("Item"), lambda row: row[1].name, 30),
        Column(_("Level"), lambda row: row[1].level, 14), Column(_("Matter"), lambda row: _matter(row[1]), 40),
        Column(_("Document number"), lambda row: row[1].document_number, 24), Column(_("Date"), lambda row: row[1].dated, 12),
        Column(_("Points"), _points, 9), Column(_("Effect"), lambda row: row[1].effect, 20),
        Column(_("State"), lambda row: _state(row[1]), 14),
        Column(_("Counts"), lambda row: _("yes") if row[1].counts and row[1].state != Verdict.State.DROPPED else _("no"), 8),
    ], parts, period=register.quarter.code)


def _points(row: tuple[str, Line]):
    """What it is worth; a penalty is negative."""
    kind, line = row
    return None if line.points is None else -line.points if kind == "penalty" else line.points


def _matter(line: Line) -> str:
    return _("Report of %(month)s") % {"month": line.month} if line.month else line.matter


def _state(line: Line) -> str:
    return line.verdict.get_state_display() if line.verdict else _("counted by the system")
