"""The completeness table."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import current_quarter, quarter_for
from indexmetrics.review.matrix import completeness

STATES = ("not_due", "missing", "submitted", "returned", "accepted", "not_applicable", "exempt")


@requires(Permission.MATRIX_READ)
@require_safe
def matrix(request):
    """Branches in their groups × months, or × indicators with `?by=indicator`."""
    asked = request.GET.get("quarter", "")
    quarter = quarter_for(asked) if asked else current_quarter()
    by = "indicator" if request.GET.get("by") == "indicator" else "month"
    return render(request, "indexmetrics/review/matrix.html", {
        "quarter": quarter, "by": by, "states": STATES,
        "codes": list(Quarter.objects.values_list("code", flat=True)[:8]),
        "matrix": completeness(quarter, by) if quarter else None,
    })
