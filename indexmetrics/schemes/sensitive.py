"""Finds what must not be sent: identity numbers, phone numbers, case numbers, secrecy markings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dXx])")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# A case number names office, trade and year: “舟公（普）受案字〔2026〕123号”, or A + 22 digits.
_CASE = re.compile(r"[\u53d7\u7acb]\u6848\u5b57.{0,3}\d{4}.{0,3}\d+\s*\u53f7|(?<![A-Z0-9])A\d{22}(?!\d)")
_SECRET = re.compile(r"\u7edd\u5bc6|\u673a\u5bc6|\u79d8\u5bc6\s*\u2605|[\u79d8\u673a\u7edd]\u5bc6\s*[\u2605\u2606]")
_WORDS = {
    "identity": N_("an identity card number"), "mobile": N_("a mobile phone number"),
    "case": N_("a case number"), "secret": N_("a secrecy marking"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that should be taken out, and where it stands."""

    kind: str
    place: str
    text: str

    @property
    def word(self) -> str:
        """What it is, in words."""
        return _(_WORDS[self.kind])

    @property
    def masked(self) -> str:
        """Enough to find it in the text, not enough to spread it."""
        return self.text if self.kind == "secret" else f"{self.text[:3]}…{self.text[-2:]}"


def findings(texts: Iterable[tuple[str, str]]) -> list[Finding]:
    """What stands in (place, text) pairs; the order of the texts."""
    found = []
    for place, text in texts:
        for match in _IDENTITY.finditer(text):
            if _is_identity(match.group()):
                found.append(Finding("identity", place, match.group()))
        for kind, pattern in (("mobile", _MOBILE), ("case", _CASE), ("secret", _SECRET)):
            found += [Finding(kind, place, match.group()) for match in pattern.finditer(text)]
    return found


def _is_identity(number: str) -> bool:
    """The check digit of GB 11643 tells an identity number from any other eighteen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == number[17].upper()
