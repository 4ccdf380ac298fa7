"""The page of the private estimate; only the branch's own secretary reaches it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.periods.queries import current_quarter, quarter_for
from scoring.estimates.queries import estimate


@requires(Permission.EVIDENCE_RECORD)
@require_safe
def estimate_show(request, quarter: str = ""):
    """One's own branch in a quarter, the current one by default; `?branch=` among one's own."""
    own = request.user.own_branches
    wanted = request.GET.get("branch")
    branch = next((one for one in own if one.code == wanted or not wanted), None)
    period = quarter_for(quarter) if quarter else current_quarter()
    if branch is None or period is None:
        raise Http404
    return render(request, "scoring/estimates/show.html", {
        "branch": branch, "quarter": period, "own": own, "estimate": estimate(branch, period),
    })
