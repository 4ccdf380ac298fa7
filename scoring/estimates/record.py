"""What one record does to the points of its branch: as accepted so far, and with this record too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from branches.basics import clock, quarters
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.evidence.models import Record, Ruling
from indexmetrics.facts import Fact, fact_table, facts_of
from scoring.engine.plan import Plan
from scoring.engine.trace import explain
from scoring.wording import arithmetic, name_of, why

Key = tuple[str, str, str, str]  # month, indicator, part, key


@dataclass(frozen=True)
class RecordPoints:
    """One indicator before and after; `points` is None where the indicator does not apply."""

    code: str
    name: str
    before: str | None
    points: str | None
    maximum: str
    lines: list[str]
    why: str

    @property
    def change(self) -> str:
        """What the record adds, with its sign; empty when nothing can be compared."""
        if self.before is None or self.points is None:
            return ""
        return f"{Decimal(self.points) - Decimal(self.before):+.2f}"

    @property
    def is_changed(self) -> bool:
        """Does the record move the points at all?"""
        return self.change not in ("", "+0.00")


def record_points(record: Record) -> list[RecordPoints]:
    """The record's indicators scored twice by the engine, never typed; eight queries whatever the bureau's size."""
    quarter, branch = record.quarter, record.branch
    found = branches_as_of(min(quarters.last_day(quarter.code), clock.today()), codes=[branch.code])
    if not found:
        return []
    accepted = list(Record.objects.accepted().filter(quarter=quarter, branch=branch).prefetch_related("tags"))
    waived = [
        {"branch": branch.code, "kind": "not_applicable", "code": ruling}
        for ruling in Ruling.objects.filter(quarter=quarter, branch=branch, withdrawn_at=None).values_list(
            "indicator", flat=True)
    ]
    plan = Plan(quarter.scheme.document, quarter.code)
    facts = _summed(fact_table(quarter, found, records=[one for one in accepted if one.pk != record.pk]))
    without = _cells(plan, found[0], facts, waived)
    for key, value in facts_of(quarter.scheme.outline, record):
        facts[key] = facts.get(key, Decimal(0)) + value
    after = _cells(plan, found[0], facts, waived)
    before = after if record.state == Record.State.ACCEPTED else without
    rows = quarter.scheme.outline.indicators
    return [
        RecordPoints(
            code=tag.indicator, name=name_of(rows[tag.indicator].body), before=before[tag.indicator]["points"],
            points=after[tag.indicator]["points"], maximum=after[tag.indicator]["max"],
            lines=arithmetic(after[tag.indicator], plan.document), why=why(after[tag.indicator], plan.document),
        )
        for tag in record.tags.all() if tag.indicator in after
    ]


def _summed(rows: Iterable[Fact]) -> dict[Key, Decimal]:
    return {(fact.month, fact.indicator, fact.part, fact.key): fact.value for fact in rows}


def _cells(plan: Plan, branch: BranchOnDay, facts: Mapping[Key, Decimal], waived: list[dict]) -> dict[str, dict]:
    """Indicator → its cell of the trail."""
    row = {"code": branch.code, "type": branch.type, "attributes": list(branch.attributes)}
    rows = [(branch.code, *key, value) for key, value in facts.items()]
    trail = explain(plan, row, rows, waived, quarter=plan.quarter)
    return {cell["indicator"]: cell for cell in trail["cells"]}
