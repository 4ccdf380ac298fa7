"""What each role sees first: counts of what waits for it."""

from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.periods import workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions
from indexmetrics.periods.states import ARCHIVED, PUBLISHED
from indexmetrics.review.queries import in_scope, waiting_for
from scoring.appeals.models import Appeal
from scoring.boards.models import Edition
from scoring.rectify.models import Notice
from scoring.runs.near_line import near_lines
from scoring.runs.panels import HELD_BACK
from scoring.runs.queries import shown_run
from scoring.verdicts.models import Verdict


def waiting_counts(user: User) -> dict:
    """What waits for this user's office: records, branches, requests, vetoes, notices past their day."""
    return {
        **_waiting_records(user),
        "appeals": Appeal.objects.waiting().count(), "vetoes": Verdict.objects.awaiting().count(),
        "overdue": Notice.objects.overdue(clock.today()).count(),
    }


def _waiting_records(user: User) -> dict:
    """As many as the page of the queue lists, how long the oldest waits, and who stands near a line."""
    waiting = waiting_for(user)
    if reach(user, Permission.EVIDENCE_REVIEW) is not None:
        found = in_scope(user, waiting, {row.pk: row for row in Quarter.objects.select_related("scheme")})
        return {"records": len(found), "branches": len({record.branch_id for record in found})}
    oldest = waiting.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    return {
        "records": waiting.count(), "branches": waiting.order_by().values("branch").distinct().count(),
        "days": workdays.between(clock.local(oldest).date(), clock.today(), exceptions()) if oldest else None,
        "near": _near_a_line(user),
    }


def _near_a_line(user: User) -> int | None:
    """Branches within half a point of a colour line, by the last computation of the quarter in hand."""
    quarter = Quarter.objects.select_related("scheme").filter(state__in=HELD_BACK).order_by("-code").first()
    run = shown_run(quarter) if quarter else None
    if run is None:
        return None
    own = {branch.code for branch in user.own_branches}
    return len({near.code for near in near_lines(quarter, run)} - own)


def quarters_in_hand() -> list[Quarter]:
    """Quarters that are not yet published, oldest first."""
    return list(Quarter.objects.select_related("scheme").exclude(state__in=(PUBLISHED, ARCHIVED)).order_by("code"))


def installation() -> dict:
    """For the administrator: accounts, branches, quarters, editions, the last backup; five queries."""
    backups = Event.objects.filter(subject="backup", kind=EventKind.BACKUP_MADE).order_by("-number")
    return {
        "backup": backups.values_list("at", flat=True).first(),
        "users": User.objects.filter(is_active=True).count(), "branches": Branch.objects.filter(closed_on=None).count(),
        "editions": Edition.objects.count(), "quarters": list(Quarter.objects.select_related("scheme")[:8]),
    }


