"""The page of warnings."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.ledgers.pages import page_or_sheet
from branches.ledgers.paper import listed
from indexmetrics.schemes.naming import named
from scoring.alerts import ledger, queries
from scoring.alerts.alert import BOARD, MONTH, NOTICE, QUEUE, Alert

SHOWN = 10  # of each kind while all kinds are shown; the rest is one click away


@requires(Permission.EVIDENCE_RECORD, Permission.EVIDENCE_REVIEW)
@require_safe
@listed(lambda: _("Warnings"))
def show(request):
    """Each warning with what, since when and what clears it: of one's own branches, or of all."""
    branch, code = request.GET.get("branch", ""), request.GET.get("code", "")
    found = queries.warnings_for(request.user, branch)
    reminders = queries.reminders_of(request.user, branch)
    names = {one: named(row) for one, row in queries.names_of_warnings().items()}
    own = {row.code for row in request.user.own_branches}
    kinds = [(one, names.get(one, one), rows) for one, rows in found.by_code]
    return page_or_sheet(request, "scoring/alerts/list.html", {
        "reminders": reminders, "found": found, "code": code, "branch": branch, "filtered": bool(branch or code),
        "several": found.sees_all or len(own) > 1, "kinds": [(one, name, len(rows)) for one, name, rows in kinds],
        "groups": [
            (one, name, len(rows), [(row, _address(row, own)) for row in (rows if code else rows[:SHOWN])])
            for one, name, rows in kinds if code in ("", one)
        ],
    }, lambda: ledger.warnings(found, reminders, names, code=code, branch=branch))


def _address(alert: Alert, own: set[str]) -> str:
    """Where the warning is cleared: the branch's own month, the notice, the trail, the reviewer's work."""
    if alert.about == NOTICE:
        return reverse("rectification-notice", args=[alert.key])
    if alert.about == BOARD:
        return reverse("board-branch", args=[alert.key, alert.branch])
    if alert.about == QUEUE:
        return reverse("review")
    if alert.about != MONTH:
        return ""
    if alert.branch not in own:
        return reverse("review-work", args=[alert.branch, alert.key]) if alert.key else reverse("review")
    tail = f"?branch={alert.branch}" if len(own) > 1 else ""
    return (reverse("evidence-month", args=[alert.key]) if alert.key else reverse("evidence")) + tail
