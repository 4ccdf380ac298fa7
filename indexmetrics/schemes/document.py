"""A scheme document as text: read exactly, written canonically, fingerprinted."""

import hashlib
import json
from decimal import Decimal


def read(text: str) -> dict:
    """The document with exact numbers."""
    return json.loads(text, parse_float=Decimal)


def canonical(document: dict) -> str:
    """The document as it is stored: its own order of keys, exact numbers."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=1)


def fingerprint(document: dict) -> str:
    """SHA-256 over sorted keys, so the order of keys in a file does not matter; 64 hex digits."""
    text = json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value):
    """Decimals as the floats that print the same: every scheme number has at most 15 digits."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and "." not in str(value) else float(value)
    return value
