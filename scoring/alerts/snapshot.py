"""Everything the checks look at, read in a fixed number of queries for any number of branches."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Max, Min, Q

from branches.basics import clock, quarters
from branches.org.models import Seat, Term
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.evidence import states
from indexmetrics.evidence.models import Record, Submission, Tag
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable
from scoring.boards.models import Card, Edition
from scoring.rectify.models import Notice

# Kinds of events that are organisational life (组织生活).
ORG_LIFE = frozenset({
    "members_meeting", "committee_meeting", "group_meeting", "party_lecture", "party_day", "org_life_meeting",
})
DUES = "dues"
MONTHS_BACK = 4
REPORTED = (states.SUBMITTED, states.RETURNED, states.ACCEPTED)


@dataclass(frozen=True)
class Waiting:
    """Records of one branch in one state: how many, and since when the oldest."""

    count: int
    since: datetime


@dataclass
class Snapshot:
    """The bureau's process on one day."""

    day: date
    days: dict[date, bool]
    quarters: dict[str, Quarter]
    branches: list[BranchOnDay]
    months: list[str]
    codes: tuple[str, ...] | None = None
    fed: dict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    lived: set[tuple[int, str]] = field(default_factory=set)
    attended: dict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    dues: set[tuple[int, str]] = field(default_factory=set)
    submitted: set[tuple[int, str]] = field(default_factory=set)
    seats: dict[int, dict[str, Seat]] = field(default_factory=lambda: defaultdict(dict))
    terms: dict[int, Term] = field(default_factory=dict)
    notices: dict[int, list[Notice]] = field(default_factory=lambda: defaultdict(list))
    returned: dict[int, Waiting] = field(default_factory=dict)
    waiting: dict[int, Waiting] = field(default_factory=dict)
    editions: list[Edition] = field(default_factory=list)
    rows: list[dict[str, dict]] = field(default_factory=list)

    @property
    def open_quarters(self) -> list[Quarter]:
        """The quarters in which branches still report, oldest first."""
        return [self.quarters[code] for code in sorted(self.quarters)
                if self.quarters[code].state == Quarter.State.OPEN]

    def asks(self, branch: BranchOnDay, indicator: str, quarter: Quarter) -> bool:
        """Is the indicator asked of this branch in that quarter?"""
        outline = quarter.scheme.outline
        return indicator in outline.indicators and outline.applies(
            indicator, branch_type=branch.type, attributes=branch.attributes,
            quarter=quarters.parse(quarter.code).number)

    def problems(self, place: int) -> dict[str, set[tuple[str, str, str]]]:
        """Branch → what (indicator, part, reason) lost points in the newest (0) or the last (1) edition."""
        edition = self.editions[place]
        return _problems(edition.content_sha256, edition.pk, self.codes)


def take(codes: list[str] | None = None) -> Snapshot:
    """The snapshot of today, of all branches or of some; the number of queries is always the same."""
    today = clock.today()
    months = [str(quarters.month_of(today).shifted(-back)) for back in range(MONTHS_BACK, -1, -1)]
    known = {row.code: row for row in Quarter.objects.select_related("scheme").filter(
        code__in={str(quarters.parse_month(month).quarter) for month in months})}
    found = Snapshot(today, exceptions(), known, branches_as_of(today, codes=codes), months, None if codes is None else tuple(codes))
    scope = Q(branch__in=[branch.id for branch in found.branches]) if codes is not None else Q()
    _read_events(found, scope, codes)
    _read_months(found, scope)
    _read_register(found, scope)
    _read_queues(found, scope)
    _read_editions(found, codes)
    return found


def due_of(snapshot: Snapshot, month: str) -> date | None:
    """The due day of a month's report; None when its quarter was never opened."""
    quarter = snapshot.quarters.get(str(quarters.parse_month(month).quarter))
    return timetable(quarter, snapshot.days).months[month] if quarter else None


