"""The evidence behind facts as frozen copies: who recorded, submitted, decided, and which files."""

from collections.abc import Iterator, Sequence

from branches.basics import clock
from branches.org.queries import BranchOnDay
from indexmetrics.evidence.models import Decision, Record
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter

CHUNK = 200


def evidence_of(quarter: Quarter, branches: Sequence[BranchOnDay]) -> Iterator[dict[str, dict]]:
    """For each branch in order: source (`record:12`) → its copy; seven queries for 200 branches.

    A national edition holds millions of records, so they are read for a chunk of branches at a time.
    """
    for start in range(0, len(branches), CHUNK):
        chunk = branches[start:start + CHUNK]
        found = _chunk(quarter, chunk)
        yield from (found[branch.code] for branch in chunk)


def _chunk(quarter: Quarter, branches: Sequence[BranchOnDay]) -> dict[str, dict[str, dict]]:
    codes = {branch.id: branch.code for branch in branches}
    found: dict[str, dict[str, dict]] = {code: {} for code in codes.values()}
    records = Record.objects.filter(quarter=quarter, branch__in=codes).exclude(state=Record.State.DRAFT).select_related(
        "recorded_by", "submitted_by").prefetch_related("tags", "files", "decisions__decided_by")
    for record in records:
        found[codes[record.branch_id]][f"record:{record.pk}"] = copy_of(record)
    entries = RegisterEntry.objects.in_force().filter(quarter=quarter, branch__in=codes)
    for entry in entries.select_related("entered_by"):
        found[codes[entry.branch_id]][f"register:{entry.pk}"] = _entry(entry)
    for branch in branches:
        found[branch.code][f"system:{branch.code}"] = {
            "register": "branch", "vacancies": list(branch.vacancies), "term_overdue": branch.term_overdue,
            "groups": branch.groups,
        }
    return found


def copy_of(record: Record) -> dict:
    """One record as it stands, with its last decision."""
    decisions: list[Decision] = list(record.decisions.all())
    last = decisions[-1] if decisions else None
    return {
        "kind": record.kind, "indicator": record.indicator, "part": record.part, "title": record.title,
        "date": record.date.isoformat() if record.date else None, "month": record.month, "data": record.data,
        "tags": [tag.indicator for tag in record.tags.all()], "state": record.state, "late": record.is_late,
        "extra": record.is_extra, "recorded_by": _name(record.recorded_by), "recorded_at": _time(record.recorded_at),
        "submitted_by": _name(record.submitted_by), "submitted_at": _time(record.submitted_at),
        "decision": last.verdict if last else "", "decided_by": _name(last.decided_by) if last else "",
        "decided_at": _time(last.decided_at) if last else None, "reason": last.reason if last else "",
        "hash": last.content_hash if last else "",
        "files": [
            {"id": file.pk, "name": file.name, "size": file.size, "type": file.content_type, "sha256": file.sha256}
            for file in record.files.all() if file.removed_at is None
        ],
    }


def _entry(entry: RegisterEntry) -> dict:
    return {
        "register": entry.indicator, "indicator": entry.indicator, "part": entry.part, "key": entry.key,
        "value": f"{entry.value.normalize():f}", "month": entry.month, "document_number": entry.document_number,
        "note": entry.note, "entered_by": _name(entry.entered_by), "entered_at": _time(entry.entered_at),
    }


def _name(user) -> str:
    return user.name if user else ""


def _time(moment) -> str | None:
    return clock.local(moment).isoformat(timespec="seconds") if moment else None
