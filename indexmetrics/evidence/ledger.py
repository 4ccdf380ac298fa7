"""One's own months as columns."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger
from indexmetrics.evidence.words import state_name


def months(rows) -> Ledger:
    """The months of one's own branches."""
    return Ledger(_("Monthly reports"), [
        Column(_("Month"), lambda row: row.month, 10), Column(_("Branch"), lambda row: row.branch.name, 30),
        Column(_("Quarter is"), lambda row: row.quarter.get_state_display(), 16),
        Column(_("State"), lambda row: state_name(row.state), 12), Column(_("Records"), lambda row: row.records, 9),
        Column(_("Due"), lambda row: row.due, 12), Column(_("Came back"), lambda row: row.returned, 9),
        Column(_("Drafts"), lambda row: row.drafts, 9), Column(_("Days left"), lambda row: row.days_left, 9),
    ], rows)
