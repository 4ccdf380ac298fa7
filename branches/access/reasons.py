"""The reason that an act owes to those it concerns: given, and no longer than its column."""

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused

LONGEST = 300


def owed(reason: str, *, most: int = LONGEST) -> str:
    """The reason without outer blanks; Refused("reason") when it is empty or too long."""
    given = reason.strip()
    if not given:
        raise Refused("reason", _("Please give a reason; the branch will read it."))
    if len(given) > most:
        raise Refused("reason", _("The reason has %(count)d characters; please keep it to %(most)d.") % {
            "count": len(given), "most": most})
    return given
