"""Reads of verdicts: what counts in a quarter, as the engine's events with their sources."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from branches.org.queries import BranchOnDay
from indexmetrics.evidence.models import Ruling
from indexmetrics.periods.models import Quarter
from scoring.verdicts.lateness import CODE, late_months
from scoring.verdicts.models import Verdict


@dataclass(frozen=True)
class Effect:
    """Something that acts on a branch beside its facts: kind and code as in `events.csv`."""

    branch: str
    kind: str
    code: str
    points: Decimal | None = None
    about: dict = field(default_factory=dict)


def effects(
    quarter: Quarter, branches: Iterable[BranchOnDay], days: dict[date, bool] | None = None,
) -> list[Effect]:
    """Verdicts in force, late reports and rulings of the quarter, sorted; four queries, one less when `days` are known."""
    branches = list(branches)
    codes = {branch.id: branch.code for branch in branches}
    found = [
        Effect(codes[row.branch_id], row.kind, row.code, row.points, _verdict(row))
        for row in Verdict.objects.in_force().filter(quarter=quarter).select_related("proposed_by", "decided_by")
        if row.branch_id in codes
    ]
    found += [
        Effect(late.branch, "penalty", CODE, late.points, {
            "source": "system", "month": late.month, "days": late.days,
            "submitted_on": late.submitted_on.isoformat() if late.submitted_on else None,
        })
        for late in late_months(quarter, branches, days)
    ]
    found += [
        Effect(codes[row.branch_id], "not_applicable", row.indicator, None, {
            "source": f"ruling:{row.pk}", "ruling": row.kind, "reason": row.reason, "by": _name(row.ruled_by),
            "dated": row.ruled_at.date().isoformat(),
        })
        for row in Ruling.objects.filter(quarter=quarter, withdrawn_at=None).select_related("ruled_by")
        if row.branch_id in codes
    ]
    return sorted(found, key=lambda effect: (effect.branch, effect.kind, effect.code, str(effect.about)))


def matter_of(about: dict) -> str:
    """What makes two events one matter, from what is kept of an effect: live and frozen alike."""
    return about.get("same_matter") or about.get("document_number", "")


def unsettled(quarter: Quarter) -> list[Verdict]:
    """Vetoes that wait for the committee: they stand in the way of publishing."""
    return list(Verdict.objects.awaiting().filter(quarter=quarter).select_related("branch"))


def _verdict(row: Verdict) -> dict:
    return {
        "source": f"verdict:{row.pk}", "level": row.level, "matter": row.matter,
        "document_number": row.document_number, "dated": row.dated.isoformat(),
        "by": _name(row.proposed_by), "decided_by": _name(row.decided_by), "decision": row.decision_reason,
        **({"same_matter": row.same_matter} if row.same_matter else {}),
    }


def _name(user) -> str:
    return user.name if user else ""
