"""Two lists beside the queue: what to look at on site, and whether reviewers measure alike."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.basics import clock
from branches.panels import panels
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import current_quarter, quarter_for
from indexmetrics.review.consistency import ENOUGH, FAR, consistency
from indexmetrics.review.views import DECIDE
from indexmetrics.review.visits import visits


@DECIDE
@require_safe
def on_site(request):
    """Held records by branch, ready to be printed and taken along."""
    rows = visits(request.user)
    return render(request, "indexmetrics/review/visits.html", {
        "rows": rows, "count": sum(len(found) for _branch, found in rows), "today": clock.today()})


@requires(Permission.EVIDENCE_REVIEW, Permission.EVIDENCE_READ_ALL)
@require_safe
def measure(request):
    """Return rates and how far they lie apart, and the branches near a line."""
    asked = request.GET.get("quarter", "")
    quarter = quarter_for(asked) if asked else current_quarter()
    return render(request, "indexmetrics/review/consistency.html", {
        "quarter": quarter, "table": consistency(request.user, quarter) if quarter else None, "enough": ENOUGH, "far": FAR,
        "codes": list(Quarter.objects.values_list("code", flat=True)[:8]),
        "panels": panels("consistency", user=request.user, quarter=quarter) if quarter else [],
    })
