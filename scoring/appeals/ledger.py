"""Review requests as columns."""

from django.utils.translation import gettext as _

from branches.ledgers.ledger import Column, Ledger
from scoring.appeals.models import Appeal
from scoring.appeals.points import points


def requests(rows) -> Ledger:
    """Each request with what was asked and what came of it."""
    return Ledger(_("Review requests"), [
        Column(_("About"), lambda row: f"{row[0].about} {row[1]}", 34), Column(_("Branch"), lambda row: row[0].branch.name, 30),
        Column(_("Quarter"), lambda row: row[0].quarter.code, 10), Column(_("Points before"), lambda row: points(row[0].old_points), 9),
        Column(_("Points after"), lambda row: points(row[0].new_points), 9), Column(_("Lodged"), lambda row: row[0].lodged_at, 17),
        Column(_("Answer due"), lambda row: row[2] if row[0].state == Appeal.State.LODGED else None, 12),
        Column(_("State"), lambda row: row[0].get_state_display(), 12), Column(_("Reason"), lambda row: row[0].text, 40),
        Column(_("Answer"), lambda row: row[0].answer, 40),
    ], rows)
