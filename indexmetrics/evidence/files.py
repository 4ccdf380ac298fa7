"""Files beside records: what is let in, under which name it lies, how it is found again."""

import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

import filetype
from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from indexmetrics.rulebook.outline import Outline

TYPES = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "wps": "application/vnd.ms-works", "et": "application/vnd.ms-excel", "ofd": "application/ofd",
}
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
OLD_OFFICE = {"doc", "xls", "wps", "et"}


class Stored:
    """A file that lies in the store: name as given, path, size, type, hash."""

    def __init__(self, name: str, path: str, size: int, content_type: str, sha256: str):
        self.name, self.path, self.size = name, path, size
        self.content_type, self.sha256 = content_type, sha256


def store(*, name: str, chunks: Iterable[bytes], outline: Outline) -> Stored:
    """Take in a file while checking its size, then its type by content; nothing refused is kept.

    The file is written aside, synced and renamed to its hash, so a crash leaves no half file
    under a name that anything points to.
    """
    policy = outline.document["evidence_policy"]
    suffix = _suffix(name, policy["allowed"])
    limit = int(policy["max_mb_each"]) * 1024 * 1024
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=root, prefix=".incoming-", delete=False) as aside:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise Refused("size", _("“%(name)s” is larger than %(limit)s MB.") % {
                        "name": name, "limit": policy["max_mb_each"]})
                digest.update(chunk)
                aside.write(chunk)
            aside.flush()
            os.fsync(aside.fileno())
            _check_content(Path(aside.name), name, suffix, size)
            sha256 = digest.hexdigest()
            path = f"{sha256[:2]}/{sha256}.{suffix}"
            target = root / path
            target.parent.mkdir(exist_ok=True)
            os.replace(aside.name, target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    return Stored(_clean_name(name), path, size, TYPES[suffix], sha256)


def stored_at(path: str) -> Path:
    """Where a stored file lies on disk."""
    return Path(settings.MEDIA_ROOT) / path


def _suffix(name: str, allowed: list[str]) -> str:
    suffix = Path(name).suffix.lower().lstrip(".")
    known = {*allowed, "jpeg"} if "jpg" in allowed else set(allowed)
    if suffix not in known or suffix not in TYPES:
        raise Refused("type", _("“%(name)s” is not of an allowed type (%(types)s).") % {
            "name": name, "types": ", ".join(allowed)})
    return suffix


def _check_content(path: Path, name: str, suffix: str, size: int) -> None:
    if size == 0:
        raise Refused("empty", _("“%(name)s” is empty.") % {"name": name})
    with path.open("rb") as opened:
        head = opened.read(8)
    if suffix in INSIDE:
        fits = head.startswith(ZIP) and _holds(path, INSIDE[suffix])
    elif suffix in OLD_OFFICE:
        fits = head == OLE or (head.startswith(ZIP) and suffix in ("wps", "et"))
    else:
        guessed = filetype.guess_mime(str(path))
        fits = guessed == TYPES[suffix]
    if not fits:
        raise Refused("content", _("The contents of “%(name)s” are not what its name says.") % {"name": name})


def _holds(path: Path, member: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    return member in names and not any(entry.lower().endswith("vbaproject.bin") for entry in names)


def _clean_name(name: str) -> str:
    """The name people see: no path, no control characters, at most 200 characters."""
    base = Path(name.replace("\\", "/")).name
    kept = "".join(char for char in base if char.isprintable())
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:190]}{dot}{suffix}" if dot else kept[:200]
