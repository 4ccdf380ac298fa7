"""Reads of the trail."""

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import QuerySet

from branches.audit.chain import digest_of
from branches.audit.models import ChainHead, Event


def history_of(subject: str, subject_id: str) -> QuerySet[Event]:
    """What happened to one thing, oldest first, in one query."""
    return Event.objects.filter(subject=subject, subject_id=subject_id).order_by("number")


def head_digest() -> str:
    """The digest of the newest event, printed on every edition, workbook and backup."""
    return ChainHead.objects.values_list("digest", flat=True).first() or "0" * 64


def first_broken() -> str | None:
    """Walk the whole chain; the first broken item in words, or None when it is whole."""
    previous, expected = "0" * 64, 0
    for event in _all_events():
        expected += 1
        if event.number != expected:
            return f"event {expected}: missing"
        if digest_of(event, previous) != event.digest:
            return f"event {event.number}: content changed"
        previous = event.digest
    head = ChainHead.objects.first()
    if head and (head.number, head.digest) != (expected, previous):
        return f"event {expected + 1}: missing (the chain head says {head.number})"
    return None


def tail_is_whole(newest: int = 200) -> bool:
    """Do the newest events and the chain head hang together? A glance; `first_broken` walks it all."""
    head = ChainHead.objects.first() or ChainHead()
    events = list(Event.objects.order_by("-number")[: newest + 1])[::-1]
    for before, event in pairwise(events):
        if event.number != before.number + 1 or digest_of(event, before.digest) != event.digest:
            return False
    last = events[-1] if events else Event(number=0, digest="0" * 64)
    return (head.number, head.digest) == (last.number, last.digest)


def _all_events() -> Iterator[Event]:
    return Event.objects.order_by("number").iterator(chunk_size=2000)
