"""Files beside records: what is let in, under which name it lies, how it is found again."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from branches.basics.texts import file_name
from indexmetrics.inspection import kinds, markings, pictures, scanner
from indexmetrics.inspection.reasons import refuse
from indexmetrics.rulebook.outline import Outline

INCOMING = ".incoming-"
BLOCK = 1024 * 1024


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
    name = file_name(name)
    suffix = kinds.suffix_of(name, policy["allowed"])
    markings.inspect_name(name)
    limit = int(policy["max_mb_each"])
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if pictures.is_picture(name):
        chunks = pictures.cleaned(name=name, chunks=chunks, limit=limit * 1024**2)
    with NamedTemporaryFile(dir=root, prefix=INCOMING, delete=False) as aside:
        try:
            sha256, size = _write(aside, _bounded(chunks, limit, name))
            kinds.inspect(Path(aside.name), name, suffix)
            scanner.inspect(Path(aside.name), name, sha256)
            path = f"{sha256[:2]}/{sha256}.{suffix}"
            target = root / path
            target.parent.mkdir(mode=0o700, exist_ok=True)
            os.replace(aside.name, target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    return Stored(name, path, size, kinds.TYPES[suffix], sha256)


def stored_at(path: str) -> Path:
    """Where a stored file lies on disk."""
    return Path(settings.MEDIA_ROOT) / path


def hash_of(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _bounded(chunks: Iterable[bytes], limit: int, name: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit * 1024**2:
            refuse("size", name, limit=limit)
        yield chunk


def _write(aside, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write and sync; hash and size of what was written."""
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        digest.update(chunk)
        aside.write(chunk)
    aside.flush()
    os.fsync(aside.fileno())
    return digest.hexdigest(), size
