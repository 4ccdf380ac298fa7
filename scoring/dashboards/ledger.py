"""The rules that were ever loaded, as columns."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger
from indexmetrics.schemes.naming import named


def schemes(rows) -> Ledger:
    """Each version with its state."""
    return Ledger(_("Rules"), [
        Column(_("Name"), lambda row: named(row.document["scheme"]), 40), Column(_("Code"), lambda row: row.code, 20),
        Column(_("Version"), lambda row: row.version, 9), Column(_("State"), lambda row: row.get_state_display(), 12),
        Column(_("Loaded"), lambda row: row.loaded_at, 17), Column(_("Hash"), lambda row: row.sha256, 30),
    ], rows)
