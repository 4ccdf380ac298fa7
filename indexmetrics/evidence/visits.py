"""What a secretary finds changed: since his last visit, and when he took the branch over from somebody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from branches.access.models import Assignment, User
from branches.access.roles import Role
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.org.models import Branch

# What others do to a branch's records and months; nothing of other offices' registers.
TOLD = (
    EventKind.EVIDENCE_ACCEPTED, EventKind.EVIDENCE_RETURNED, EventKind.EVIDENCE_VOIDED, EventKind.EVIDENCE_UNDONE,
    EventKind.EVIDENCE_RULED, EventKind.EVIDENCE_UNRULED, EventKind.EVIDENCE_REOPEN_GRANTED,
    EventKind.EVIDENCE_REOPEN_DECLINED, EventKind.MONTH_REMINDED, EventKind.MONTH_EXTENDED, EventKind.MONTH_WAIVED,
)
TOLD_FOR = timedelta(days=30)  # how long a hand-over is spoken of


@dataclass(frozen=True)
class News:
    """Since when, and how often which kind of act."""

    since: datetime
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class HandOver:
    """Since when the post is held, and who held it before."""

    since: date
    before: str


def news_since_last_visit(user: User, branch: Branch) -> News | None:
    """What others did to the branch since the sign-in before this one; two queries by index."""
    visits = list(Event.objects.filter(
        kind=EventKind.ACCESS_LOGIN, subject="user", subject_id=str(user.pk)).order_by("-number")[:2])
    if len(visits) < 2:
        return None
    kinds = Event.objects.filter(
        branch_code=branch.code, number__gt=visits[1].number, kind__in=TOLD,
    ).exclude(by_name=user.username).values_list("kind", flat=True)
    counts = Counter(kinds)
    return News(visits[1].at, [(str(kind.label), counts[kind]) for kind in TOLD if counts[kind]])


def hand_over_to(user: User, branch: Branch) -> HandOver | None:
    """Did he take the branch over in the last days? One query then, none otherwise."""
    post = next((post for post in user.posts_now if post.role == Role.SECRETARY and post.branch_id == branch.pk), None)
    if post is None or clock.today() - post.since > TOLD_FOR:
        return None
    before = Assignment.objects.filter(
        role=Role.SECRETARY, branch=branch, since__lte=post.since,
    ).exclude(user=user).select_related("user").order_by("-since").first()
    return HandOver(post.since, str(before.user)) if before else None
