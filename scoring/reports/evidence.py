"""The column of evidence on a score sheet: what stands behind an indicator, in one line."""

from collections import defaultdict

from django.utils.translation import pgettext

SHOWN = 18  # characters of a title; the whole title is in the point trail


def evidence_words(trail: dict) -> dict[str, str]:
    """Indicator → the first piece of accepted evidence and how many there are."""
    found: dict[str, list[str]] = defaultdict(list)
    for copy in trail.get("evidence", {}).values():
        if copy.get("state", "accepted") != "accepted":
            continue
        named = [copy["indicator"]] if copy.get("indicator") else []
        for code in dict.fromkeys([*copy.get("tags", []), *named]):
            found[code].append(_name(copy))
    return {code: _line(names) for code, names in found.items()}


def _name(copy: dict) -> str:
    if "register" in copy:
        return copy.get("document_number") or pgettext("workbook", "register entry")
    title = copy.get("title") or pgettext("workbook", "figure reported")
    return title if len(title) <= SHOWN else title[:SHOWN] + "…"


def _line(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return pgettext("workbook", "%(first)s and others, %(count)s in all") % {
        "first": names[0], "count": len(names)}
