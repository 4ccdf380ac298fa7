"""What refuses a publication before anything is computed: the post, the reason of a correction, what stands in the way."""

from django.utils.translation import gettext as _

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter
from scoring.boards.models import Edition
from scoring.runs.hindrances import hindrances
from scoring.runs.leave import require_confirmable
from scoring.runs.models import Run


def takes_draft(quarter: Quarter, by: User | None, meeting: str, reason: str) -> bool:
    """Must a board be computed to publish it? Not where a confirmed one waits; what would be refused is refused here."""
    require_post(by)
    if awaiting(quarter, meeting):
        return False
    corrected_by(quarter, reason)
    require_open(quarter)
    require_confirmable(hindrances(quarter), by, meeting, reason)
    return True


def require_post(by: User | None) -> None:
    """Publishing is part of the person's post; the system itself needs none."""
    if by is not None and not allows(by, Permission.BOARD_PUBLISH):
        raise Forbidden("role", _("Your post does not include this."))


def require_open(quarter: Quarter) -> None:
    """The quarter is not archived."""
    if quarter.state == states.ARCHIVED:
        raise OutOfStep("period", _("The quarter is archived; nothing can be published any more."))


def corrected_by(quarter: Quarter, reason: str) -> Edition | None:
    """The edition that the next one corrects, which takes a reason."""
    before = Edition.objects.newest_of(quarter.code)
    if before is not None and not reason.strip():
        raise Refused("reason", _("Quarter %(code)s is published; another edition needs a reason.") % {
            "code": quarter.code})
    return before


def awaiting(quarter: Quarter, meeting: str) -> Run | None:
    """The confirmed run that waits to be published."""
    if quarter.state != states.CONFIRMED or meeting:
        return None
    return Run.objects.filter(quarter=quarter, kind=Run.Kind.FINAL, edition=None).first()
