"""Proofs that nothing was changed behind the program's back: trail, editions, evidence files."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import first_broken
from indexmetrics.evidence.files import hash_of, stored_at
from indexmetrics.evidence.leftovers import leftovers
from indexmetrics.evidence.models import Attachment, Decision, Record
from indexmetrics.evidence.remains import remains_by_month
from scoring.boards import document
from scoring.boards.models import Edition
from scoring.boards.verifying import differences


def broken_trail() -> Iterator[str]:
    """The first break of the audit chain."""
    found = first_broken()
    if found:
        yield _("audit trail: %(what)s") % {"what": found}


def broken_editions() -> Iterator[str]:
    """Editions whose stored text is not what was published."""
    for edition in Edition.objects.order_by("quarter_code", "number"):
        texts = edition.cards.order_by("position").values_list("row_text", "trail_text")
        if document.content_sha256(edition.header_text, texts.iterator(chunk_size=500)) != edition.content_sha256:
            yield _("edition %(edition)s: the stored text is not what was published") % {"edition": edition}


def unanchored_editions() -> Iterator[str]:
    """Editions that the trail does not know as they are, acts of publishing without edition, heads that are gone.

    Whoever rewrites an edition with its own hash, or cuts the trail behind it, meets the event of its
    publication, which is keyed, and the head of the trail that is printed on it.
    """
    told = {
        event.subject_id: (event.number, event.after or {})
        for event in Event.objects.filter(kind=EventKind.BOARD_PUBLISHED).order_by("number").iterator()
    }
    for edition in Edition.objects.order_by("quarter_code", "number"):
        _number, after = told.pop(str(edition.pk), (0, {}))
        if (after.get("seal"), after.get("content")) != (edition.seal, edition.content_sha256):
            yield _("edition %(edition)s: the audit trail does not know it as it is") % {"edition": edition}
        if not knows_head(edition.header["audit_head"]):
            yield _("edition %(edition)s: the head of the audit trail printed on it is not in the trail") % {"edition": edition}
    for number, _after in told.values():
        yield _("audit trail: the edition published by event %(number)d is gone") % {"number": number}


def knows_head(digest: str) -> bool:
    """Is this digest, from paper, workbook or backup, one that the trail passed through?

    Paper shows the first twelve digits in groups; as many as are given must agree.
    """
    return not digest.strip("0") or Event.objects.filter(digest__startswith=digest).exists()


def changed_evidence() -> Iterator[str]:
    """Accepted records that are not what was accepted, and files that the trail does not know."""
    accepted = Record.objects.accepted().prefetch_related("tags", "files", "decisions").order_by("pk")
    for record in accepted.iterator(chunk_size=1000):
        last = max(record.decisions.all(), key=lambda one: one.pk, default=None)
        same = record.expired_at or (last and last.content_hash == record.content_hash())  # `altered_remains` looks at the others
        if last is None or last.verdict != Decision.Verdict.ACCEPTED or not same:
            yield _("record %(number)d of %(branch)s: not what was accepted") % {
                "number": record.pk, "branch": record.branch.code}
    told = {
        (event.subject_id, (event.after or {}).get("sha256"))
        for event in Event.objects.filter(kind=EventKind.EVIDENCE_ATTACHED).iterator()
    }
    for file in Attachment.objects.order_by("pk").iterator():
        if (str(file.record_id), file.sha256) not in told:
            yield _("evidence file %(path)s: the audit trail knows another one") % {"path": file.path}


def altered_remains() -> Iterator[str]:
    """Months whose evidence was deleted at the end of its time, where the trail tells of another deletion or of other remains."""
    told = {
        (event.branch_code, event.period_code, event.at): (event.after or {}).get("hash")
        for event in Event.objects.filter(kind=EventKind.RETENTION_EVIDENCE).order_by("number").iterator()
    }
    for key, found in remains_by_month():
        if told.pop(key, None) != found:
            yield _("evidence of %(branch)s %(month)s: the audit trail knows another deletion") % {
                "branch": key[0], "month": key[1]}
    for path in Attachment.objects.exclude(expired_at=None).filter(record__expired_at=None).values_list("path", flat=True):
        yield _("evidence file %(path)s: marked as deleted, and the audit trail knows nothing of it") % {"path": path}
    for branch, month, _at in told:
        yield _("evidence of %(branch)s %(month)s: deleted as the trail says, and there again") % {
            "branch": branch, "month": month}


def differing_editions() -> Iterator[str]:
    """Editions that give other figures when computed again from what they stored."""
    for edition in Edition.objects.order_by("quarter_code", "number"):
        for difference in differences(edition):
            yield _("edition %(edition)s: %(difference)s") % {"edition": edition, "difference": difference}


def broken_files() -> Iterator[str]:
    """Evidence files that are missing or hold other bytes than were handed in."""
    rows = Attachment.objects.in_store().order_by("path").values_list("path", "sha256").distinct()
    for path, sha256 in rows.iterator(chunk_size=2000):
        file = stored_at(path)
        if not file.is_file():
            yield _("evidence file %(path)s: missing") % {"path": path}
        elif hash_of(file) != sha256:
            yield _("evidence file %(path)s: contents changed") % {"path": path}


def stray_files() -> Iterator[str]:
    """Files in the store that no record knows, and what broken-off uploads left."""
    for file in leftovers(older_than=0):
        yield _("evidence file %(path)s: belongs to no record") % {"path": f"{file.parent.name}/{file.name}"}
