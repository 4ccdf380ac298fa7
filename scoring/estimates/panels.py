"""Panels that the pages of entry and review borrow: the place of the private estimate, the points of a record."""

from django.template.loader import render_to_string

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.month_tree import MonthPage
from scoring.estimates.record import record_points


def month_estimate(*, user: User, page: MonthPage) -> str:
    """The place of the own check below the month form; its figures come afterwards, so the form waits for nothing."""
    if page.branch not in user.own_branches:
        return ""
    return render_to_string("scoring/estimates/month_place.html", {
        "branch": page.branch, "quarter": page.quarter})


def record_points_panel(*, user: User, record: Record) -> str:
    """The points of the record's indicators now and once it is accepted; for those who decide on it."""
    rights = (Permission.EVIDENCE_REVIEW, Permission.DISCIPLINE_ENTER)
    if not any(allows(user, right, record.branch) for right in rights):
        return ""
    return render_to_string("scoring/estimates/record_panel.html", {"rows": record_points(record), "record": record})
