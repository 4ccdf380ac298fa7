"""The page of the private estimate, whole or as the box below a month; only the branch's own secretary reaches it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.decorators import requires
from branches.access.permissions import Permission
from indexmetrics.periods.queries import current_quarter, quarter_for
from scoring.estimates.queries import estimate

SHOWN = 5  # lines of the box


@requires(Permission.EVIDENCE_RECORD)
@require_safe
def estimate_show(request, quarter: str = ""):
    """One's own branch in a quarter, the current one by default; `?branch=` among one's own, `?box=1` the box alone."""
    own = request.user.own_branches
    wanted = request.GET.get("branch")
    branch = next((one for one in own if one.code == wanted or not wanted), None)
    period = quarter_for(quarter) if quarter else current_quarter()
    if branch is None or period is None:
        raise Http404
    found = estimate(branch, period)
    context = {"branch": branch, "quarter": period, "own": own, "several": len(own) > 1, "estimate": found}
    if "box" in request.GET:
        return render(request, "scoring/estimates/month_panel.html", context | (_box(found) if found else {}))
    return render(request, "scoring/estimates/show.html", context)


def _box(found) -> dict:
    bands = {band["code"]: band for band in found.bands}
    return {
        "band": bands[found.row["colour"]], "next_band": bands[found.next["colour"]] if found.next else None,
        "gains": found.gains[:SHOWN], "lost": found.lost[:SHOWN],
        "more": max(0, len(found.gains) - SHOWN) + max(0, len(found.lost) - SHOWN),
    }
