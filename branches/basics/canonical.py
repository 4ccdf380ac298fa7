"""One text for one value, whoever writes it: what digests and seals are taken of."""

import json

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(value) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8 text."""
    return _ENCODER.encode(value)
