"""One moment of the database: read as of it, and say later whether anything happened since."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet

from branches.audit.kinds import EventKind
from branches.audit.models import ChainHead, Event
from branches.audit.operations import KINDS, Operation

LOOKED = (*KINDS[Operation.SIGN_IN], *KINDS[Operation.QUERY])


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as of one moment while others go on writing; inside a transaction its view is the moment."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # A plain BEGIN reads a snapshot of the write-ahead log; the usual IMMEDIATE would stop writers.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def newest_number() -> int:
    """The number of the last act on record."""
    return ChainHead.objects.values_list("number", flat=True).first() or 0


def acts_since(number: int, *, apart: tuple[EventKind, ...] = ()) -> QuerySet[Event]:
    """What was done after the act of that number, without what only looked and the kinds set apart.

    Every act is on record in its own transaction, so none means that nothing changed. Called inside a transaction
    no other act is recorded before it ends.
    """
    ChainHead.objects.select_for_update().first()
    return Event.objects.filter(number__gt=number).exclude(kind__in=(*LOOKED, *apart))
