"""The year's score: the mean of the published quarters and the year-end appraisal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from indexmetrics.rulebook.amounts import amount
from indexmetrics.rulebook.annual import ANNUAL_RULES, FULL_YEAR, annual_weights, appraisal_weights

from .exact import half_up, hundredths_text


def annual(
    scheme: Mapping[str, Any],
    quarters: Sequence[Mapping[str, Any]],
    appraisal: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The year of one branch.

    `quarters` are its published ones: {quarter, total, colour, veto_grey: bool}; `appraisal`
    the marks by part on the scheme's scale. The total is null while either is missing.
    """
    rules = scheme["annual"]
    known = {ANNUAL_RULES[text] for text in rules.get("rules") or () if text in ANNUAL_RULES}
    worst = scheme["colour_bands"][-1]["code"]
    held = []
    if "grey_by_veto" in known and any(row.get("veto_grey") for row in quarters):
        held.append("grey_by_veto")
    if "backward" in known and sum(row["colour"] == worst for row in quarters) >= 2:
        held.append("backward")
    if "few_quarters" in known and 0 < len(quarters) < FULL_YEAR:
        held.append("few_quarters")
    mean = sum(amount(row["total"]) for row in quarters) / len(quarters) if quarters else None
    marks = _appraised(rules, appraisal)
    total = None
    if mean is not None and marks is not None:
        first, second = annual_weights(rules) or (Fraction(4, 5), Fraction(1, 5))
        exact = first * mean + second * marks
        total = half_up(100 * exact.numerator, exact.denominator)
    return {
        "quarters": [row["quarter"] for row in quarters],
        "mean": None
        if mean is None
        else hundredths_text(half_up(100 * mean.numerator, mean.denominator)),
        "appraisal": None
        if marks is None
        else hundredths_text(half_up(100 * marks.numerator, marks.denominator)),
        "total": hundredths_text(total),
        "colour": None if total is None else _colour(scheme, total, "grey_by_veto" in held),
        "rules_held": held,
        "marked": "few_quarters" in held,
    }


def _appraised(rules: Mapping[str, Any], marks: Mapping[str, Any] | None) -> Fraction | None:
    """The appraisal out of 100, or None while a part is missing."""
    weights = appraisal_weights(rules)
    if weights is None or marks is None or any(marks.get(code) is None for code in weights):
        return None
    scale = amount(rules["year_end_appraisal"].get("scale", 100))
    return (
        100
        * sum((weight * amount(marks[code]) for code, weight in weights.items()), Fraction(0))
        / scale
    )


def _colour(scheme: Mapping[str, Any], total: int, capped: bool) -> str:
    """The band of the year's total; a grey by veto keeps it at yellow or below."""
    bands = scheme["colour_bands"]
    codes = [row["code"] for row in bands]
    place = next(
        (n for n, row in enumerate(bands) if total >= 100 * amount(row["min"])), len(bands) - 1
    )
    if capped and "yellow" in codes:
        place = max(place, codes.index("yellow"))
    return codes[place]
