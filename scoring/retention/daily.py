"""What is deleted today, unit by unit; each is whole or not at all, so a run may be broken off and repeated."""

from collections.abc import Iterator

from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.access.models import User
from indexmetrics.evidence.actions_retention import Deleted, delete_drafts, delete_scratch
from indexmetrics.evidence.leftovers import erase
from indexmetrics.imports.actions_retention import empty_tables
from indexmetrics.imports.queries import old_tables
from scoring.retention import periods
from scoring.retention.actions import announce, delete_month
from scoring.retention.plan import Batch, batches, old_drafts, old_texts


def carry_out(*, by: User | None) -> Iterator[str]:
    """Announce, then delete what is due; a line for each thing done, nothing when nothing is due."""
    went = [*_drafts(by), *_texts(by)]
    yield from went
    for batch in batches():
        if batch.announced is None:
            announce(batch=batch, by=by)
            yield _("%(quarter)s: deletion of its evidence announced for %(day)s") % {
                "quarter": batch.quarter.code, "day": batch.goes_on.isoformat()}
        elif batch.is_due and batch.months:
            yield _evidence(batch, by)
            went.append(batch.quarter.code)
    if went:
        _overwrite()


def _drafts(by: User | None) -> Iterator[str]:
    done = []
    for month in old_drafts():
        gone = delete_drafts(branch=month.branch, month=month.month, drafts=month.drafts, by=by)
        erase(gone.paths)
        done.append(gone)
    if done:
        yield _("drafts never handed over: %(what)s deleted") % {"what": counted(done)}


def _texts(by: User | None) -> Iterator[str]:
    count = delete_scratch(texts=old_texts(), by=by)
    if count:
        yield _("%(count)d unsaved texts deleted") % {"count": count}
    count = empty_tables(tables=old_tables(periods.tables_before()), by=by)
    if count:
        yield _("contents of %(count)d import tables deleted") % {"count": count}


def _evidence(batch: Batch, by: User | None) -> str:
    done = []
    for month in batch.months:
        gone = delete_month(branch=month.branch, month=month.month, quarter=batch.quarter, by=by)
        if gone:
            erase(gone.paths)
            done.append(gone)
    return _("%(quarter)s: its time is over; texts and files of %(what)s deleted") % {
        "quarter": batch.quarter.code, "what": counted(done)}


def counted(parts: list[Deleted]) -> str:
    """Records, files and bytes in words; anything with these three counts."""
    records, files = sum(one.records for one in parts), sum(one.files for one in parts)
    return _("%(records)s with %(files)s (%(size)s)") % {
        "records": ngettext("%(n)d record", "%(n)d records", records) % {"n": records},
        "files": ngettext("%(n)d file", "%(n)d files", files) % {"n": files},
        "size": size_of(sum(one.size for one in parts))}


def size_of(count: int) -> str:
    """Bytes as people read them, with a blank that every terminal shows."""
    return filesizeformat(count).replace("\xa0", " ")


def _overwrite() -> None:
    """SQLite overwrites what is deleted; its write-ahead log still holds it until it is written back and cut."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
