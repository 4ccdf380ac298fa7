"""Verbs of quarters: open one, move it one allowed step."""

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock, quarters
from branches.basics.refusals import OutOfStep, Refused
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes.models import Scheme


@transaction.atomic
def open_quarter(*, code: str, scheme: Scheme, by: User | None) -> Quarter:
    """Open a quarter under a locked scheme; its rules stay until the quarter is archived."""
    quarters.parse(code)
    if scheme.state != Scheme.State.LOCKED:
        raise Refused("scheme", _("The scheme must be locked before a quarter can run under it."))
    if Quarter.objects.filter(code=code).exists():
        raise OutOfStep("open", _("Quarter %(code)s is already open.") % {"code": code})
    quarter = Quarter.objects.create(code=code, scheme=scheme, moved_at=clock.now(), moved_by=by)
    record(
        EventKind.PERIOD_OPENED, by=by, subject=quarter, period=code,
        after={"scheme": scheme.code, "version": scheme.version},
    )
    return quarter


@transaction.atomic
def move(*, quarter: Quarter, to: str, by: User | None, reason: str = "") -> Quarter:
    """Move one step of the table; a step back needs a reason."""
    old = quarter.state
    if not states.may_move(old, to):
        raise OutOfStep("period", _("The quarter cannot go from “%(old)s” to “%(new)s”.") % {
            "old": quarter.get_state_display(), "new": Quarter.State(to).label,
        })
    if states.is_back(old, to) and not reason:
        raise Refused("reason", _("Going back a step needs a reason."))
    moved = Quarter.objects.filter(pk=quarter.pk, state=old).update(
        state=to, moved_at=clock.now(), moved_by=by,
    )
    if not moved:
        raise OutOfStep("period", _("The quarter has been moved by somebody else meanwhile."))
    quarter.refresh_from_db(fields=["state", "moved_at", "moved_by"])
    record(
        EventKind.PERIOD_MOVED, by=by, subject=quarter, period=quarter.code, reason=reason,
        before={"state": old}, after={"state": to},
    )
    return quarter
