"""Limits of an xlsx archive, read from its directory alone, before anything is unpacked (pure)."""

from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_PART = 120 * 1024 * 1024
HIGHEST_RATIO = 120
SMALL = 1024 * 1024  # a small part may be squeezed well without being a bomb
MOST_PARTS = 500


@dataclass(frozen=True)
class Fault:
    """Why an archive is not opened: a code, and the part it lies in."""

    code: str
    part: str = ""


def fault_in(content: bytes) -> Fault | None:
    """The first reason not to open the archive; None when it is within all limits."""
    if len(content) > LARGEST_FILE:
        return Fault("too_large")
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError):
        return Fault("no_archive")
    if len(parts) > MOST_PARTS:
        return Fault("too_many_parts")
    if len({part.filename for part in parts}) != len(parts):
        return Fault("twice")
    for part in parts:
        if part.flag_bits & 1:
            return Fault("encrypted", part.filename)
        if part.filename.startswith("/") or ".." in part.filename.split("/"):
            return Fault("bad_name", part.filename)
        packed = max(part.compress_size, 1)
        if part.file_size > LARGEST_PART or (part.file_size > SMALL and part.file_size / packed > HIGHEST_RATIO):
            return Fault("bomb", part.filename)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return Fault("bomb")
    return None
