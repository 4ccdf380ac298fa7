"""Proofs that nothing was changed behind the program's back: trail, editions, evidence files."""

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import first_broken
from indexmetrics.evidence.files import hash_of, stored_at
from indexmetrics.evidence.leftovers import leftovers
from indexmetrics.evidence.models import Attachment
from indexmetrics.evidence.remains import remains_by_month
from indexmetrics.evidence.standing import altered
from scoring.boards import document
from scoring.boards.models import Edition
from scoring.boards.verifying import differences
from scoring.keeping import beside


def behind_the_trail() -> Iterator[str]:
    """Everything that hangs on the trail; that the trail itself is whole is another proof."""
    return chain(broken_editions(), unanchored_editions(), changed_evidence(), altered_remains(), broken_files())


def all_that_is() -> str:
    """How much there is to be proved, for the line that says that it was."""
    return _("Whole: %(events)d events, %(editions)d editions, %(files)d files") % {
        "events": Event.objects.count(), "editions": Edition.objects.count(),
        "files": Attachment.objects.in_store().values("path").distinct().count()}


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
    for number, branch in altered():
        yield _("record %(number)d of %(branch)s: not what was accepted") % {"number": number, "branch": branch}
    told = {
        (record, (after or {}).get("sha256"))
        for record, after in Event.objects.filter(kind=EventKind.EVIDENCE_ATTACHED).values_list("subject_id", "after").iterator()
    }
    for record, sha256, path in Attachment.objects.order_by("pk").values_list("record_id", "sha256", "path").iterator():
        if (str(record), sha256) not in told:
            yield _("evidence file %(path)s: the audit trail knows another one") % {"path": path}


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
    found: dict[str, str] = {}
    missing, changed = _("evidence file %(path)s: missing"), _("evidence file %(path)s: contents changed")

    def look(row: tuple[str, str]) -> None:
        path, sha256 = row
        file = stored_at(path)
        if not file.is_file():
            found[path] = missing % {"path": path}
        elif hash_of(file) != sha256:
            found[path] = changed % {"path": path}

    rows = list(Attachment.objects.in_store().order_by("path").values_list("path", "sha256").distinct())
    with beside.begun(look, rows) as wait:
        wait()
    yield from (found[path] for path in sorted(found))


def stray_files() -> Iterator[str]:
    """Files in the store that no record knows, and what broken-off uploads left."""
    for file in leftovers(older_than=0):
        yield _("evidence file %(path)s: belongs to no record") % {"path": f"{file.parent.name}/{file.name}"}
