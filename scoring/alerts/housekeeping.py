"""What need not be kept: answers for repeated writes, sessions that have run out."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from branches.access.models import Receipt
from branches.access.sessions import forget_ended
from branches.basics import clock

RECEIPTS_KEPT = timedelta(days=30)


def forget_receipts() -> int:
    """Delete answers that nobody can ask for again; how many there were."""
    return Receipt.objects.filter(at__lt=clock.now() - RECEIPTS_KEPT).delete()[0]


def forget_sessions() -> int:
    """Delete sessions that have run out; how many there were."""
    gone = Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
    forget_ended()
    return gone
