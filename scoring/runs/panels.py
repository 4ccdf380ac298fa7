"""What the reviewer's pages borrow from computations: the branches near a colour line."""

from django.template.loader import render_to_string

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.states import FROZEN, OPEN, PRELIMINARY
from scoring.runs.near_line import NEAR, near_lines
from scoring.runs.queries import shown_run

HELD_BACK = (OPEN, FROZEN, PRELIMINARY)  # until then one more look can still change something


def near_line_panel(*, user: User, quarter: Quarter | None = None) -> str:
    """For those who review the whole bureau: who stands within half a point of a line, by the last computation."""
    if reach(user, Permission.EVIDENCE_REVIEW) is not None or not allows(user, Permission.BOARD_COMPUTE):
        return ""
    if quarter is None:
        quarter = Quarter.objects.select_related("scheme").filter(state__in=HELD_BACK).order_by("-code").first()
    if quarter is None or quarter.state not in HELD_BACK:
        return ""
    run = shown_run(quarter)
    if run is None:
        return ""
    own = {branch.code for branch in user.own_branches}
    rows = [near for near in near_lines(quarter, run) if near.code not in own]
    return render_to_string("scoring/runs/near_line.html", {
        "quarter": quarter, "run": run, "rows": rows, "near": NEAR})
