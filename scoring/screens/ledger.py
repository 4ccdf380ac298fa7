"""The addresses of big screens as columns; the addresses themselves are kept nowhere."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger


def tokens(rows) -> Ledger:
    """Which places have one, made and revoked by whom."""
    return Ledger(_("Big screens"), [
        Column(_("Place"), lambda row: row.label, 30), Column(_("Shows"), lambda row: " · ".join(str(name) for name in row.page_names), 40),
        Column(_("Made"), lambda row: row.made_at, 17),
        Column(_("By"), lambda row: str(row.made_by), 16),
        Column(_("State"), lambda row: _("revoked") if row.revoked_at else _("in use"), 10),
        Column(_("Revoked"), lambda row: row.revoked_at, 17), Column(_("Revoked by"), lambda row: row.revoked_by and str(row.revoked_by), 16),
    ], rows)
