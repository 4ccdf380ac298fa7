"""Panels that the pages of entry and review borrow: the private estimate, the points of a record."""

from django.template.loader import render_to_string

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.month_tree import MonthPage
from scoring.estimates.queries import estimate
from scoring.estimates.record import record_points

SHOWN = 5


def month_estimate(*, user: User, page: MonthPage) -> str:
    """What the own branch would score as things stand; nothing for anybody else."""
    if page.branch not in user.own_branches:
        return ""
    found = estimate(page.branch, page.quarter)
    if found is None:
        return ""
    bands = {band["code"]: band for band in found.bands}
    return render_to_string("scoring/estimates/month_panel.html", {
        "estimate": found, "band": bands[found.row["colour"]], "gains": found.gains[:SHOWN], "lost": found.lost[:SHOWN],
        "next_band": bands[found.next["colour"]] if found.next else None, "branch": page.branch, "quarter": page.quarter,
        "more": max(0, len(found.gains) - SHOWN) + max(0, len(found.lost) - SHOWN), "several": len(user.own_branches) > 1,
    })


def record_points_panel(*, user: User, record: Record) -> str:
    """The points of the record's indicators now and once it is accepted; for those who decide on it."""
    rights = (Permission.EVIDENCE_REVIEW, Permission.DISCIPLINE_ENTER)
    if not any(allows(user, right, record.branch) for right in rights):
        return ""
    return render_to_string("scoring/estimates/record_panel.html", {"rows": record_points(record), "record": record})
