"""Limits of a zip archive, read from its directory alone, before anything is unpacked (pure)."""

import re
import stat
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

LARGEST_FILE = 5 * 1024 * 1024
SMALL = 1024 * 1024  # a small part may be squeezed well without being a bomb
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]")


@dataclass(frozen=True)
class Limits:
    """How large an archive may be, and how many parts it may have."""

    file: int
    unpacked: int
    part: int
    ratio: int
    parts: int


WORKBOOK = Limits(file=LARGEST_FILE, unpacked=200 * 1024**2, part=120 * 1024**2, ratio=120, parts=500)
EVIDENCE = Limits(file=1024**3, unpacked=100 * 1024**2, part=100 * 1024**2, ratio=100, parts=2000)


@dataclass(frozen=True)
class Fault:
    """Why an archive is not opened: a code, and the part it lies in."""

    code: str
    part: str = ""


def fault_in(content: bytes | BinaryIO, limits: Limits = WORKBOOK) -> Fault | None:
    """The first reason not to open the archive; None when it is within all limits."""
    if isinstance(content, bytes):
        if len(content) > limits.file:
            return Fault("too_large")
        content = BytesIO(content)
    try:
        with ZipFile(content) as archive:
            parts = archive.infolist()
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError):
        return Fault("no_archive")
    if len(parts) > limits.parts:
        return Fault("too_many_parts")
    if len({part.filename for part in parts}) != len(parts):
        return Fault("twice")
    found = next(filter(None, (_fault_of(part, limits) for part in parts)), None)
    if found is None and sum(part.file_size for part in parts) > limits.unpacked:
        return Fault("bomb")
    return found


def _fault_of(part: ZipInfo, limits: Limits) -> Fault | None:
    if part.flag_bits & 1:
        return Fault("encrypted", part.filename)
    # The name as it stands in the file: Python's own reading ends at a NUL.
    if _OUTSIDE.search(part.orig_filename):
        return Fault("bad_name", part.filename)
    if stat.S_ISLNK(part.external_attr >> 16):
        return Fault("link", part.filename)
    packed = max(part.compress_size, 1)
    if part.file_size > limits.part or (part.file_size > SMALL and part.file_size / packed > limits.ratio):
        return Fault("bomb", part.filename)
    return None
