"""Reads of the private estimate; nothing of it is stored, and nobody else may ask for it."""

from dataclasses import dataclass
from datetime import date

from branches.basics import clock, quarters
from branches.org.models import Branch
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.evidence.models import Record
from indexmetrics.facts import fact_table
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable
from scoring.engine.gains import open_gains
from scoring.engine.score import score
from scoring.verdicts.queries import effects

COUNTED = (Record.State.DRAFT, Record.State.SUBMITTED, Record.State.RETURNED, Record.State.ACCEPTED)


@dataclass(frozen=True)
class Gain:
    """What one indicator can still bring, until when, and what is lost for good."""

    row: dict
    points: str
    maximum: str
    winnable: str
    total_gain: str
    lost: str
    until: date


@dataclass(frozen=True)
class Estimate:
    """One branch's figures as if everything recorded so far were accepted."""

    row: dict
    bands: list[dict]
    next: dict | None
    best_total: str
    gains: list[Gain]
    lost: list[Gain]
    counts_drafts: bool


def estimate(branch: Branch, quarter: Quarter) -> Estimate | None:
    """The estimate of one branch in one quarter, about a dozen queries; None before it existed."""
    found = branches_as_of(min(quarters.last_day(quarter.code), clock.today()), codes=[branch.code])
    if not found:
        return None
    as_of: BranchOnDay = found[0]
    records = list(
        Record.objects.filter(quarter=quarter, branch=branch, state__in=COUNTED).prefetch_related("tags")
    )
    days = exceptions()
    row = {"code": as_of.code, "type": as_of.type, "attributes": list(as_of.attributes)}
    facts = [
        (fact.branch, fact.month, fact.indicator, fact.part, fact.key, fact.value)
        for fact in fact_table(quarter, [as_of], records=records)
    ]
    events = [
        {"branch": effect.branch, "kind": effect.kind, "code": effect.code, "points": effect.points}
        for effect in effects(quarter, [as_of], days)
    ]
    document, table = quarter.scheme.document, timetable(quarter, days)
    open_months = [month for month, due in table.months.items() if due >= clock.today()]
    figures = next(score(document, [row], facts, events, quarter=quarter.code).rows())
    gains = open_gains(document, row, facts, events, quarter=quarter.code, open_months=open_months)
    rows = [_gain(quarter, line, table.months, open_months) for line in gains["indicators"]]
    return Estimate(
        row=figures, bands=list(quarter.scheme.outline.bands.values()), next=gains["next"],
        best_total=gains["best_total"], gains=[gain for gain in rows if gain.winnable != "0.00"],
        lost=[gain for gain in rows if gain.lost != "0.00"],
        counts_drafts=any(record.state != Record.State.ACCEPTED for record in records),
    )


def _gain(quarter: Quarter, line: dict, due: dict[str, date], open_months: list[str]) -> Gain:
    body = quarter.scheme.outline.indicators[line["indicator"]].body
    return Gain(
        row=body, points=line["points"], maximum=line["max"], winnable=line["winnable"], total_gain=line["total_gain"],
        lost=line["lost"], until=due[open_months[-1]] if open_months else max(due.values()),
    )
