"""What a reviewer did a moment ago, kept in his session for ten seconds so that it can be taken back."""

import secrets

from django.utils.translation import gettext as _

from branches.basics import clock
from branches.basics.refusals import OutOfStep
from indexmetrics.review.undo import SHOWN

PLACE = "last_act"
ACCEPTED, RETURNED, RULED, HELD = "accepted", "returned", "ruled", "held"


def remember(request, kind: str, ids: list[int], name: str, back: str) -> None:
    """Keep it: what was done, to which rows, and where to return to."""
    request.session[PLACE] = {
        "kind": kind, "ids": ids, "name": name, "back": back, "at": clock.now().timestamp(),
        "token": secrets.token_hex(8),
    }


def last_act(request) -> dict | None:
    """The last act with the seconds that are left; None when there is none or they are over."""
    done = request.session.get(PLACE)
    if not done:
        return None
    left = SHOWN.total_seconds() - (clock.now().timestamp() - done["at"])
    return {**done, "left": int(left), "count": len(done["ids"])} if left > 0 else None


def taken_up(request) -> dict:
    """The act that a form asks to take back; another tab's newer act is not touched by mistake."""
    done = request.session.pop(PLACE, None)
    if not done or done["token"] != request.POST.get("token", ""):
        raise OutOfStep("undo", _("There is nothing to take back any more."))
    return done
