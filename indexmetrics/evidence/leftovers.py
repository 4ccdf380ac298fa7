"""What lies in the store and belongs to nothing: broken-off uploads, files that no record names."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from indexmetrics.evidence.files import INCOMING, stored_at
from indexmetrics.evidence.models import Attachment

KEPT_SECONDS = 24 * 3600
UNDER_WAY_SECONDS = 3600  # no upload takes longer


def leftovers(older_than: int = KEPT_SECONDS) -> Iterator[Path]:
    """Each of them that has lain there longer; younger ones may belong to an upload under way."""
    before = time.time() - older_than
    for file in _unknown():
        try:
            if file.stat().st_mtime <= before:
                yield file
        except FileNotFoundError:
            continue  # its upload ended meanwhile


def sweep(older_than: int = KEPT_SECONDS) -> int:
    """Delete them; how many there were."""
    count = 0
    for file in leftovers(older_than):
        file.unlink(missing_ok=True)
        count += 1
    return count


def erase(paths: Iterable[str]) -> int:
    """Delete stored files that no record names any more; how many.

    The same contents may lie beside another record, and may be handed in again this very moment: its file is
    newer than its row, so a young one is left to `sweep`.
    """
    paths, count = set(paths), 0
    before = time.time() - UNDER_WAY_SECONDS
    for path in sorted(paths - set(Attachment.objects.in_store().filter(path__in=paths).values_list("path", flat=True))):
        file = stored_at(path)
        if file.is_file() and file.stat().st_mtime <= before:
            file.unlink(missing_ok=True)
            count += 1
    return count


def _unknown() -> Iterator[Path]:
    root, incoming = Path(settings.MEDIA_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR)
    if incoming.is_dir():
        yield from sorted(file for file in incoming.iterdir() if file.is_file())
    if root.is_dir():
        yield from sorted(root.glob(f"{INCOMING}*"))
        known = set(Attachment.objects.in_store().values_list("path", flat=True))
        yield from (file for file in sorted(root.glob("??/*")) if file.relative_to(root).as_posix() not in known)
