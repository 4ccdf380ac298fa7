"""Codes of the moment after RFC 6238: what a phone without any network shows for a shared secret."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote

DIGITS = 6
STEP = 30  # seconds
SLACK = 1  # steps that a clock may be off, before and after
SECRET_BYTES = 20


def new_secret() -> bytes:
    """A random secret of the length that RFC 4226 names."""
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step of thirty seconds."""
    mac = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = mac[-1] & 15
    number = int.from_bytes(mac[start:start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment) -> int:
    """The step that a moment lies in."""
    return int(moment.timestamp()) // STEP


def matching_step(secret: bytes, code: str, now: int, after: int = -1) -> int | None:
    """The step near now, later than `after`, whose code this is; every near step is looked at."""
    found = None
    for step in range(now - SLACK, now + SLACK + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > after:
            found = step
    return found


def spelled(secret: bytes) -> str:
    """The secret as people type it, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start:start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """What the picture for the phone says."""
    text = base64.b32encode(secret).decode()
    label = f"{quote(issuer)}:{quote(account)}"
    return f"otpauth://totp/{label}?secret={text}&issuer={quote(issuer)}"
