"""The daily duties: each yields one line for what it did, and nothing when nothing was due."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from branches.access.models import Receipt
from branches.basics import clock
from indexmetrics.periods import states
from indexmetrics.periods.actions import move
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import timetable

RECEIPTS_KEPT = timedelta(days=30)


def freeze_quarters() -> Iterator[str]:
    """Quarters whose day of freezing has passed to its end; a deadline is that day's 24:00."""
    for quarter in Quarter.objects.filter(state=states.OPEN).select_related("scheme").order_by("code"):
        last = timetable(quarter).frozen
        if clock.today() > last:
            move(quarter=quarter, to=states.FROZEN, by=None)
            yield _("%(quarter)s frozen; its last day was %(day)s") % {"quarter": quarter.code, "day": last.isoformat()}


def forget_receipts() -> Iterator[str]:
    """Answers kept for repeated writes, once nobody can repeat them any more."""
    count, _rows = Receipt.objects.filter(at__lt=clock.now() - RECEIPTS_KEPT).delete()
    if count:
        yield _("%(count)d old receipts forgotten") % {"count": count}


def forget_sessions() -> Iterator[str]:
    """Sessions that have run out."""
    count, _rows = Session.objects.filter(expire_date__lt=clock.now()).delete()
    if count:
        yield _("%(count)d ended sessions forgotten") % {"count": count}


DUTIES: tuple[Callable[[], Iterator[str]], ...] = (freeze_quarters, forget_receipts, forget_sessions)
