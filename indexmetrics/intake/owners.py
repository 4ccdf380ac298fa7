"""Which right an office needs for its register, and which rules add their entries up."""

from branches.access.permissions import Permission

ADDED_UP = {"deduct", "timeliness", "checklist", "count_ratio", "per_event", "period_coverage"}
OFFICE_RIGHT = {
    "discipline_office": Permission.DISCIPLINE_ENTER,
    "bureau_committee": Permission.PANEL_MARK,
}
