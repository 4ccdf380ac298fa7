"""The keyed hash chain: each event's digest covers the one before it.

A plain hash could be recomputed by whoever rewrites the table; the key lives outside
the database, so a rewritten or shortened trail is seen.
"""

import hashlib
import hmac
import json

from django.conf import settings

FIELDS = (
    "number", "kind", "by_name", "by_role", "subject", "subject_id",
    "branch_code", "period_code", "reason", "before", "after", "origin",
)


def digest_of(event, previous: str, key: str = "") -> str:
    """HMAC-SHA-256 of the event's canonical JSON after the digest before it, as 64 hex digits; the present key by default."""
    content = {name: getattr(event, name) for name in FIELDS}
    if not content["origin"]:  # events from before there was this column were signed without it
        del content["origin"]
    content["at"] = round(event.at.timestamp() * 1_000_000)
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    signing = (key or settings.AUDIT_KEY).encode()
    return hmac.new(signing, f"{previous}\n{text}".encode(), hashlib.sha256).hexdigest()
