"""How the year's score is put together, read from the scheme's own words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from .amounts import amount, is_amount

_FORMULA = re.compile(
    r"\s*([\d.]+)\s*\*\s*mean\([^)]*\)\s*\+\s*([\d.]+)\s*\*\s*year_end_appraisal\s*"
)

# The rules are known by their whole sentence, which is data and partly Chinese.
ANNUAL_RULES: dict[str, str] = json.loads(
    Path(__file__).with_name("annual_rules.json").read_text("utf-8")
)
FULL_YEAR = 3  # quarters; with fewer the mean is marked


def annual_weights(annual: Mapping[str, Any]) -> tuple[Fraction, Fraction] | None:
    """Weight of the quarters' mean and of the appraisal, or None when unreadable."""
    found = _FORMULA.fullmatch(str(annual.get("formula", "")))
    if not found or not all(is_amount(text) for text in found.groups()):
        return None
    return amount(found[1]), amount(found[2])


def appraisal_weights(annual: Mapping[str, Any]) -> dict[str, Fraction] | None:
    """Weights of the appraisal's parts by code, or None when unreadable."""
    parts = annual.get("year_end_appraisal")
    if not isinstance(parts, Mapping):
        return None
    weights = {code: value for code, value in parts.items() if code != "scale"}
    if not weights or not all(is_amount(value) for value in weights.values()):
        return None
    return {code: amount(value) for code, value in weights.items()}
