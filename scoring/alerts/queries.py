"""Reads of warnings: all that concern one person, grouped by kind."""

from dataclasses import dataclass, field
from functools import cached_property

from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.org.models import Branch
from indexmetrics.evidence.models_requests import Reminder
from indexmetrics.periods.queries import current_quarter
from indexmetrics.review.reminders import open_reminders
from scoring.alerts import checks, checks_results
from scoring.alerts.alert import ERROR, QUEUE, Alert
from scoring.alerts.escalation import Step, escalations
from scoring.alerts.snapshot import Snapshot, take

CHECKS = (*checks.CHECKS, *checks_results.CHECKS)
CODES = tuple(f"W{number}" for number in range(1, 15))


@dataclass
class Warnings:
    """The warnings of one person."""

    alerts: list[Alert] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    sees_all: bool = False

    @cached_property
    def by_code(self) -> list[tuple[str, list[Alert]]]:
        """Kind → its warnings, in the order of the list."""
        return [(code, found) for code in CODES if (found := [a for a in self.alerts if a.code == code])]

    @property
    def urgent(self) -> int:
        """How many are overdue or near a veto."""
        return sum(alert.level == ERROR for alert in self.alerts)


def all_alerts(snapshot: Snapshot) -> list[Alert]:
    """Every warning of a snapshot, kind by kind."""
    return [alert for check in CHECKS for alert in check(snapshot)]


def warnings_for(user: User, branch: str = "") -> Warnings:
    """What concerns this person: a reviewer's branches, or one's own; the reviewers' delay is theirs alone."""
    ids, own = reach(user, Permission.EVIDENCE_REVIEW), {row.code for row in user.own_branches}
    if ids is None:
        codes = [branch] if branch else None
    else:
        covered = set(Branch.objects.filter(pk__in=ids).values_list("code", flat=True)) if ids else set()
        codes = sorted({branch} & (covered | own) if branch else covered | own)
    snapshot = take(codes)
    reviews = ids is None or bool(ids)
    alerts = [alert for alert in all_alerts(snapshot) if reviews or alert.about != QUEUE]
    return Warnings(alerts, escalations(snapshot) if reviews else [], sees_all=ids is None)


def reminders_of(user: User, branch: str = "") -> list[Reminder]:
    """Reminders that are not answered yet: of a reviewer's branches, or of one's own."""
    ids = reach(user, Permission.EVIDENCE_REVIEW)
    rows = Reminder.objects.filter(branch__code=branch) if branch else Reminder.objects.all()
    if ids is not None:
        rows = rows.filter(branch__in={*ids, *(row.pk for row in user.own_branches)})
    return open_reminders(rows)


def names_of_warnings() -> dict[str, dict]:
    """The scheme's own names of the warnings, by code."""
    quarter = current_quarter()
    rows = quarter.scheme.document.get("early_warnings", []) if quarter else []
    return {row["code"]: row for row in rows}
