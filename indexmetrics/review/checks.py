"""Checks that a machine can make before a person looks; they warn and never decide."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.review.changes import is_changed
from indexmetrics.rulebook.outline import Outline

SHORT_TITLE = 4


@dataclass(frozen=True)
class Hint:
    """One thing worth a look."""

    code: str
    text: str


def hints_for(outline: Outline, records: Iterable[Record], others: Iterable[Record] = ()) -> dict[int, list[Hint]]:
    """Record → what to look at; one query for files that lie elsewhere too.

    `others` are records of the same branches that could be the same matter told twice.
    """
    records = list(records)
    twins = defaultdict(set)
    for record in [*records, *others]:
        if not record.is_figure:
            twins[(record.branch_id, record.kind, record.date)].add(record.pk)
    used = _files_elsewhere(records)
    found = {}
    for record in records:
        hints = list(_own(outline, record))
        if getattr(record, "was_returned", False) and not is_changed(record):
            hints.append(Hint("same", _("Sent again without a change.")))
        if len(twins.get((record.branch_id, record.kind, record.date), ())) > 1:
            hints.append(Hint("twin", _("Another record of the same kind bears the same day.")))
        if record.pk in used:
            hints.append(Hint("file", _("The same file lies beside another record: %(name)s.") % {"name": used[record.pk]}))
        found[record.pk] = hints
    return found


def _own(outline: Outline, record: Record):
    data, row = record.data, outline.event_kinds.get(record.kind)
    if record.is_late:
        yield Hint("late", _("Submitted after its deadline."))
    if row and "present" in row["fields"] and "present" not in data:
        yield Hint("present", _("The number present is missing."))
    if row and "title" in row["fields"] and len(record.title) < SHORT_TITLE:
        yield Hint("title", _("The subject is very short."))
    if data.get("due") and data.get("present") == 0:
        yield Hint("empty", _("Nobody was present."))


def _files_elsewhere(records: list[Record]) -> dict[int, str]:
    """Records whose file has the same content as a file beside another record."""
    mine = defaultdict(list)
    for record in records:
        for file in record.files.all():
            if file.removed_at is None:
                mine[file.sha256].append((record.pk, file.name))
    if not mine:
        return {}
    places = defaultdict(set)
    seen = Attachment.objects.filter(sha256__in=list(mine), removed_at=None)
    for sha256, record_id in seen.values_list("sha256", "record_id"):
        places[sha256].add(record_id)
    return {pk: name for sha256, ids in places.items() if len(ids) > 1 for pk, name in mine[sha256]}
