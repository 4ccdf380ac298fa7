"""Quarters and the working calendar as columns."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branches.ledgers.ledger import Column, Ledger


def quarters(rows: list[dict]) -> Ledger:
    """The quarters with their states and due days."""
    return Ledger(_("Quarters"), [
        Column(_("Quarter"), lambda row: row["quarter"].code, 10),
        Column(_("State"), lambda row: row["quarter"].get_state_display(), 16),
        Column(pgettext("ledger", "Since"), lambda row: row["quarter"].moved_at, 17),
        Column(_("By"), lambda row: row["quarter"].moved_by and str(row["quarter"].moved_by), 16),
        Column(_("Rules"), lambda row: str(row["quarter"].scheme), 24),
        Column(_("Reports due"), lambda row: ", ".join(due.isoformat() for due in row["times"].months.values()), 36),
        Column(_("Frozen on"), lambda row: row["times"].frozen, 12),
        Column(pgettext("date", "Published by"), lambda row: row["times"].publish, 12),
    ], rows)


def calendar(days) -> Ledger:
    """The days that differ from the week."""
    return Ledger(_("Working calendar"), [
        Column(_("Day"), lambda row: row.day, 12),
        Column(_("It is"), lambda row: _("worked") if row.is_worked else _("free"), 10),
        Column(_("Name"), lambda row: row.name, 30),
    ], days)
