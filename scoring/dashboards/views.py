"""The home page of each role, and the manual."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.access.allow import allows
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.roles import Role
from branches.panels import panels
from indexmetrics.periods.queries import current_quarter
from scoring.dashboards import queries, queries_board
from scoring.dashboards.own import own_homes

LEADING = {Role.VIEWER, Role.COMMITTEE, Role.REVIEWER}  # who is told whom to praise and to ask


@requires()
@require_safe
def home(request):
    """What waits for the visitor first; who holds several posts sees one section for each."""
    user = request.user
    newest = queries_board.newest_board() if allows(user, Permission.BOARD_READ) else None
    context = {
        "own": own_homes(user), "quarter": current_quarter(), "newest": newest,
        "scheme_hash": newest.board.scheme_hash[:12] if newest else "", "reads_board": bool(newest),
        "overview": queries_board.overview(newest) if newest and LEADING & user.roles else None,
        "is_secretary": Role.SECRETARY in user.roles, "is_office": bool({Role.REVIEWER, Role.COMMITTEE, Role.DISCIPLINE} & user.roles),
        "is_committee": Role.COMMITTEE in user.roles, "is_reviewer": Role.REVIEWER in user.roles,
        "is_admin": Role.ADMIN in user.roles, "is_leader": Role.VIEWER in user.roles, "is_discipline": Role.DISCIPLINE in user.roles,
        "panels": panels("home", user=user),
    }
    if context["is_office"]:
        context |= {"waiting": queries.waiting_counts(user), "in_hand": queries.quarters_in_hand()}
    if context["is_admin"]:
        context["installation"] = queries.installation()
    return render(request, "scoring/dashboards/home.html", context)


@requires()
@require_safe
def manual(request):
    """The short manual."""
    return render(request, "scoring/dashboards/help.html")
