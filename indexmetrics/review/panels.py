"""What the home page borrows from entry and review: reminders, requests to correct, their answers."""

from datetime import timedelta

from django.db.models import Q
from django.template.loader import render_to_string

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.review.queries import reopenings_for
from indexmetrics.review.reminders import reminders_for

SHOWN_FOR = timedelta(days=7)  # an answer that needs nothing more


def home_notices(*, user: User) -> str:
    """Notices of this user's branches and of what waits for his answer; "" when there is nothing."""
    decides = allows(user, Permission.EVIDENCE_REVIEW) or allows(user, Permission.DISCIPLINE_ENTER)
    context = {
        "asked": len(reopenings_for(user)) if decides else 0,
        "answers": list(_answers(user)) if user.own_branches else [], "reminders": reminders_for(user),
    }
    return render_to_string("indexmetrics/review/home.html", context) if any(context.values()) else ""


def _answers(user: User):
    """Reopened records still to be corrected, and what was declined in the last days."""
    declined = Q(is_granted=False, decided_at__gte=clock.now() - SHOWN_FOR)
    running = Q(is_granted=True, closed_at=None)
    return Reopening.objects.filter(running | declined, record__branch__in=user.own_branches).select_related(
        "record__branch", "decided_by")
