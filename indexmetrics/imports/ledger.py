"""What was imported lately, as columns."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branches.ledgers.ledger import Column, Ledger


def lately(rows) -> Ledger:
    """Each import that was taken over, with its fate."""
    return Ledger(_("Taken over lately"), [
        Column(_("What"), lambda row: row[1], 36), Column(_("File"), lambda row: row[0].name, 36),
        Column(pgettext("ledger", "Taken over"), lambda row: row[0].applied_at, 17), Column(_("By"), lambda row: row[0].applied_by and str(row[0].applied_by), 16),
        Column(_("State"), lambda row: row[0].get_state_display(), 12), Column(pgettext("ledger", "Undone"), lambda row: row[0].undone_at, 17),
        Column(_("Fingerprint"), lambda row: row[0].sha256, 20),
    ], rows)
