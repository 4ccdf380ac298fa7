"""Verbs at the end of the time for which things are kept: evidence, drafts nobody sent, texts nobody saved.

Rows go here, in one transaction with their event; the caller then deletes the files that no row names any more
(`leftovers.erase`). A crash in between leaves files that belong to nothing, and those are swept every day.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence import states
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.evidence.remains import remains_hash, without_texts
from indexmetrics.evidence.scratch import Scratch


@dataclass(frozen=True)
class Deleted:
    """How much went: records, files and their bytes; the places of the files in the store."""

    records: int
    files: int
    size: int
    paths: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """As the trail tells it."""
        return {"records": self.records, "files": self.files, "bytes": self.size}


@transaction.atomic
def expire_month(*, branch: Branch, month: str, by: User | None) -> Deleted:
    """Take texts and files of a branch's month away; numbers, hashes and decisions stay.

    The event carries one hash over all that is left, so that nobody can use a deletion to change it.
    """
    moment = clock.now()
    records = list(Record.objects.select_for_update(of=("self",)).filter(branch=branch, month=month, expired_at=None)
                   .select_related("quarter__scheme").order_by("pk"))
    if not records:
        return Deleted(0, 0, 0, ())
    for record in records:
        record.data, record.title = without_texts(record.quarter.scheme.outline, record), ""
        record.hold_note = record.return_reason = ""
        record.expired_at, record.version = moment, record.version + 1
    Record.objects.bulk_update(
        records, ["data", "title", "hold_note", "return_reason", "expired_at", "version"], batch_size=100)
    gone = _take_files(Attachment.objects.in_store().filter(record__in=records), len(records))
    Attachment.objects.in_store().filter(record__in=records).update(name="", expired_at=moment)
    left = Record.objects.filter(branch=branch, month=month, expired_at=moment).prefetch_related("tags", "files")
    audit(EventKind.RETENTION_EVIDENCE, by=by, subject=branch, branch=branch.code, period=month, at=moment,
          after={**gone.counts, "hash": remains_hash(left)})
    return gone


@transaction.atomic
def delete_drafts(*, branch: Branch, month: str, drafts: Iterable[int], by: User | None) -> Deleted:
    """Delete drafts of a branch's month that were never handed over, with their files; the trail tells how many."""
    records = Record.objects.select_for_update(of=("self",)).filter(
        pk__in=list(drafts), branch=branch, month=month, state=states.DRAFT, submitted_at=None)
    keys = list(records.values_list("pk", flat=True))
    if not keys:
        return Deleted(0, 0, 0, ())
    files = Attachment.objects.filter(record__in=keys)
    gone = _take_files(files, len(keys))
    files.delete()
    Record.objects.filter(pk__in=keys).delete()
    audit(EventKind.RETENTION_DRAFTS, by=by, subject=branch, branch=branch.code, period=month, after=gone.counts)
    return gone


@transaction.atomic
def delete_scratch(*, texts: Iterable[int], by: User | None) -> int:
    """Delete unsaved texts; how many there were."""
    count = Scratch.objects.filter(pk__in=list(texts)).delete()[0]
    if count:
        audit(EventKind.RETENTION_TEXTS, by=by, subject="scratch", after={"count": count})
    return count


def _take_files(files, records: int) -> Deleted:
    rows = list(files.values_list("path", "size"))
    return Deleted(records, len(rows), sum(size for _path, size in rows), tuple({path for path, _size in rows}))
