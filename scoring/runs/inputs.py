"""Everything a computation is made of, gathered once as plain data."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from branches.basics import clock, quarters
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.facts import Fact, fact_table
from indexmetrics.periods.models import Quarter
from scoring.rectify.queries import overdue_codes
from scoring.verdicts.queries import Effect, effects, matter_of


@dataclass(frozen=True)
class Inputs:
    """One quarter's scheme, branches, facts and effects, in a stable order."""

    quarter: str
    scheme: dict
    branches: list[BranchOnDay]
    facts: list[Fact]
    effects: list[Effect]

    @cached_property
    def branch_rows(self) -> list[dict]:
        """The branches as the engine takes them; founded or closed inside the quarter: unranked."""
        return [
            {
                "code": branch.code, "name": branch.name, "type": branch.type,
                "attributes": list(branch.attributes), "ranked": not mark_of(branch, self.quarter),
            }
            for branch in self.branches
        ]

    @cached_property
    def fact_rows(self) -> list[dict]:
        """The facts as the engine takes them."""
        return [
            {
                "branch": fact.branch, "month": fact.month, "indicator": fact.indicator,
                "part": fact.part, "key": fact.key, "value": fact.value,
            }
            for fact in self.facts
        ]

    @cached_property
    def event_rows(self) -> list[dict]:
        """The effects as the engine takes them."""
        return [
            {
                "branch": row.branch, "kind": row.kind, "code": row.code, "points": row.points,
                "matter": matter_of(row.about),
            }
            for row in self.effects
        ]

    def sha256(self) -> str:
        """The hash of branches, facts and effects, to tell whether anything changed; 64 hex digits."""
        text = json.dumps(
            [self.branch_rows, self.fact_rows, self.event_rows], sort_keys=True, default=str, ensure_ascii=False,
        )
        return hashlib.sha256(text.encode()).hexdigest()


def gather(quarter: Quarter) -> Inputs:
    """Branches as of the quarter's last day, accepted facts, verdicts, overdue notices; about 14 queries."""
    last = quarters.last_day(quarter.code)
    first = quarters.parse(quarter.code).first_day
    branches = branches_as_of(last, closed_since=first)
    known = {branch.code for branch in branches}
    overdue = [
        Effect(code, "overdue", number, None, {"source": "system"})
        for code, number in overdue_codes(min(last, clock.today())) if code in known
    ]
    overdue += [_overdue_penalty(quarter, row) for row in overdue if _has_item(quarter, "P4")]
    return Inputs(
        quarter=quarter.code, scheme=quarter.scheme.document, branches=branches,
        facts=fact_table(quarter, branches), effects=sorted(
            [*effects(quarter, branches), *overdue], key=lambda row: (row.branch, row.kind, row.code, str(row.about)),
        ),
    )


def mark_of(branch: BranchOnDay, quarter_code: str) -> str:
    """`new` or `closed` when the branch did not exist the whole quarter: computed but not ranked."""
    quarter = quarters.parse(quarter_code)
    if branch.closed_on and branch.closed_on < quarter.last_day:
        return "closed"
    return "new" if branch.founded_on > quarter.first_day else ""


def _has_item(quarter: Quarter, code: str) -> bool:
    return any(item["code"] == code for item in quarter.scheme.document["penalties"]["items"])


def _overdue_penalty(quarter: Quarter, row: Effect) -> Effect:
    item = next(item for item in quarter.scheme.document["penalties"]["items"] if item["code"] == "P4")
    return Effect(row.branch, "penalty", "P4", item["each"], {"source": "system", "document_number": row.code})
