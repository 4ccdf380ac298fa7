"""What a decision decides on: one content and its hash, for a record at hand and for a whole table of them."""

import hashlib
from collections.abc import Iterable
from datetime import date

from branches.basics.canonical import canonical

# The record's own columns in it; tags and files stand in tables of their own.
DECIDED_ON = ("kind", "indicator", "part", "date", "title", "month", "data")


def content_of(
    *, kind: str, indicator: str, part: str, date: date | None, title: str, month: str, data: dict, tags: Iterable[str], files: Iterable[str],
) -> dict:
    """Everything reported: the record's columns, the indicators it counts for, the files by hash."""
    return {
        "kind": kind, "indicator": indicator, "part": part, "date": date.isoformat() if date else None, "title": title,
        "month": month, "data": data, "tags": sorted(tags), "files": sorted(files),
    }


def hash_of_content(content: dict) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
