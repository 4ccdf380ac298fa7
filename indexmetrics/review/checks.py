"""Checks that a machine can make before a person looks; they warn and never decide."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indexmetrics.evidence import states
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.review.changes import is_changed
from indexmetrics.rulebook.outline import Outline

SHORT_TITLE = 4


@dataclass(frozen=True)
class Hint:
    """One thing worth a look."""

    code: str
    text: str


def hints_for(
    outline: Outline, records: Iterable[Record], others: Iterable[Record] = (), *, covered: set[int] | None = None,
) -> dict[int, list[Hint]]:
    """Record → what to look at; one query for files that lie elsewhere too.

    `others` are records of the same branches that could be the same matter told twice; `covered` are
    the branches that the reader may know about (None: all), others stay without a name.
    """
    records = list(records)
    twins = defaultdict(set)
    for record in [*records, *others]:
        if not record.is_figure:
            twins[(record.branch_id, record.kind, record.date)].add(record.pk)
    used = _files_elsewhere(records, covered)
    found = {}
    for record in records:
        hints = list(_own(outline, record))
        if getattr(record, "was_returned", False) and not is_changed(record):
            hints.append(Hint("same", _("Sent again without a change.")))
        if len(twins.get((record.branch_id, record.kind, record.date), ())) > 1:
            hints.append(Hint("twin", _("Another record of the same kind bears the same day.")))
        if record.pk in used:
            hints.append(Hint("file", used[record.pk]))
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


def _files_elsewhere(records: list[Record], covered: set[int] | None) -> dict[int, str]:
    """Record → where a file of the same content lies too: another branch, another month, another record."""
    wanted = {file.sha256 for record in records for file in record.files.all() if file.removed_at is None}
    if not wanted:
        return {}
    places = defaultdict(list)
    seen = Attachment.objects.filter(sha256__in=wanted, removed_at=None).exclude(record__state=states.DRAFT)
    for row in seen.select_related("record__branch").order_by("record__month", "record_id"):
        places[row.sha256].append(row.record)
    found = {}
    for record in records:
        for file in record.files.all():
            others = [other for other in places[file.sha256] if other.pk != record.pk and file.removed_at is None]
            if others:
                found.setdefault(record.pk, _recycled(file.name, record, others, covered))
    return found


def _recycled(name: str, record: Record, others: list[Record], covered: set[int] | None) -> str:
    """One quiet sentence; a branch the reader does not cover stays unnamed."""
    places = dict.fromkeys(
        f"{other.branch.short_name} {other.month}"
        if covered is None or other.branch_id in covered or other.branch_id == record.branch_id else _("another branch")
        for other in others
    )
    return _("“%(name)s” is the same file as one of: %(places)s.") % {"name": name, "places": _("; ").join(places)}
