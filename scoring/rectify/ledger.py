"""Rectification notices as columns."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branches.ledgers.ledger import Column, Ledger
from indexmetrics.schemes.naming import colour_word


def notices(rows, only_open: bool) -> Ledger:
    """Each notice with its state and its days."""
    return Ledger(_("Rectification"), [
        Column(_("Notice number"), lambda row: row.notice.number, 18), Column(_("Branch"), lambda row: row.notice.branch.name, 30),
        Column(_("Quarter"), lambda row: row.notice.quarter.code, 10), Column(_("Colour"), _colour, 8),
        Column(_("State"), lambda row: row.words, 18), Column(_("Next due"), lambda row: row.due, 12),
        Column(_("Days left"), lambda row: row.days_left, 9), Column(_("Finish by"), lambda row: row.notice.finish_on, 12),
        Column(_("Measures"), lambda row: row.notice.plan, 50), Column(_("Result"), lambda row: row.notice.result, 40),
        Column(pgettext("ledger", "Signed off"), lambda row: row.notice.closed_at, 17),
    ], rows, [(_("Only open ones"), _("yes") if only_open else "")])


def _colour(row) -> str:
    return colour_word(row.notice.quarter.scheme.outline.bands[row.notice.colour])
