"""What no scheme document may hold, whatever it is about; asked before its meaning, for every form of file.

The shipped scheme is 12 levels deep, holds 2,500 values and lists of at most 19 rows: the limits leave much room.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from branches.basics.texts import unseen_in
from indexmetrics.schemes.document import Doubled

DEEPEST, MOST_ROWS, MOST_VALUES = 20, 500, 20_000
LONGEST_TEXT, LONGEST_NAME, MOST_DIGITS = 5_000, 100, 15
MOST_SHOWN, SHOWN = 100, 60  # faults; characters of a value
TEXTS = frozenset({"code", "name_zh", "name_en"})  # wherever they stand
# Names that programs give a meaning of their own.
RESERVED = frozenset({"constructor", "prototype"})


def faults_in(document: Any) -> list[str]:
    """A sentence for each fault: the place, the value, what to do; at most a hundred."""
    walk = _Walk()
    found = list(islice(walk.of(document, "", 1), MOST_SHOWN))
    if walk.seen > MOST_VALUES:
        found.append(_("The document holds more than %(most)d values; a scheme needs fewer.") % {"most": MOST_VALUES})
    return found


def shortened(lines: list[str]) -> str:
    """The lines as one text; beyond a hundred their number is enough."""
    more = len(lines) - MOST_SHOWN
    return "\n".join([*lines[:MOST_SHOWN], *([_("… and %(count)d more") % {"count": more}] if more > 0 else [])])


class _Walk:
    """Goes through a document once and stops where it is too deep or too large."""

    def __init__(self) -> None:
        self.seen = 0

    def of(self, value: Any, place: str, depth: int) -> Iterator[str]:
        """The faults of a value and of everything in it."""
        self.seen += 1
        if self.seen > MOST_VALUES:
            return
        if isinstance(value, str):
            yield from _text(value, place, LONGEST_TEXT)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            yield from _number(value, place)
        elif isinstance(value, (dict, list)) and depth > DEEPEST:
            yield _("%(place)s: nested more than %(most)d levels deep; take it apart.") % {
                "place": shown(place), "most": DEEPEST}
        elif isinstance(value, dict):
            yield from self._object(value, place, depth)
        elif isinstance(value, list):
            yield from self._list(value, place, depth)

    def _object(self, value: dict, place: str, depth: int) -> Iterator[str]:
        if isinstance(value, Doubled):
            yield _("%(place)s: “%(value)s” stands twice in one object; keep one of them.") % {
                "place": shown(place) or "{}", "value": shown(value.twice)}
        for key, item in value.items():
            inside = f"{place}.{key}" if place else key
            yield from _name(key, inside)
            if key in TEXTS and not isinstance(item, str | None):
                yield _("%(place)s: “%(value)s” is no text; put it into quotation marks.") % {
                    "place": shown(inside), "value": shown(f"{item}")}
            yield from self.of(item, inside, depth + 1)

    def _list(self, value: list, place: str, depth: int) -> Iterator[str]:
        if len(value) > MOST_ROWS:
            yield _("%(place)s: %(count)d entries; a list has at most %(most)d.") % {
                "place": shown(place), "count": len(value), "most": MOST_ROWS}
            return
        for number, item in enumerate(value):
            code = item.get("code") if isinstance(item, dict) else None
            yield from self.of(item, f"{place}[{code if isinstance(code, str) and code else number}]", depth + 1)


def _name(key: str, place: str) -> Iterator[str]:
    if not key.strip() or key.startswith("__") or key in RESERVED:
        yield _("%(place)s: “%(value)s” cannot be the name of a field; choose another.") % {
            "place": shown(place), "value": shown(key)}
    yield from _text(key, place, LONGEST_NAME)


def _text(text: str, place: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield _("%(place)s: a text of %(count)d characters, “%(value)s”; at most %(most)d.") % {
            "place": shown(place), "count": len(text), "value": shown(text), "most": most}
    elif unseen_in(text):
        yield _("%(place)s: “%(value)s” holds a character that cannot be seen; take it out.") % {
            "place": shown(place), "value": shown(text)}


def _number(value: int | float | Decimal, place: str) -> Iterator[str]:
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not exact.is_finite():
        yield _("%(place)s: %(value)s is no number; write one such as 12.5.") % {"place": shown(place), "value": exact}
    elif abs(exact.adjusted()) >= MOST_DIGITS or len(exact.as_tuple().digits) > MOST_DIGITS:
        yield _("%(place)s: the number %(value)s has too many digits; at most %(most)d.") % {
            "place": shown(place), "value": shown(f"{exact}"), "most": MOST_DIGITS}


def shown(text: str) -> str:
    """A text as it can be shown: what cannot be seen by its number, the rest of a long one left out."""
    seen = "".join(sign if not unseen_in(sign) else f"[U+{ord(sign):04X}]" for sign in text[:SHOWN])
    return seen + ("…" if len(text) > SHOWN else "")
