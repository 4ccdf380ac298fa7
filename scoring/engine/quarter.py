"""Quarters as the files write them: 2026Q2 and its three months."""

from __future__ import annotations

import re

_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")


def months_of(quarter: str) -> tuple[str, str, str]:
    """The three months of a quarter such as 2026Q2."""
    found = _QUARTER.fullmatch(quarter)
    if not found:
        raise ValueError(f"not a quarter: {quarter}")
    first = 3 * int(found[2]) - 2
    year = found[1]
    return (f"{year}-{first:02d}", f"{year}-{first + 1:02d}", f"{year}-{first + 2:02d}")


def number_of(quarter: str) -> int:
    """1 to 4."""
    months_of(quarter)
    return int(quarter[-1])
