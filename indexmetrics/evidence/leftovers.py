"""What lies in the store and belongs to nothing: broken-off uploads, files that no record names."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from indexmetrics.evidence.files import INCOMING
from indexmetrics.evidence.models import Attachment

KEPT_SECONDS = 24 * 3600


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


def _unknown() -> Iterator[Path]:
    root, incoming = Path(settings.MEDIA_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR)
    if incoming.is_dir():
        yield from sorted(file for file in incoming.iterdir() if file.is_file())
    if root.is_dir():
        yield from sorted(root.glob(f"{INCOMING}*"))
        known = set(Attachment.objects.values_list("path", flat=True))
        yield from (file for file in sorted(root.glob("??/*")) if file.relative_to(root).as_posix() not in known)
