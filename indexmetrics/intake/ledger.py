"""Registers as columns: which there are, and the entries of one."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger
from indexmetrics.intake.queries import Register
from indexmetrics.periods.models import Quarter


def registers(rows, quarter: Quarter | None) -> Ledger:
    """The registers one keeps, with how many branches have an entry."""
    return Ledger(_("Registers"), [
        Column(_("Indicator"), lambda row: row[0].indicator, 10), Column(_("Register"), lambda row: row[0].name, 36),
        Column(_("Kept by"), lambda row: row[0].office_name, 20), Column(_("What is entered"), lambda row: _asked(row[0]), 50),
        Column(_("Branches with an entry"), lambda row: row[1], 12),
    ], rows, period=quarter.code if quarter else "")


def entries(register: Register, quarter: Quarter, listed) -> Ledger:
    """Everything entered, withdrawn entries too."""
    words = dict(register.keys)
    return Ledger(f"{register.indicator} {register.name}", [
        Column(_("Branch code"), lambda row: row.branch.code), Column(_("Branch"), lambda row: row.branch.name, 30),
        Column(_("Month"), lambda row: row.month, 10), Column(_("Matter"), lambda row: words.get(row.key, row.key), 24),
        Column(_("Value"), lambda row: row.value.normalize() + 0, 10), Column(_("Note"), lambda row: row.note, 30),
        Column(_("Document number"), lambda row: row.document_number, 24), Column(_("Entered"), lambda row: row.entered_at, 17),
        Column(_("By"), lambda row: row.entered_by and str(row.entered_by), 14),
        Column(_("State"), lambda row: _("withdrawn") if row.withdrawn_at else _("in force"), 10),
        Column(_("Reason"), lambda row: row.withdrawn_reason, 30),
    ], listed, period=quarter.code)


def _asked(register: Register) -> str:
    return _("your mark, 0 to 100") if register.is_panel else ", ".join(str(words) for _key, words in register.keys)
