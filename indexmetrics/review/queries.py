"""Reads of the reviewer: the queue, one branch's month, one indicator across branches."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach, within
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.models import Decision, Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.periods import workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions
from indexmetrics.review.changes import is_changed
from indexmetrics.review.checks import Hint, hints_for

LONG_WAIT = 3  # working days after which a line is called overdue


@dataclass
class QueueLine:
    """One branch's month with what waits in it."""

    branch: Branch
    month: str
    records: list[Record] = field(default_factory=list)
    hints: dict[int, list[Hint]] = field(default_factory=dict)
    days: int = 0
    quarter: Quarter | None = None

    @property
    def waiting(self) -> int:
        """Records without a decision."""
        return len(self.records)

    @property
    def new(self) -> int:
        """Records nobody has opened since they came."""
        return sum(record.opened_at is None for record in self.records)

    @property
    def changed(self) -> int:
        """Records that differ from what was decided on before."""
        return sum(record.was_returned and is_changed(record) for record in self.records)

    @property
    def held(self) -> int:
        """Records that wait for a visit."""
        return sum(record.is_on_hold for record in self.records)

    @property
    def to_look_at(self) -> int:
        """Records with a hint."""
        return sum(bool(self.hints.get(record.pk)) for record in self.records)

    @property
    def passes(self) -> list[Record]:
        """Records that pass every check and were not held or mended: fit to be accepted together."""
        return [record for record in self.records if passes(record, self.hints)]

    @property
    def all_pass(self) -> bool:
        """All of them do."""
        return len(self.passes) == len(self.records)

    @property
    def is_overdue(self) -> bool:
        """Waiting longer than it should."""
        return self.days > LONG_WAIT


def waiting_for(user: User) -> QuerySet[Record]:
    """Submitted records this user may decide on by his post; the own branch is left out."""
    own = [branch.pk for branch in user.own_branches]
    returned = Decision.objects.filter(record=OuterRef("pk"), verdict=Decision.Verdict.RETURNED)
    return (
        Record.objects.waiting().exclude(branch__in=own)
        .select_related("branch").annotate(was_returned=Exists(returned))
        .prefetch_related("tags", "files", "decisions")
        .order_by("branch__position", "branch__code", "month", "date", "pk")
    )


def in_scope(user: User, records, quarters: dict[int, Quarter]) -> list[Record]:
    """Only what the post covers: its branches for reviewers, its own indicators for the discipline office."""
    found = []
    for record in records:
        if allows(user, Permission.EVIDENCE_REVIEW, record.branch):
            found.append(record)
            continue
        record.quarter = quarters[record.quarter_id]
        if rights.is_disciplines(user, record):
            found.append(record)
    return found


def queue(user: User, *, quarter: Quarter | None = None) -> list[QueueLine]:
    """The lines of the queue, oldest first; seven queries however many branches."""
    quarters = {row.pk: row for row in Quarter.objects.select_related("scheme")}
    found = waiting_for(user)
    if quarter is not None:
        found = found.filter(quarter=quarter)
    lines: dict[tuple, QueueLine] = {}
    by_quarter: dict[int, list[Record]] = {}
    for record in in_scope(user, found, quarters):
        key = (record.branch_id, record.month)
        lines.setdefault(key, QueueLine(record.branch, record.month, quarter=quarters[record.quarter_id])).records.append(record)
        by_quarter.setdefault(record.quarter_id, []).append(record)
    hints: dict[int, list[Hint]] = {}
    for pk, records in by_quarter.items():
        hints |= hints_for(quarters[pk].scheme.outline, records, covered=known_branches(user))
    days, today = exceptions(), clock.today()
    for line in lines.values():
        line.hints = hints
        oldest = min(clock.local(record.submitted_at).date() for record in line.records)
        line.days = workdays.between(oldest, today, days)
    return sorted(lines.values(), key=lambda line: (-line.days, line.month, line.branch.position, line.branch.code))


def passes(record: Record, hints: dict[int, list[Hint]]) -> bool:
    """May it be accepted together with others? Nothing to look at, not held, not sent back before."""
    return not hints.get(record.pk) and not record.is_on_hold and not record.was_returned


def known_branches(user: User) -> set[int] | None:
    """Branches whose work this user may read; None means every branch."""
    return reach(user, Permission.EVIDENCE_REVIEW, Permission.EVIDENCE_READ_ALL)


CHIPS = {
    "changed": lambda line: line.changed > 0,
    "passing": lambda line: line.all_pass,
    "look": lambda line: line.to_look_at > 0,
    "overdue": lambda line: line.is_overdue,
    "held": lambda line: line.held > 0,
}


def chip_counts(lines: list[QueueLine]) -> dict[str, int]:
    """How many lines each chip would show."""
    return {name: sum(fits(line) for line in lines) for name, fits in CHIPS.items()}


@dataclass(frozen=True)
class QueueCounts:
    """The queue in a few figures, for the home page."""

    branches: int
    records: int
    changed: int
    overdue: int
    passing: int
    oldest_days: int


