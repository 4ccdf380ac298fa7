"""Secrets of second factors as the database and its backups hold them: unreadable without SECRET_KEY.

Each secret is covered by a pad that is used once (HMAC of a fresh random number) and carries a mark that
shows a wrong key or a changed text. While SECRET_KEY changes, what was sealed under a retired
key still opens; `is_fresh` tells what has to be sealed anew before that key is dropped.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

NONCE, MARK = 16, 16


class Unreadable(Exception):
    """Sealed under a key that this installation does not have, or changed."""


def seal(secret: bytes) -> str:
    """The secret under the present key; at most 32 bytes."""
    nonce = secrets.token_bytes(NONCE)
    covered = _covered(settings.SECRET_KEY, nonce, secret)
    mark = _mac(settings.SECRET_KEY, "mark", nonce + covered)[:MARK]
    return base64.b64encode(nonce + mark + covered).decode()


def open_sealed(text: str) -> bytes:
    """The secret, whichever known key it was sealed under."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if _fits(key, text):
            raw = base64.b64decode(text)
            return _covered(key, raw[:NONCE], raw[NONCE + MARK:])
    raise Unreadable


def opens(text: str) -> bool:
    """Is the key that sealed it among those that are known?"""
    return any(_fits(key, text) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def is_fresh(text: str) -> bool:
    """Was it sealed under the present key?"""
    return _fits(settings.SECRET_KEY, text)


def _fits(key: str, text: str) -> bool:
    raw = base64.b64decode(text)
    nonce, mark, covered = raw[:NONCE], raw[NONCE:NONCE + MARK], raw[NONCE + MARK:]
    return hmac.compare_digest(_mac(key, "mark", nonce + covered)[:MARK], mark)


def _covered(key: str, nonce: bytes, text: bytes) -> bytes:
    pad = _mac(key, "pad", nonce)
    if len(text) > len(pad):
        raise ValueError("longer than the pad")
    return bytes(one ^ other for one, other in zip(text, pad, strict=False))


def _mac(key: str, purpose: str, text: bytes) -> bytes:
    own = hashlib.sha256(f"second factor {purpose} {key}".encode()).digest()
    return hmac.new(own, text, hashlib.sha256).digest()
