"""One value of a scheme as one cell of a sheet, and back without loss."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indexmetrics.schemes.document import canonical, read

# A text that begins like this would be read as JSON, or as a formula.
MARKS = tuple('{["=+-@\'')
WORDS = {"null", "true", "false"}
LONGEST = 32_000


def to_cell(value: Any) -> Any:
    """Whole and fractional numbers and plain texts as they are; everything else as JSON text, yes and no too,
    for LibreOffice saves those as formulas."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return value
    if isinstance(value, Decimal) and value != value.to_integral_value() and len(value.as_tuple().digits) <= 15:
        return float(value)
    if isinstance(value, str) and _is_plain(value):
        return value
    return canonical(value) if not isinstance(value, Decimal) else str(value)


def plain(marked: str) -> Any:
    """A cell as the bounded reader hands it over: a mark, then the value; ValueError for what is no number."""
    mark, text = marked[0], marked[1:]
    if mark == "n":
        number = Decimal(text)
        if not number.is_finite():
            raise ValueError(_("this is no number; write one such as 12.5"))
        return number if "." in text or "e" in text.lower() else int(number)
    if mark == "b":
        return text == "1"
    return text if mark == "t" else date.min


def from_cell(raw: Any) -> Any:
    """The value a cell holds; ValueError says what is wrong with it."""
    if isinstance(raw, (bool, int)):
        return raw
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, float):
        return Decimal(repr(raw))
    if not isinstance(raw, str):
        raise ValueError(_("dates are not used in a scheme; write it as text"))
    if _is_plain(raw):
        return raw
    try:
        return read(raw)
    except (ValueError, RecursionError) as error:
        raise ValueError(_("this is no value in JSON form; write plain text or mend it")) from error


def _is_plain(text: str) -> bool:
    if not text or len(text) > LONGEST or text.startswith(MARKS) or text.strip() != text or text in WORDS:
        return False
    return text.isprintable() and not _is_number(text)


def _is_number(text: str) -> bool:
    try:
        return isinstance(json.loads(text, parse_float=Decimal), (int, Decimal, float))
    except ValueError:
        return False
