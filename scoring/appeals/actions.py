"""Verbs of review requests: lodged → upheld or rejected."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from branches.access.allow import allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from branches.org.models import Branch
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.appeals.queries import decided_first, is_about_veto
from scoring.appeals.window import window_end


@transaction.atomic
def lodge(*, branch: Branch, quarter: Quarter, about: str, text: str, by: User, old_points: str = "") -> Appeal:
    """Ask for a second look at one point, inside the window after the preliminary result."""
    if not is_own(by, branch):
        raise Forbidden("role", _("Only the branch's own secretary asks for a review."))
    if quarter.state != states.PRELIMINARY or clock.today() > window_end(quarter):
        raise OutOfStep("window", _("The window for review requests is closed."))
    if not text.strip():
        raise Refused("text", _("Please say what should be looked at again, and why."))
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                branch=branch, quarter=quarter, about=about, text=text, old_points=old_points,
                lodged_at=clock.now(), lodged_by=by,
            )
    except IntegrityError as error:
        raise OutOfStep("round", _("A review of this point was already requested.")) from error
    _audit(EventKind.APPEAL_LODGED, appeal, by, after={"about": about})
    return appeal


@transaction.atomic
def answer(*, appeal: Appeal, upheld: bool, text: str, by: User, new_points: str = "") -> Appeal:
    """Answer a request; a person other than the one who first decided, for vetoes the committee."""
    right = Permission.VERDICT_CONFIRM if is_about_veto(appeal) else Permission.APPEAL_ANSWER
    granted = allows(by, right, appeal.branch)
    if not granted:
        raise Forbidden("role", granted.reason)
    if is_own(by, appeal.branch) or decided_first(by, appeal):
        raise Forbidden("own", _("Somebody other than the first reviewer must answer."))
    if not text.strip():
        raise Refused("answer", _("Please give the reason; the branch will read it."))
    state = Appeal.State.UPHELD if upheld else Appeal.State.REJECTED
    if not Appeal.objects.waiting().filter(pk=appeal.pk).update(
        state=state, answer=text, new_points=new_points, answered_at=clock.now(), answered_by=by,
    ):
        raise OutOfStep("appeal", _("This request was answered meanwhile."))
    appeal.refresh_from_db()
    _audit(EventKind.APPEAL_ANSWERED, appeal, by, reason=text, after={"state": state})
    return appeal


def _audit(kind: EventKind, appeal: Appeal, by: User, **what) -> None:
    audit(kind, by=by, subject=appeal, branch=appeal.branch.code, period=appeal.quarter.code, **what)
