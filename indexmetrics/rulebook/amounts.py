"""Exact numbers: what a person wrote, never what a binary float made of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

LONGEST = 400  # characters, and tens of an exponent


class NotANumber(ValueError):
    """The value is no finite decimal number."""


def amount(value: Any) -> Fraction:
    """The exact number a scheme or a fact states.

    A float goes through its shortest decimal text, so 0.95 read from JSON is 95/100
    and not the nearest binary number.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise NotANumber(repr(value))
    try:
        text = str(value).strip()
        exponent = text.lower().rpartition("e")[2] if "e" in text.lower() else "0"
        # 1e999999999 is a short text for a number that fills the memory.
        if "/" in text or "_" in text or len(text) > LONGEST or abs(int(exponent)) > LONGEST:
            raise NotANumber(repr(value))
        return Fraction(text)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise NotANumber(repr(value)) from error


def is_amount(value: Any) -> bool:
    """Whether `amount` would take the value."""
    try:
        amount(value)
    except NotANumber:
        return False
    return True


def plain(value: Any, places: int = 4) -> str:
    """The shortest decimal text of a number: 0.95, 5, 33.3333 (half up at `places`)."""
    number = amount(value)
    scale = 10**places
    units, remainder = divmod(abs(number) * scale, 1)
    whole = int(units) + (1 if remainder * 2 >= 1 else 0)
    head, tail = divmod(whole, scale)
    text = str(head)
    if tail:
        text += "." + str(tail).rjust(places, "0").rstrip("0")
    return "-" + text if number < 0 and whole else text
