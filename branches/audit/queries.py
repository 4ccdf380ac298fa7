"""Reads of the trail."""

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import QuerySet

from branches.audit.chain import FIELDS, digest_of, digest_of_values
from branches.audit.keys import known_keys, present_mark
from branches.audit.kinds import EventKind
from branches.audit.models import ChainHead, Event

NUMBER, KIND, AFTER = (FIELDS.index(name) for name in ("number", "kind", "after"))


def history_of(subject: str, subject_id: str) -> QuerySet[Event]:
    """What happened to one thing, oldest first, in one query."""
    return Event.objects.filter(subject=subject, subject_id=subject_id).order_by("number")


def head_digest() -> str:
    """The digest of the newest event, printed on every edition, workbook and backup."""
    return ChainHead.objects.values_list("digest", flat=True).first() or "0" * 64


def first_broken() -> str | None:
    """Walk the whole chain; the first broken item in words, or None when it is whole."""
    head, keys = ChainHead.objects.first(), known_keys()
    mark = _first_mark(head)
    previous, expected = "0" * 64, 0
    for digest, at, *values in _all_events():
        expected += 1
        if values[NUMBER] != expected:
            return f"event {expected}: missing"
        if mark not in keys:
            return f"event {expected}: the key {mark} that signed it is not among AUDIT_KEY and AUDIT_KEY_FALLBACKS"
        if digest_of_values(values, at, previous, keys[mark]) != digest:
            return f"event {expected}: content changed"
        if values[KIND] == EventKind.AUDIT_REKEYED:
            mark = values[AFTER]["key"]
        previous = digest
    head = head or ChainHead()  # without its row the trail must be empty
    if (head.number, head.digest) != (expected, previous):
        return f"event {expected + 1}: missing (the chain head says {head.number})"
    return None


def tail_is_whole(newest: int = 200) -> bool:
    """Do the newest events and the chain head hang together? A glance; `first_broken` walks it all."""
    head, keys = ChainHead.objects.first() or ChainHead(), known_keys()
    events = list(Event.objects.order_by("-number")[: newest + 1])
    mark = head.key_mark or present_mark()
    for event, before in pairwise(events):
        if event.kind == EventKind.AUDIT_REKEYED:
            mark = (event.before or {}).get("key")
        if event.number != before.number + 1 or digest_of(event, before.digest, keys.get(mark, "")) != event.digest:
            return False
    last = events[0] if events else Event(number=0, digest="0" * 64)
    return (head.number, head.digest) == (last.number, last.digest)


def _first_mark(head: ChainHead | None) -> str:
    """The mark of the key that the trail began with."""
    change = Event.objects.filter(subject="audit_key").order_by("number").first()
    if change is not None:
        return str((change.before or {}).get("key"))
    return (head and head.key_mark) or present_mark()


def _all_events() -> Iterator[tuple]:
    """Values, not objects: a trail of millions is walked in half the time."""
    return Event.objects.order_by("number").values_list("digest", "at", *FIELDS).iterator(chunk_size=2000)
