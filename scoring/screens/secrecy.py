"""An address's secret and what is stored of it (pure)."""

import hashlib
import secrets

BYTES = 32


def new_secret() -> str:
    """A secret nobody guesses."""
    return secrets.token_urlsafe(BYTES)


def digest_of(secret: str) -> str:
    """What is stored of an address: its hash, so that no reader of the database can open a screen."""
    return hashlib.sha256(secret.encode()).hexdigest()
