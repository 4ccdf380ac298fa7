"""Keys of the trail: the present one, and retired ones whose events are still checked.

A key holds from one event to another, an epoch (密钥代). The event that ends an epoch is signed with the old key and
names the new one by its mark, so the chain itself says which key holds where.
"""

import hashlib

from django.conf import settings


def mark_of(key: str) -> str:
    """Tells two keys apart without giving either away."""
    return hashlib.sha256(f"mark {key}".encode()).hexdigest()[:12]


def present_mark() -> str:
    """The mark of the key that signs now."""
    return mark_of(settings.AUDIT_KEY)


def known_keys() -> dict[str, str]:
    """Mark → key, for the present key and the retired ones."""
    return {mark_of(key): key for key in (*settings.AUDIT_KEY_FALLBACKS, settings.AUDIT_KEY)}
