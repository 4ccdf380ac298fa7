"""The keyed hash chain: each event's digest covers the one before it.

A plain hash could be recomputed by whoever rewrites the table; the key lives outside
the database, so a rewritten or shortened trail is seen.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from branches.basics.canonical import canonical

FIELDS = (
    "number", "kind", "by_name", "by_role", "subject", "subject_id",
    "branch_code", "period_code", "reason", "before", "after", "origin",
)


def digest_of(event, previous: str, key: str = "") -> str:
    """HMAC-SHA-256 of the event's canonical JSON after the digest before it, as 64 hex digits; the present key by default."""
    return digest_of_values([getattr(event, name) for name in FIELDS], event.at, previous, key)


def digest_of_values(values: Iterable, at: datetime, previous: str, key: str = "") -> str:
    """The same of an event's `FIELDS` and its time, as they come from the table."""
    content = dict(zip(FIELDS, values, strict=True))
    if not content["origin"]:  # events from before there was this column were signed without it
        del content["origin"]
    content["at"] = round(at.timestamp() * 1_000_000)
    signing = (key or settings.AUDIT_KEY).encode()
    return hmac.digest(signing, f"{previous}\n{canonical(content)}".encode(), "sha256").hex()
