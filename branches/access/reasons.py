"""The reason that an act owes to those it concerns: given, and no longer than its column."""

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused

LONGEST = 300


def owed(reason: str, *, most: int = LONGEST, ask: str = "") -> str:
    """The reason without outer blanks; Refused("reason") when it is empty or longer than `most` characters.

    `ask` is the sentence that asks for a missing one, where it is not simply the branch that reads it.
    """
    given = reason.strip()
    if not given:
        raise Refused("reason", ask or _("Please give a reason; the branch will read it."))
    if len(given) > most:
        raise Refused("reason", _("The reason has %(count)d characters; please keep it to %(most)d.") % {
            "count": len(given), "most": most})
    return given
