"""Proofs that nothing was changed behind the program's back: trail, editions, evidence files."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.audit.queries import first_broken
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment
from scoring.boards import document
from scoring.boards.models import Edition
from scoring.boards.verifying import differences

BLOCK = 1024 * 1024


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


def differing_editions() -> Iterator[str]:
    """Editions that give other figures when computed again from what they stored."""
    for edition in Edition.objects.order_by("quarter_code", "number"):
        for difference in differences(edition):
            yield _("edition %(edition)s: %(difference)s") % {"edition": edition, "difference": difference}


def broken_files() -> Iterator[str]:
    """Evidence files that are missing or hold other bytes than were handed in."""
    rows = Attachment.objects.order_by("path").values_list("path", "sha256").distinct()
    for path, sha256 in rows.iterator(chunk_size=2000):
        file = stored_at(path)
        if not file.is_file():
            yield _("evidence file %(path)s: missing") % {"path": path}
        elif _hash_of(file) != sha256:
            yield _("evidence file %(path)s: contents changed") % {"path": path}


def stray_files() -> Iterator[str]:
    """Files in the store that no record knows."""
    root = Path(settings.MEDIA_ROOT)
    known = set(Attachment.objects.values_list("path", flat=True))
    for file in sorted(root.glob("??/*")) if root.is_dir() else []:
        path = file.relative_to(root).as_posix()
        if path not in known:
            yield _("evidence file %(path)s: belongs to no record") % {"path": path}


def _hash_of(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
