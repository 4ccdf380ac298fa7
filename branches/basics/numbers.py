"""Numbers as people type them: full-width digits are read, every trick of notation is refused (pure)."""

import re

_FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．－＋", "0123456789.-+", strict=True)}
_PLAIN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def plain(value: object) -> str:
    """The number in half-width digits with an optional minus and point; `ValueError` for all else.

    Underscores, exponents, thousands separators, NaN, infinity and minus zero are refused, although
    Python would read them: what stands in a form must mean the same to everybody who reads it.
    """
    text = str(value).strip().translate(_FULL_WIDTH)
    if not _PLAIN.fullmatch(text) or (text.startswith("-") and not text.strip("-0.")):
        raise ValueError(text)
    return text


def whole(value: object) -> int:
    """A whole number written plainly."""
    text = plain(value)
    if "." in text:
        raise ValueError(text)
    return int(text)
