"""Ranks inside a group: by total, ties by the scheme's keys, else shared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .exact import ROOM


def ranks(keys: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Competition ranks (1, 2, 2, 4), more is better in every key; and who shares one."""
    count = len(keys[0])
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, bool)
    order = _order(keys)
    change = np.zeros(count, bool)
    change[0] = True
    for key in keys:
        sorted_key = key[order]
        change[1:] |= sorted_key[1:] != sorted_key[:-1]
    first = np.flatnonzero(change)
    group = np.cumsum(change) - 1
    sizes = np.diff(np.append(first, count))
    rank = np.empty(count, np.int64)
    tied = np.empty(count, bool)
    rank[order] = first[group] + 1
    tied[order] = sizes[group] > 1
    return rank, tied


def _order(keys: Sequence[np.ndarray]) -> np.ndarray:
    """Best first. One packed number sorts faster than several keys, when they fit."""
    packed = np.zeros(len(keys[0]), np.int64)
    room = 1
    for key in keys:
        low, high = int(key.min()), int(key.max())
        room *= high - low + 1
        if room >= ROOM:
            return np.lexsort([-key for key in reversed(keys)])
        packed = packed * (high - low + 1) + (high - key)
    return np.argsort(packed)
