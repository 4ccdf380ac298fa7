"""What each role sees first: counts of what waits for it."""


from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.states import ARCHIVED, PUBLISHED
from indexmetrics.review.queries import in_scope, waiting_for
from scoring.appeals.models import Appeal
from scoring.boards.models import Edition
from scoring.rectify.models import Notice
from scoring.verdicts.models import Verdict


def waiting_counts(user: User) -> dict:
    """What waits for this user's office: records, branches, requests, vetoes, notices past their day."""
    return {
        **_waiting_records(user),
        "appeals": Appeal.objects.waiting().count(), "vetoes": Verdict.objects.awaiting().count(),
        "overdue": Notice.objects.overdue(clock.today()).count(),
    }


def _waiting_records(user: User) -> dict:
    """As many as the page of the queue lists: all but the own branch's, or the office's own indicators."""
    waiting = waiting_for(user)
    if allows(user, Permission.EVIDENCE_REVIEW):
        return {"records": waiting.count(), "branches": waiting.order_by().values("branch").distinct().count()}
    found = in_scope(user, waiting, {row.pk: row for row in Quarter.objects.select_related("scheme")})
    return {"records": len(found), "branches": len({record.branch_id for record in found})}


def quarters_in_hand() -> list[Quarter]:
    """Quarters that are not yet published, oldest first."""
    return list(Quarter.objects.select_related("scheme").exclude(state__in=(PUBLISHED, ARCHIVED)).order_by("code"))


def installation() -> dict:
    """For the administrator: accounts, branches, quarters, editions; four queries."""
    return {
        "users": User.objects.filter(is_active=True).count(), "branches": Branch.objects.filter(closed_on=None).count(),
        "editions": Edition.objects.count(), "quarters": list(Quarter.objects.select_related("scheme")[:8]),
    }


