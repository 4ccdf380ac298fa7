"""Do reviewers measure alike? Return rates by indicator and reviewer, and how far they lie apart."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from branches.access.models import User
from branches.basics import clock
from indexmetrics.evidence.models import Decision
from indexmetrics.periods import workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions
from indexmetrics.review.queries import known_branches
from indexmetrics.schemes.naming import named

ENOUGH = 5  # decisions below which a rate says nothing
FAR = 20  # percentage points between two reviewers that want a talk
COUNTED = (Decision.Verdict.ACCEPTED, Decision.Verdict.RETURNED)


@dataclass
class Tally:
    """Decisions of one person, or on one indicator."""

    accepted: int = 0
    returned: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return self.accepted + self.returned

    @property
    def rate(self) -> int | None:
        """Of a hundred decisions so many were returns, half up; None when they are too few to say."""
        return (200 * self.returned + self.count) // (2 * self.count) if self.count >= ENOUGH else None

    def add(self, verdict: str) -> None:
        """One more."""
        if verdict == Decision.Verdict.RETURNED:
            self.returned += 1
        else:
            self.accepted += 1


@dataclass(frozen=True)
class Person:
    """One reviewer's measure and pace."""

    name: str
    tally: Tally
    days: float


@dataclass(frozen=True)
class Line:
    """One indicator: all decisions, then each reviewer's in the order of the people."""

    code: str
    name: str
    tally: Tally
    each: list[Tally]

    @property
    def spread(self) -> int | None:
        """Percentage points between the strictest and the mildest who decided often enough."""
        rates = [tally.rate for tally in self.each if tally.rate is not None]
        return max(rates) - min(rates) if len(rates) > 1 else None

    @property
    def is_far(self) -> bool:
        """Do they lie so far apart that it wants a talk?"""
        return self.spread is not None and self.spread >= FAR


@dataclass(frozen=True)
class Consistency:
    """The whole view of a quarter."""

    people: list[Person]
    lines: list[Line]

    @property
    def far(self) -> int:
        """Indicators that want a talk."""
        return sum(line.is_far for line in self.lines)


def consistency(user: User, quarter: Quarter) -> Consistency:
    """From the decisions of a quarter that stand, in the branches this user may read; four queries."""
    people: dict[str, Tally] = defaultdict(Tally)
    pace: dict[str, list[int]] = defaultdict(list)
    whole: dict[str, Tally] = defaultdict(Tally)
    each: dict[tuple[str, str], Tally] = defaultdict(Tally)
    days = exceptions()
    for decision in _standing(user, quarter):
        name = str(decision.decided_by)
        people[name].add(decision.verdict)
        sent = decision.record.submitted_at
        if sent and sent <= decision.decided_at:
            pace[name].append(workdays.between(
                clock.local(sent).date(), clock.local(decision.decided_at).date(), days))
        for tag in decision.record.tags.all():
            whole[tag.indicator].add(decision.verdict)
            each[tag.indicator, name].add(decision.verdict)
    names = sorted(people, key=lambda name: (-people[name].count, name))
    lines = [
        Line(code, named(row.body), whole[code], [each[code, name] for name in names])
        for code, row in quarter.scheme.outline.indicators.items() if code in whole
    ]
    return Consistency(
        [Person(name, people[name], median(pace[name] or [0])) for name in names],
        sorted(lines, key=lambda line: -(line.spread or -1)))


def _standing(user: User, quarter: Quarter) -> list[Decision]:
    """Decisions by persons that were not undone at once."""
    found = Decision.objects.filter(record__quarter=quarter, decided_by__isnull=False)
    covered = known_branches(user)
    if covered is not None:
        found = found.filter(record__branch__in=covered)
    kept: list[Decision] = []
    rows = found.select_related("record", "decided_by").prefetch_related("record__tags").defer("content").order_by(
        "record", "pk")
    for decision in rows:
        if decision.verdict == Decision.Verdict.UNDONE:
            if kept and kept[-1].record_id == decision.record_id:
                kept.pop()
        elif decision.verdict in COUNTED:
            kept.append(decision)
    return kept
