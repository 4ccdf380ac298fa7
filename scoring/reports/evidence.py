"""The column of evidence on a score sheet: what stands behind an indicator, in one line."""

from collections import defaultdict

from django.utils.translation import pgettext

SHOWN, SHORT = 18, 7  # characters of a title, and where room is scarce; all of it is in the point trail


class Phrases:
    """The three fixed phrases, looked up once."""

    def __init__(self) -> None:
        self.register = pgettext("workbook", "register entry")
        self.figure = pgettext("workbook", "figure reported")
        self.many = pgettext("workbook", "%(first)s and others, %(count)s in all")


def evidence_words(trail: dict, phrases: Phrases, shown: int = SHOWN) -> dict[str, str]:
    """Indicator → the first piece of accepted evidence and how many there are."""
    found: dict[str, list[str]] = defaultdict(list)
    for copy in trail.get("evidence", {}).values():
        if copy.get("state", "accepted") != "accepted":
            continue
        named = [copy["indicator"]] if copy.get("indicator") else []
        for code in dict.fromkeys([*copy.get("tags", []), *named]):
            found[code].append(_name(copy, phrases, shown))
    return {
        code: names[0] if len(names) == 1 else phrases.many % {"first": names[0], "count": len(names)}
        for code, names in found.items()
    }


def _name(copy: dict, phrases: Phrases, shown: int) -> str:
    if "register" in copy:
        return copy.get("document_number") or phrases.register
    title = copy.get("title") or phrases.figure
    return title if len(title) <= shown else title[:shown] + "…"
