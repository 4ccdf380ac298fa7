"""Texts in a file that must not be here: secrecy markings, identity card numbers."""

import re

from indexmetrics.inspection.reasons import refuse
from indexmetrics.schemes.sensitive import findings

# A marking stands with its star, in brackets, or alone on its line; the bare word occurs in honest texts.
_LEVEL = r"(?:\u7edd\u5bc6|\u673a\u5bc6|\u79d8\u5bc6)"
_MARKING = re.compile(
    rf"{_LEVEL}\s{{0,3}}[\u2605\u2606*]|[\u3010\u3014\uff3b\[\uff08(]\s?{_LEVEL}\s?[\u3011\u3015\uff3d\]\uff09)]|^\s*{_LEVEL}\s*$", re.MULTILINE
)
_SPELLED = tuple(
    escaped.encode().decode("unicode_escape").encode(coding)
    for escaped in (r"\u7edd\u5bc6\u2605", r"\u673a\u5bc6\u2605", r"\u79d8\u5bc6\u2605")
    for coding in ("utf-8", "utf-16-le", "utf-16-be", "gbk")
)


def inspect(text: str, name: str) -> None:
    """`Refused` when the text bears a marking or an identity card number with its check digit."""
    marking = _MARKING.search(text)
    if marking:
        refuse("secret", name, text=marking.group().strip())
    for found in findings([("", text)]):
        if found.kind == "identity":
            refuse("identity", name, text=found.masked)


def inspect_name(name: str) -> None:
    """The same for the name of a file, without its ending."""
    inspect(name.rpartition(".")[0] or name, name)


def inspect_bytes(content: bytes, name: str) -> None:
    """Markings with their star in bytes whose text cannot be read otherwise."""
    if any(spelled in content for spelled in _SPELLED):
        refuse("secret", name, text="\u2605")
