"""Which act of the table an office's entry is, and which rules add their entries up."""

from indexmetrics.periods.acts import ACTS

JUDGE = "judge:"
ADDED_UP = {"deduct", "timeliness", "checklist", "count_ratio", "per_event", "period_coverage"}
OFFICE_ACT = {"discipline_office": "enter_discipline", "bureau_committee": "mark"}


def act_of(office: str) -> str:
    """The verb of `periods.acts` for an entry of this office."""
    return OFFICE_ACT.get(office, "enter")


def right_of(office: str):
    """The right it needs."""
    return ACTS[act_of(office)].right
