"""What refuses a computation before anything is computed: the post, the meeting, what stands in the way."""

from django.utils.translation import gettext as _

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from scoring.runs.hindrances import Hindrance


def require(by: User | None, permission: Permission) -> None:
    """The person's post includes it; the system itself needs none."""
    if by is not None:
        answer = allows(by, permission)
        if not answer:
            raise Forbidden("role", answer.reason)


def require_announceable(found: list[Hindrance], by: User | None, reason: str) -> None:
    """The branches may be shown the result of a quarter that has this in its way."""
    require(by, Permission.PERIOD_MOVE)
    waivers_of(found, reason)


def require_confirmable(found: list[Hindrance], by: User | None, meeting: str, reason: str) -> None:
    """The committee may confirm a quarter that has this in its way."""
    require(by, Permission.BOARD_CONFIRM)
    if not meeting.strip():
        raise Refused("meeting", _("The committee's meeting number is missing."))
    waivers_of(found, reason)


def waivers_of(found: list[Hindrance], reason: str) -> list[dict]:
    """What is in the way and passes with the reason; refuse when something hard is there, or something soft without a reason."""
    reason = reason.strip()
    hard = [row for row in found if not row.waivable]
    if hard or (found and not reason):
        raise OutOfStep("hindered", "\n".join(row.sentence for row in (hard or found)))
    return [{"code": row.code, "sentence": row.sentence, "reason": reason, "branches": row.branches} for row in found]
