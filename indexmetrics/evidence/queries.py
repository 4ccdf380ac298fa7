"""Reads of a branch's own work: its months, what is open, one record with its right to be seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.http import Http404

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.basics import clock, quarters
from branches.org.models import Branch
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.models import Attachment, Record, Submission
from indexmetrics.evidence.month_tree import MonthPage
from indexmetrics.evidence.months import due_day, month_page, month_state
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable

__all__ = ["MonthRow", "attachment_for", "month_page", "own_months", "record_for", "reporting_month", "todo_for"]


@dataclass(frozen=True)
class MonthRow:
    """One month of one branch in a list."""

    branch: Branch
    quarter: Quarter
    month: str
    state: str
    due: date
    records: int
    returned: int
    drafts: int
    is_submitted: bool

    @property
    def days_left(self) -> int:
        """Days until the due day; negative when it is past."""
        return (self.due - clock.today()).days


def own_months(user: User, count: int = 2) -> list[MonthRow]:
    """The months of the newest quarters for the user's branches, newest first; four queries."""
    branches = user.own_branches
    found = list(Quarter.objects.select_related("scheme").order_by("-code")[:count])
    if not branches or not found:
        return []
    scope = Q(branch__in=branches, quarter__in=found)
    by_month: dict[tuple, list[str]] = {}
    for branch_id, month, state in Record.objects.filter(scope).values_list("branch_id", "month", "state"):
        by_month.setdefault((branch_id, month), []).append(state)
    submissions = {(row.branch_id, row.month): row for row in Submission.objects.filter(scope)}
    days, rows = exceptions(), []
    for quarter in found:
        due = timetable(quarter, days).months
        for month in reversed(quarters.months_of(quarter.code)):
            for branch in branches:
                key = (branch.pk, month)
                rows.append(_month_row(branch, quarter, month, due[month], submissions.get(key), by_month.get(key, [])))
    return rows


def _month_row(branch, quarter, month, due, submission, found: list[str]) -> MonthRow:
    return MonthRow(
        branch=branch, quarter=quarter, month=month, due=due_day(due, submission),
        state=month_state(month, submission, found), is_submitted=bool(submission and submission.submitted_at),
        records=sum(state != states.VOID for state in found), returned=found.count(states.RETURNED),
        drafts=found.count(states.DRAFT),
    )


def reporting_month(rows: list[MonthRow]) -> MonthRow | None:
    """The month that wants attention first: one with returns, then the oldest begun and not submitted."""
    begun = [row for row in rows if quarters.parse_month(row.month).first_day <= clock.today()]
    writable = [row for row in begun if row.quarter.state == Quarter.State.OPEN]
    returned = [row for row in begun if row.returned]
    waiting = [row for row in writable if not row.is_submitted]
    newest = begun[:1]
    return next(iter(returned[-1:] + waiting[-1:] + newest), None)


@dataclass(frozen=True)
class Todo:
    """What a secretary has to do, for the home page."""

    pages: list[MonthPage]

    @property
    def returned(self) -> list:
        """What came back, of all his branches; first on every list."""
        return [(page, line) for page in self.pages for line in page.returned]

    @property
    def open_count(self) -> int:
        """Indicators that still want something."""
        return sum(len(page.open_lines) for page in self.pages)

    @property
    def is_done(self) -> bool:
        """Nothing to do: everything submitted, nothing came back."""
        return all(page.all_done for page in self.pages)


def todo_for(user: User) -> Todo:
    """The months that want attention now, returned ones first, one page for each branch's month."""
    rows = own_months(user)
    wanted = []
    for branch in user.own_branches:
        mine = [row for row in rows if row.branch == branch]
        first = reporting_month(mine)
        chosen = {row.month: row for row in mine if row.returned}
        if first:
            chosen[first.month] = first
        wanted += sorted(chosen.values(), key=lambda row: (-row.returned, row.month))
    return Todo([month_page(row.branch, row.quarter, row.month) for row in wanted])


def record_for(user: User, pk: int) -> Record:
    """A record with all that its page shows, or 404 when the user may not see it."""
    record = (
        Record.objects.select_related("branch", "quarter__scheme", "submitted_by", "recorded_by")
        .prefetch_related("tags", "files", "decisions__decided_by").filter(within_reach(user), pk=pk).first()
    )
    if record is None or not may_see(user, record):
        raise Http404
    return record


def may_ask(user: User, record: Record) -> bool:
    """May this accepted record be asked for again now? One request at a time."""
    return rights.can(user, "ask_reopening", record) and not record.reopenings.filter(closed_at=None).exists()


def attachment_for(user: User, pk: int) -> Attachment:
    """A file beside a record that the user may see, or 404."""
    found = (
        Attachment.objects.select_related("record__branch", "record__quarter__scheme")
        .prefetch_related("record__tags").filter(within_reach(user, "record__"), pk=pk, removed_at=None).first()
    )
    if found is None or not may_see(user, found.record):
        raise Http404
    return found


def deleted_at(files: Iterable[int]) -> dict[int, datetime]:
    """Which of these files were deleted at the end of their time, and when."""
    return dict(Attachment.objects.filter(pk__in=files).exclude(expired_at=None).values_list("pk", "expired_at"))


def within_reach(user: User, prefix: str = "") -> Q:
    """What `may_see` may allow, as a condition of the one read: a foreign thing costs as much as a missing one."""
    def covered(*permissions: Permission) -> Q:
        ids = reach(user, *permissions)
        return Q(**{f"{prefix}branch__isnull": False}) if ids is None else Q(**{f"{prefix}branch__in": ids})

    others = covered(Permission.EVIDENCE_READ_ALL, Permission.DISCIPLINE_ENTER)
    return covered(Permission.EVIDENCE_RECORD) | others & ~Q(**{f"{prefix}state": states.DRAFT})


def may_see(user: User, record: Record) -> bool:
    """The own branch always; others only once handed over: reviewers, committee, discipline office in its own."""
    if allows(user, Permission.EVIDENCE_RECORD, record.branch):
        return True
    if record.state == states.DRAFT:
        return False
    if allows(user, Permission.EVIDENCE_READ_ALL, record.branch):
        return True
    return bool(rights.is_disciplines(user, record))
