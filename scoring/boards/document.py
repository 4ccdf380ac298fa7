"""The frozen form of an edition: header, changes against the edition before, hashes (pure)."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping

PRINTED = ("total", "colour", "rank", "base_total", "bonus", "penalty")


def canonical(value) -> str:
    """Canonical JSON: sorted keys, no spaces, UTF-8 text, exact numbers as strings."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def counts_of(rows: Iterable[Mapping], colours: Iterable[str]) -> dict[str, int]:
    """How many branches stand in each colour, every colour named."""
    found = Counter(row["colour"] for row in rows)
    return {colour: found.get(colour, 0) for colour in colours}


def changes_between(old_rows: Mapping[str, Mapping], new_rows: Mapping[str, Mapping]) -> list[dict]:
    """What a correction changed, figure by figure: branch, field, old, new."""
    changes = []
    for code, new in new_rows.items():
        old = old_rows.get(code)
        if old is None:
            changes.append(_change(code, new, "branch", None, new["name"]))
            continue
        changes += [_change(code, new, name, old[name], new[name]) for name in PRINTED if old[name] != new[name]]
        for name in ("indicator_points", "indices"):
            keys = sorted(set(old[name]) | set(new[name]))
            changes += [
                _change(code, new, name, old[name].get(key), new[name].get(key), key)
                for key in keys if old[name].get(key) != new[name].get(key)
            ]
    return changes


def content_sha256(header_text: str, cards: Iterable[tuple[str, str]]) -> str:
    """The hash over header, rows and trails exactly as stored; 64 hex digits."""
    digest = hashlib.sha256(header_text.encode())
    for row_text, trail_text in cards:
        digest.update(b"\n" + row_text.encode() + b"\n" + trail_text.encode())
    return digest.hexdigest()


def _change(code: str, row: Mapping, name: str, old, new, indicator: str = "") -> dict:
    return {"branch": code, "name": row["name"], "field": name, "indicator": indicator, "old": old, "new": new}
