"""Points as they were printed when a request was lodged or answered."""

import re
from decimal import Decimal

# Decimal itself also takes NaN, infinities and exponents, which no cell of a workbook may hold.
_PRINTED = re.compile(r"-?\d{1,7}(\.\d{1,2})?", re.ASCII)


def points(text: str) -> Decimal | None:
    """The number that a text says; None when it says none."""
    return Decimal(text) if _PRINTED.fullmatch(text) else None
