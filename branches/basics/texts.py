"""Text as it is kept: one form of each character, nothing that cannot be seen (pure)."""

import unicodedata

# Zero-width and direction marks, and what else draws nothing but changes what is read or compared.
_UNSEEN = frozenset(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x00AD, 0x061C, 0x180E, 0xFEFF,
     *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]
)
_KEPT = "\t\n"


def cleaned(text: str) -> str:
    """The text in NFC, lines ended by LF, without control, zero-width and direction characters."""
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in lines if sign in _KEPT or not _is_unseen(sign))
    return unicodedata.normalize("NFC", seen)


def unseen_in(text: str) -> int:
    """How many characters `cleaned` takes out that nobody can see; line ends do not count."""
    if text.isprintable():  # no sign of the sets below is
        return 0
    plain = text.replace("\r", "")
    return sum(1 for sign in plain if sign not in _KEPT and _is_unseen(sign))


def file_name(name: str, most: int = 200) -> str:
    """A file's name as people see it: no folder, nothing unseen, no sign that systems reserve, at most `most`."""
    base = cleaned(name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(" " if sign in "\t\n" else "_" if sign in '<>:"|?*' else sign for sign in base).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[: most - 1 - len(suffix)]}{dot}{suffix}" if dot else kept[:most]


def _is_unseen(sign: str) -> bool:
    return ord(sign) in _UNSEEN or unicodedata.category(sign) in ("Cc", "Cs")
