"""A zip written while it is sent; of a large one the copy that another process made lies for a day at most (`branches.tasks`)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LONGEST = 60  # letters of a name; with its folders it stays far below what Windows opens
EARLIEST = (1980, 1, 1, 0, 0, 0)
# What Windows forbids, what turns text around, and what no one can see.
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


class Member(NamedTuple):
    """One file of the zip."""

    name: str
    chunks: Iterable[bytes]
    made_at: datetime | None = None


def stream(members: Iterable[Member]) -> Iterator[bytes]:
    """The bytes of the zip, piece by piece."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as packed:
        for member in members:
            info = ZipInfo(member.name, member.made_at.timetuple()[:6] if member.made_at else EARLIEST)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            with packed.open(info, "w") as entry:
                for chunk in member.chunks:
                    entry.write(chunk)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def safe_name(wanted: str, taken: set[str]) -> str:
    """A name that every system opens and that no other file beside it has; adds it to `taken`."""
    text = FORBIDDEN.sub("", unicodedata.normalize("NFC", wanted)).strip(" .")
    path = PurePosixPath(text or "_")
    stem, suffix = (path.stem.strip(" .") or "_")[:LONGEST].strip(" ."), path.suffix[:10]
    if stem.partition(".")[0].casefold() in RESERVED:
        stem = f"_{stem}"
    name, number = f"{stem}{suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}){suffix}"
    taken.add(name.casefold())
    return name


class _Sink:
    """Takes what the zip writes and hands it on; it cannot go back, so the zip does not ask."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep a piece until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        """All pieces since the last time."""
        found = b"".join(self._parts)
        self._parts.clear()
        return found
