"""How late each month's report was, and what that costs by the scheme's penalty P1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from branches.basics import clock, quarters
from branches.org.queries import BranchOnDay
from indexmetrics.evidence.models import Submission
from indexmetrics.periods import workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable

CODE = "P1"


@dataclass(frozen=True)
class Late:
    """One late month of one branch: working days over the grace, and points."""

    branch: str
    month: str
    days: int
    points: Decimal
    submitted_on: date | None


def late_months(
    quarter: Quarter, branches: Iterable[BranchOnDay], days: dict[date, bool] | None = None,
) -> list[Late]:
    """Every late month that costs points, in at most two queries; a month never sent by the freeze costs the cap."""
    item = next((row for row in quarter.scheme.document["penalties"]["items"] if row["code"] == CODE), None)
    if item is None:
        return []
    days = exceptions() if days is None else days
    table = timetable(quarter, days)
    sent = {(row.branch_id, row.month): row for row in Submission.objects.filter(quarter=quarter)}
    late = [
        _late(branch, month, due, sent.get((branch.id, month)), item, table.frozen, days)
        for branch in branches for month, due in table.months.items()
        if due < clock.today() and _existed(branch, month)
    ]
    return [row for row in late if row and row.points]


def _existed(branch: BranchOnDay, month: str) -> bool:
    end = quarters.parse_month(month).last_day
    return branch.founded_on <= end and (branch.closed_on is None or branch.closed_on >= end)


def _late(branch, month: str, due: date, row, item: dict, frozen: date, days) -> Late | None:
    if row and row.waived_at:
        return None
    due = max(due, row.extended_to) if row and row.extended_to else due
    cap = Decimal(str(item["cap_per_month"]))
    sent_on = row.submitted_at.astimezone(clock.ZONE).date() if row and row.submitted_at else None
    if sent_on is None and clock.today() > frozen:
        return Late(branch.code, month, workdays.between(due, frozen, days), cap, None)
    over = workdays.between(due, sent_on or clock.today(), days) - item["grace_working_days"]
    if over <= 0:
        return None
    return Late(branch.code, month, over, min(cap, -(-over // 3) * Decimal(str(item["each"]))), sent_on)
