"""What is left of evidence at the end of its time, and the one hash a month by which the trail knows it."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from indexmetrics.evidence.contents import COUNTS
from indexmetrics.evidence.models import Record
from indexmetrics.rulebook.outline import Outline

# Numbers, days, ticks and choices: what counts. Whatever else a form asks for is text that a person wrote.
COUNTING = frozenset({*COUNTS, "excused", "closed_on", "fully_collected", "ticked"})


def without_texts(outline: Outline, record: Record) -> dict:
    """The record's data without what a person wrote; it gives the same facts as before."""
    if record.is_figure:
        return record.data
    options = outline.event_kinds.get(record.kind, {}).get("options", [])
    kept = COUNTING | {option["code"] for option in options}
    return {name: value for name, value in record.data.items() if name in kept}


def remains_hash(records: Iterable[Record]) -> str:
    """One SHA-256 over what is left of some records and over the hashes of their files; 64 hex digits."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda one: one.pk):
        files = " ".join(f"{file.sha256}{'' if file.expired_at else '!'}" for file in sorted(record.files.all(), key=lambda one: one.pk))
        digest.update(f"{record.pk} {record.state} {record.content_hash()} {files}\n".encode())
    return digest.hexdigest()


def remains_by_month() -> Iterator[tuple[tuple[str, str, datetime], str]]:
    """(branch code, month, moment of the deletion) with the hash of what is left; three queries for 1,000 records."""
    expired = Record.objects.exclude(expired_at=None).select_related("branch").prefetch_related("tags", "files")
    ordered = expired.order_by("branch__code", "month", "expired_at", "pk").iterator(chunk_size=1000)
    for key, records in groupby(ordered, key=lambda one: (one.branch.code, one.month, one.expired_at)):
        yield key, remains_hash(records)