def _read_events(found: Snapshot, scope: Q, codes: list[str] | None) -> None:
    inside = Q(record__branch__code__in=codes) if codes is not None else Q()
    tags = Tag.objects.filter(inside, record__month__in=found.months).exclude(record__state=states.VOID)
    rows = tags.values_list("record__branch", "record__month", "indicator", "record__kind", "record__state")
    for branch, month, indicator, kind, state in rows.distinct().order_by():
        found.fed[branch, month].add(indicator)
        if kind in ORG_LIFE and state in REPORTED:
            found.lived.add((branch, month))
    told = Record.objects.filter(scope, month__in=found.months[-3:], kind__in=ORG_LIFE | {DUES})
    for branch, month, kind, data in told.exclude(state=states.VOID).values_list("branch", "month", "kind", "data"):
        if kind == DUES and data.get("fully_collected"):
            found.dues.add((branch, month))
        elif "due" in data and "present" in data:
            pair = found.attended[branch, month]
            pair[0] += data["present"]
            pair[1] += data["due"] - sum(data.get("excused", {}).values())


def _read_months(found: Snapshot, scope: Q) -> None:
    rows = Submission.objects.filter(scope, month__in=found.months)
    rows = rows.filter(Q(submitted_at__isnull=False) | Q(waived_at__isnull=False) | Q(extended_to__gte=found.day))
    found.submitted.update(rows.values_list("branch", "month"))


def _read_register(found: Snapshot, scope: Q) -> None:
    for seat in Seat.objects.filter(scope, since__lte=found.day).order_by("since"):
        found.seats[seat.branch_id][seat.kind] = seat
    for term in Term.objects.filter(scope, started_on__lte=found.day).order_by("started_on"):
        found.terms[term.branch_id] = term
    for notice in Notice.objects.filter(scope, closed_at=None):
        found.notices[notice.branch_id].append(notice)


def _read_queues(found: Snapshot, scope: Q) -> None:
    live = Record.objects.filter(scope, quarter__in=[row.pk for row in found.quarters.values()])
    returned = live.filter(state=states.RETURNED).values_list("branch", "pk").annotate(
        at=Max("decisions__decided_at")).order_by()
    oldest: dict[int, list[datetime]] = defaultdict(list)
    for branch, _pk, moment in returned:
        if moment:
            oldest[branch].append(moment)
    found.returned = {branch: Waiting(len(moments), min(moments)) for branch, moments in oldest.items()}
    queue = live.filter(state=states.SUBMITTED, is_on_hold=False).values_list("branch").annotate(
        count=Count("pk"), since=Min("submitted_at")).order_by()
    found.waiting = {branch: Waiting(count, since) for branch, count, since in queue if since}


def _read_editions(found: Snapshot, codes: list[str] | None) -> None:
    """The newest published quarter and the one right before it, when both are there."""
    current = list(Edition.objects.current()[:2])
    if len(current) == 2 and current[1].quarter_code == quarters.previous(current[0].quarter_code):
        found.editions = current
    cards = Card.objects.filter(edition__in=found.editions)
    if codes is not None:
        cards = cards.filter(branch_code__in=codes)
    by_edition: dict[int, dict[str, dict]] = defaultdict(dict)
    for edition, branch, text in cards.values_list("edition", "branch_code", "row_text"):
        by_edition[edition][branch] = json.loads(text)
    found.rows = [by_edition[edition.pk] for edition in found.editions]


@lru_cache(maxsize=32)
def _problems(
    content_sha256: str, edition: int, codes: tuple[str, ...] | None,
) -> dict[str, set[tuple[str, str, str]]]:
    """What lost points for which reason, by branch; kept by content, because editions never change."""
    cards = Card.objects.filter(edition=edition)
    if codes is not None:
        cards = cards.filter(branch_code__in=codes)
    return {
        branch: {problem for cell in json.loads(text)["cells"] for problem in _lost(cell)}
        for branch, text in cards.values_list("branch_code", "trail_text")
    }


def _lost(cell: dict) -> list[tuple[str, str, str]]:
    """The indicator, its part and the reason, for each part that lost points."""
    parts = [part for part in cell.get("parts") or [] if part["loss"] not in (None, "0.00")]
    if parts:
        return [(cell["indicator"], part["part"], part["reason"]["code"]) for part in parts]
    return [] if cell["loss"] in (None, "0.00") else [(cell["indicator"], "", cell["reason"]["code"])]
