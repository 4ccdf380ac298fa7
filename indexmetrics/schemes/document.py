"""A scheme document as text: read exactly, written canonically, fingerprinted."""

import hashlib
import json
from decimal import Decimal
from typing import Any

SAFE_DIGITS = 18  # a longer run of digits is kept as Decimal, which reads it in no time


class Doubled(dict):
    """An object of which a key stood twice; JSON's readers keep the last value and say nothing."""

    twice = ""


def read(text: str) -> Any:
    """The document with exact numbers; what JSON lets pass and no scheme may hold stays visible (see `fitness`).

    ValueError where it is no JSON, RecursionError where it is nested too deeply.
    """
    return json.loads(
        text, parse_float=Decimal, parse_int=_whole, parse_constant=Decimal, object_pairs_hook=_object)


def canonical(document: dict) -> str:
    """The document as it is stored: its own order of keys, exact numbers."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=1)


def fingerprint(document: dict) -> str:
    """SHA-256 over sorted keys, so the order of keys in a file does not matter; 64 hex digits."""
    text = json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= SAFE_DIGITS else Decimal(text)


def _object(pairs: list[tuple[str, Any]]) -> dict:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled, seen = Doubled(found), set()
    doubled.twice = next(key for key, _value in pairs if key in seen or seen.add(key))
    return doubled


def _plain(value):
    """Decimals as the floats that print the same: every scheme number has at most 15 digits."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and "." not in str(value) else float(value)
    return value
