"""How much room is left where files are kept (pure)."""

import errno
import shutil
from pathlib import Path

LEAST_BYTES = 1024**3
LEAST_SHARE = 0.05
# What the system says when a disk is full, a quota is used up, or a disk can only be read.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
READ_ONLY = frozenset({errno.EROFS})


def existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(one for one in (path, *path.parents) if one.exists())


def free_bytes(path: Path) -> int:
    """Bytes that are free on the disk of this path."""
    return shutil.disk_usage(existing(path)).free


def is_short(path: Path, more: int = 0) -> bool:
    """Less than a gibibyte or less than a twentieth is free, or would be with so many bytes more: nothing large is taken in."""
    usage = shutil.disk_usage(existing(path))
    return usage.free - more < max(LEAST_BYTES, usage.total * LEAST_SHARE)


def refuses_writing(error: BaseException) -> bool:
    """Did the disk say no, for want of room or because it may only be read?"""
    return isinstance(error, OSError) and error.errno in FULL | READ_ONLY
