"""The verb of the page of periods: one step of a quarter, with its right and its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.basics.refusals import Forbidden, OutOfStep
from indexmetrics.periods import states
from indexmetrics.periods.actions import move
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.steps import is_allowed


@transaction.atomic
def step(*, quarter: Quarter, to: str, by: User, reason: str = "") -> Quarter:
    """Freeze, archive, or go one step back; back is a second person's word, with a reason."""
    if to not in states.ORDER or not states.may_move(quarter.state, to):
        raise OutOfStep("period", _("This step does not exist from here; somebody else may have been faster."))
    if not is_allowed(quarter, to, by):
        raise Forbidden("role", _("Your post does not include this."))
    if states.is_back(quarter.state, to) and quarter.moved_by_id == by.pk:
        raise Forbidden("second", _("Whoever moved the quarter here cannot take it back; a second person does."))
    return move(quarter=quarter, to=to, by=by, reason=reason.strip())
