"""User text made safe for a workbook: always text, never a formula, a link or a broken file."""

import re
from functools import lru_cache
from xml.sax.saxutils import escape

LONGEST = 32_767  # what one cell may hold
CUT = "…"
TITLE_LENGTH = 31

# What XML 1.0 cannot carry, lone surrogates included.
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Spreadsheet programs read _x0041_ as the letter A, so a literal one gets its underscore escaped.
_ESCAPE_ALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDE = re.compile("[\u2e80-\U0010ffff“”‘’—…·]+")
_TITLE_FORBIDDEN = re.compile(r"[\\/?*\[\]:\s]")


def clean(value: object) -> str:
    """The text without what a cell cannot hold, cut with a mark when it is too long."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = _FORBIDDEN.sub("", text)
    return text if _units(text) <= LONGEST else _cut(text)


def xml(value: object) -> str:
    """The cleaned text as the content of an XML element."""
    return escape(_ESCAPE_ALIKE.sub("_x005F_", clean(value)))


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A valid sheet title that no other sheet has; adds it to `taken`, which ignores case."""
    base = _TITLE_FORBIDDEN.sub(" ", clean(wanted))
    title, number = _short(base, ""), 1
    while title.casefold() in taken:
        number += 1
        title = _short(base, f" ({number})")
    taken.add(title.casefold())
    return title


def _short(base: str, suffix: str) -> str:
    """The base cut so that the suffix fits; neither end is a blank or an apostrophe."""
    room = (TITLE_LENGTH - len(suffix)) * 2
    kept = base.strip(" '").encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
    return (kept.strip(" '") or "-") + suffix


@lru_cache(maxsize=8_192)
def width(text: str) -> int:
    """How many Latin letters wide the text is; a Chinese character takes two."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _WIDE.findall(text)))


@lru_cache(maxsize=8_192)
def lines(text: str, columns: float) -> int:
    """How many lines the text takes in a column of that width."""
    room = max(columns - 1, 2)
    return sum(max(1, -(-width(part) // int(room))) for part in text.split("\n")) if text else 1


def _units(text: str) -> int:
    """The length as spreadsheets count it: UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text) if len(text) * 2 > LONGEST else 0


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: (LONGEST - len(CUT)) * 2]
    return kept.decode("utf-16-le", "ignore") + CUT
