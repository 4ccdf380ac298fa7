"""What a branch changed since a reviewer decided: old beside new, field by field, file by file."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indexmetrics.evidence.describing import described
from indexmetrics.evidence.models import Decision, Record
from indexmetrics.rulebook.outline import Outline

LOOKS = (Decision.Verdict.RETURNED, Decision.Verdict.ACCEPTED)


@dataclass(frozen=True)
class Change:
    """One field that reads differently now; an empty side was not there."""

    name: str
    label: str
    old: str
    new: str


def last_look(record: Record) -> Decision | None:
    """The last decision that says what it decided on; decisions must be fetched beforehand."""
    told = [row for row in record.decisions.all() if row.content is not None and row.verdict in LOOKS]
    return told[-1] if told else None


def changes_of(outline: Outline, record: Record) -> list[Change]:
    """The differences between the last decision and now, in the order of the record's own fields."""
    look = last_look(record)
    if look is None or record.expired_at or look.content_hash == record.content_hash():
        return []
    before = {fact.name: fact for fact in described(outline, _as_it_was(record, look.content))}
    now = {fact.name: fact for fact in described(outline, record)}
    found = [
        Change(name, (now.get(name) or before[name]).label, _text(before, name), _text(now, name))
        for name in dict.fromkeys([*now, *before]) if _text(before, name) != _text(now, name)
    ]
    return [*found, *_tags(record, look.content), *_files(record, look.content)]


def is_changed(record: Record) -> bool:
    """Does the record differ from what was last decided on? Older decisions know only the hash."""
    last = next((row for row in reversed(record.decisions.all()) if row.verdict in LOOKS), None)
    return last is not None and record.expired_at is None and last.content_hash != record.content_hash()


def is_void_now(record: Record) -> bool:
    """Was it accepted once, and does it say something else since? That acceptance no longer counts."""
    last = next((row for row in reversed(record.decisions.all()) if row.verdict == Decision.Verdict.ACCEPTED), None)
    return record.state == "submitted" and last is not None and last.content_hash != record.content_hash()


def _as_it_was(record: Record, content: dict) -> Record:
    """A record in memory that says what the decision saw."""
    day = content.get("date")
    return Record(
        kind=content["kind"], indicator=content["indicator"], part=content["part"], month=content["month"],
        date=date.fromisoformat(day) if day else None, title=content["title"], data=content["data"],
        branch=record.branch, quarter=record.quarter,
    )


def _text(facts: dict, name: str) -> str:
    return facts[name].text if name in facts else ""


def _tags(record: Record, content: dict) -> list[Change]:
    old, new = content["tags"], sorted(tag.indicator for tag in record.tags.all())
    return [Change("tags", _("Counts for"), ", ".join(old), ", ".join(new))] if old != new else []


def _files(record: Record, content: dict) -> list[Change]:
    """Files that went and files that came; names are kept of removed ones too."""
    names = {file.sha256: file.name for file in record.files.all()}
    now = {file.sha256 for file in record.files.all() if not file.removed_at}
    before = set(content["files"])
    gone = [Change("files", _("File removed"), names.get(sha, sha[:12]), "") for sha in sorted(before - now)]
    return gone + [Change("files", _("File added"), "", names[sha]) for sha in sorted(now - before)]
