"""One cell as a value: numbers exactly, dates in every usual form, words by code or name.

Each reader takes a marked cell (see `reader`) and answers the value and whether it had to be
understood differently from how it was written; what cannot be understood is a `CellFault`.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal

PLAIN = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
DAY = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})\s*\u65e5?")
MONTH = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*\u6708?")
# The Chinese words for yes, there is; no, there is none; and the ticks and crosses people write.
YES = {"1", "y", "yes", "true", chr(0x662F), chr(0x6709), "\u2713", "\u221a"}
NO = {"0", "n", "no", "false", chr(0x5426), chr(0x65E0), "\u2717", "\u00d7"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
MOST_DIGITS = 15


class CellFault(ValueError):
    """A cell that cannot be taken: a code and the values of its sentence."""

    def __init__(self, code: str, **values) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def shown(raw: str) -> str:
    """The cell as the user wrote it."""
    return {"b0": "FALSE", "b1": "TRUE"}.get(raw, raw[1:])


def folded(text: str) -> str:
    """Full-width forms made plain, outer blanks gone."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()


def number(raw: str) -> tuple[Decimal, bool]:
    """An exact number; percent and thousands are understood."""
    mark, text = raw[0], raw[1:]
    if mark == "n":
        return Decimal(text), False
    if mark != "t":
        raise CellFault("no_number")
    plain = folded(text)
    is_share = plain.endswith("%")
    body = plain[:-1].rstrip() if is_share else plain
    if GROUPED.fullmatch(body):
        body = body.replace(",", "")
    if not PLAIN.fullmatch(body):
        raise CellFault("no_number")
    if sum(char.isdigit() for char in body.lstrip("+-0.")) > MOST_DIGITS:
        raise CellFault("digits")
    value = Decimal(body).scaleb(-2) if is_share else Decimal(body)
    return value, body != text.strip() or is_share


def day(raw: str) -> tuple[date, bool]:
    """A day; a moment only at midnight, a bare number never."""
    mark, text = raw[0], raw[1:]
    if mark == "d" and len(text) >= 10:
        if text[10:].strip("T0:") not in ("", "."):
            raise CellFault("has_time")
        return date.fromisoformat(text[:10]), False
    found = DAY.fullmatch(folded(text)) if mark == "t" else None
    if found is None:
        raise CellFault("no_day")
    try:
        value = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise CellFault("no_day") from error
    return value, value.isoformat() != text.strip()


def month(raw: str) -> tuple[str, bool]:
    """A month as 2026-05; a day stands for its month."""
    mark, text = raw[0], raw[1:]
    if mark == "d" and len(text) >= 10:
        return text[:7], True
    found = MONTH.fullmatch(folded(text)) if mark == "t" else None
    if found is None or not 1 <= int(found[2]) <= 12:
        raise CellFault("no_month")
    value = f"{found[1]}-{int(found[2]):02d}"
    return value, value != text.strip()


def text(raw: str, longest: int) -> tuple[str, bool]:
    """Words without control characters; a typed number keeps its digits when it had at most 15."""
    mark, body = raw[0], raw[1:]
    if mark == "n":
        value = format(Decimal(body), "f")
        if len(value.strip("-0.")) > MOST_DIGITS or "e" in body:
            raise CellFault("digits")
        return value, False
    if mark == "b":
        return shown(raw), False
    if mark == "d":
        return body[:10] if body[10:].strip("T0:") == "" else body, False
    value = CONTROL.sub("", body).replace("\r\n", "\n").strip()
    if len(value) > longest:
        raise CellFault("too_long", most=longest, length=len(value))
    return value, value != body.strip()


def flag(raw: str) -> tuple[bool, bool]:
    """Yes or no in both languages."""
    if raw in ("b0", "b1"):
        return raw == "b1", False
    word = folded(raw[1:]).casefold()
    if word in YES:
        return True, False
    if word in NO:
        return False, False
    raise CellFault("no_flag")
