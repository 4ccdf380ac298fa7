"""Vetoes that the registers show by themselves: Z3 no organisational life, Z8 election overdue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from branches.basics import quarters
from branches.org.queries import BranchOnDay
from indexmetrics.periods.models import Quarter
from scoring.alerts.checks import month_label, said
from scoring.alerts.checks_results import lives
from scoring.alerts.snapshot import Snapshot, due_of

NO_LIFE, NO_ELECTION = "Z3", "Z8"
RUNNING = 3
HALF_YEAR = 6
STILL_DECIDED = (Quarter.State.OPEN, Quarter.State.FROZEN, Quarter.State.PRELIMINARY)


@dataclass(frozen=True)
class Proposal:
    """A veto to propose: for whom, in which quarter, and what the registers show."""

    branch: BranchOnDay
    quarter: Quarter
    code: str
    matter: str
    document_number: str
    dated: date


def proposals(snapshot: Snapshot) -> list[Proposal]:
    """Everything the registers show today, whether or not it was proposed before."""
    return [*_no_life(snapshot), *_no_election(snapshot)]


def _no_life(snapshot: Snapshot) -> Iterator[Proposal]:
    """Three whole months without organisational life, each after the day its report was due."""
    for at in range(len(snapshot.months) - RUNNING + 1):
        months = snapshot.months[at:at + RUNNING]
        due = [due_of(snapshot, month) for month in months]
        quarter = snapshot.quarters.get(str(quarters.parse_month(months[-1]).quarter))
        if None in due or due[-1] >= snapshot.day or not _takes(quarter, NO_LIFE):
            continue
        start = quarters.parse_month(months[0]).first_day
        for branch in snapshot.branches:
            if branch.founded_on > start or not lives(snapshot, branch, quarter):
                continue
            if not {(branch.id, month) for month in months} & snapshot.lived:
                yield Proposal(branch, quarter, NO_LIFE, _(
                    "No organisational life is reported from %(first)s to %(last)s.",
                ) % {"first": month_label(months[0]), "last": month_label(months[-1])},
                    f"{NO_LIFE}-{branch.code}-{months[-1]}", quarters.parse_month(months[-1]).last_day)


def _no_election(snapshot: Snapshot) -> Iterator[Proposal]:
    """A term that ended half a year ago without an approved extension."""
    quarter = snapshot.quarters.get(str(quarters.quarter_of(snapshot.day)))
    if not _takes(quarter, NO_ELECTION):
        return
    for branch in snapshot.branches:
        term = snapshot.terms.get(branch.id)
        end = term and max(term.ends_on, term.extended_to or term.ends_on)
        if end and _half_year_after(end) < snapshot.day:
            yield Proposal(branch, quarter, NO_ELECTION, _(
                "The committee's term ended on %(day)s; no election and no approved extension since.",
            ) % {"day": said(end)}, f"{NO_ELECTION}-{branch.code}-{end.isoformat()}", end)


def _half_year_after(day: date) -> date:
    month = quarters.month_of(day).shifted(HALF_YEAR)
    return date(month.year, month.number, min(day.day, month.last_day.day))


def _takes(quarter: Quarter | None, code: str) -> bool:
    """Can a veto of this code still be proposed in the quarter?"""
    return (
        quarter is not None and quarter.state in STILL_DECIDED
        and any(row["code"] == code for row in quarter.scheme.document["vetoes"])
    )