def queue_counts(user: User) -> QueueCounts:
    """What waits for this user, counted."""
    lines = queue(user)
    return QueueCounts(
        branches=len({line.branch.pk for line in lines}), records=sum(line.waiting for line in lines),
        changed=sum(line.changed for line in lines), overdue=sum(line.is_overdue for line in lines),
        passing=sum(len(line.passes) for line in lines), oldest_days=max((line.days for line in lines), default=0),
    )


def reopenings_for(user: User, *, everything: bool = False) -> list[Reopening]:
    """Requests to reopen that wait for this user's answer, oldest first; never of his own branch."""
    own = [branch.pk for branch in user.own_branches]
    rows = Reopening.objects.all() if everything else Reopening.objects.waiting()
    found = list(
        rows.exclude(record__branch__in=own).select_related("asked_by", "record__branch", "record__quarter__scheme")
        .prefetch_related("record__tags", "record__files"))
    return [
        row for row in found
        if allows(user, Permission.EVIDENCE_REVIEW, row.record.branch) or rights.is_disciplines(user, row.record)
    ]


def months_waiting(lines: list[QueueLine]) -> list[str]:
    """The months that occur in the queue, oldest first."""
    return sorted({line.month for line in lines})


def records_of_month(user: User, branch: Branch, month: str, quarter: Quarter) -> list[Record]:
    """All handed-over records of one branch's month in the user's scope, waiting ones first."""
    returned = Decision.objects.filter(record=OuterRef("pk"), verdict=Decision.Verdict.RETURNED)
    found = (
        Record.objects.of_month(branch, month).exclude(state=states.DRAFT).annotate(was_returned=Exists(returned))
        .select_related("branch", "submitted_by", "recorded_by")
        .prefetch_related("tags", "files", "decisions__decided_by")
    )
    for record in found:
        record.quarter = quarter
    scoped = list(found) if allows(user, Permission.EVIDENCE_REVIEW) or allows(user, Permission.EVIDENCE_READ_ALL) \
        else in_scope(user, found, {quarter.pk: quarter})
    return sorted(scoped, key=_order)


def records_of_indicator(user: User, code: str, month: str, quarter: Quarter) -> list[Record]:
    """One indicator's records of a month across branches, side by side; the own branch is left out."""
    own = [branch.pk for branch in user.own_branches]
    returned = Decision.objects.filter(record=OuterRef("pk"), verdict=Decision.Verdict.RETURNED)
    found = (
        Record.objects.filter(month=month, tags__indicator=code).exclude(state=states.DRAFT).exclude(branch__in=own)
        .annotate(was_returned=Exists(returned)).select_related("branch", "submitted_by")
        .prefetch_related("tags", "files", "decisions__decided_by")
        .order_by("branch__position", "branch__code", "date", "pk")
    )
    for record in found:
        record.quarter = quarter
    return in_scope(user, found, {quarter.pk: quarter})


def waiting_by_indicator(user: User, month: str, quarter: Quarter) -> dict[str, int]:
    """Indicator → records that wait for this user in a month; for the other way through the work."""
    counts: dict[str, int] = {}
    waiting = waiting_for(user).filter(month=month).prefetch_related(None).prefetch_related("tags")
    for record in in_scope(user, waiting, {quarter.pk: quarter}):
        for tag in record.tags.all():
            counts[tag.indicator] = counts.get(tag.indicator, 0) + 1
    return counts


def anchors(user: User, record: Record, count: int = 5) -> list[Decision]:
    """How the same kind was decided in other branches lately; the measure that is being applied."""
    same = {"record__kind": record.kind}
    if record.is_figure:
        same |= {"record__indicator": record.indicator, "record__part": record.part}
    found = Decision.objects.filter(**same, verdict__in=["accepted", "returned"])
    if not rights.is_disciplines(user, record):
        found = within(found, user, Permission.EVIDENCE_REVIEW, Permission.EVIDENCE_READ_ALL, field="record__branch")
    return list(
        found.exclude(record__branch=record.branch_id).select_related("record__branch").order_by("-decided_at")[:count])


def last_decision(record: Record) -> Decision | None:
    """What was last decided on the same kind of record of this branch, in an earlier month."""
    same = {"record__kind": record.kind, "record__indicator": record.indicator, "record__part": record.part}
    return (
        Decision.objects.filter(record__branch=record.branch_id, record__month__lt=record.month, **same)
        .exclude(verdict=Decision.Verdict.UNDONE).select_related("record", "decided_by").order_by("-decided_at").first()
    )


def age_of(record: Record, days: dict[date, bool], today: date) -> int:
    """Working days since it was handed over."""
    return workdays.between(clock.local(record.submitted_at).date(), today, days) if record.submitted_at else 0


def place_in_list(record: Record) -> tuple:
    """Where a record stands among those of its month, whatever its state."""
    return (record.date or date.max, record.pk)


def _order(record: Record) -> tuple:
    rank = {states.SUBMITTED: 0, states.RETURNED: 1, states.ACCEPTED: 2, states.VOID: 3}
    return (rank.get(record.state, 9), record.is_on_hold, *place_in_list(record))
