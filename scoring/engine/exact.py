"""Exact whole-number arithmetic: scaled facts, hundredths, and the only rounding."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import numpy as np

from indexmetrics.rulebook.amounts import amount

SCALE = 10_000  # facts, maxima and weights are whole ten-thousandths
LARGEST = 10**9  # a fact is below this; larger is a typing error, and sums stay in int64
ROOM = 2**61  # below it products and their sums are computed in int64, above it with Python integers
ROUNDED = 400  # rounding a fraction to hundredths multiplies both sides with less

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_ENDLESS = ("inf", "infinity", "nan")


class BadValue(ValueError):
    """The value is no exact number a fact may have."""


def half_up(num: Any, den: Any) -> Any:
    """num / den rounded to the nearest whole number, halves up; num ≥ 0, den > 0."""
    return (2 * num + den) // (2 * den)


def _decimal(value: Any) -> Decimal:
    """The decimal a person wrote. Text is plain digits: no exponents, no other scripts."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        raise BadValue(
            "not_finite" if value.strip().lower().lstrip("+-") in _ENDLESS else "not_a_number"
        )
    try:
        return Decimal(str(value).strip())
    except InvalidOperation as error:
        raise BadValue("not_a_number") from error


def scaled(value: Any) -> int:
    """A fact as whole ten-thousandths, exactly; BadValue says what is wrong with it."""
    if type(value) is int:
        whole = value * SCALE
    else:
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, bool):
            raise BadValue("not_a_number")
        number = _decimal(value)
        if not number.is_finite():
            raise BadValue("not_finite")
        if number.adjusted() > 12:
            raise BadValue("too_large")
        shifted = number * SCALE
        whole = int(shifted)
        if whole != shifted:
            raise BadValue("too_many_decimals")
    if whole < 0:
        raise BadValue("negative")
    if whole >= LARGEST * SCALE:
        raise BadValue("too_large")
    return whole


@lru_cache(maxsize=4096, typed=True)
def units(value: Any) -> int:
    """A number of the scheme as whole ten-thousandths."""
    whole = amount(value) * SCALE
    if whole.denominator != 1:
        raise BadValue("too_many_decimals")
    return int(whole)


@lru_cache(maxsize=1 << 16)  # a big quarter repeats the same few thousand values
def decimal_text(whole: int) -> str:
    """Ten-thousandths as the shortest decimal text: 8800 → 0.88."""
    head, tail = divmod(int(whole), SCALE)
    return f"{head}.{tail:04d}".rstrip("0").rstrip(".") if tail else str(head)


def hundredths_text(value: int | None) -> str | None:
    """Hundredths as printed: 356 → 3.56; None stays None."""
    if value is None:
        return None
    sign, value = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{value // 100}.{value % 100:02d}"


def roomy(bound: int, *arrays: Any) -> tuple[Any, ...]:
    """The arrays as they are, or holding Python integers when `bound` leaves int64."""
    if bound < ROOM:
        return arrays
    return tuple(a.astype(object) if isinstance(a, np.ndarray) else a for a in arrays)


def top(array: Any) -> int:
    """The largest value as a Python integer, at least 1."""
    if isinstance(array, np.ndarray):
        return max(1, int(array.max())) if array.size else 1
    return max(1, int(array))
