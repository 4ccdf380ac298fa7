"""Names of a scheme's rows in the reader's language."""

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as N_

COLOURS = {
    "red": N_("Red"), "orange": N_("Orange"), "yellow": N_("Yellow"), "blue": N_("Blue"), "grey": N_("Grey"),
}
GRADES = {
    1: N_("excellent"), 2: N_("good"), 3: N_("fair"), 4: N_("weak"), 5: N_("trailing"),
}


def named(row) -> str:
    """A scheme row's name in the reader's language; colours without an English name get one."""
    if get_language() != "en":
        return row.get("name_zh", "")
    name, code = row.get("name_en"), row.get("code", "")
    return name or (gettext(COLOURS[code]) if code in COLOURS else row.get("name_zh", ""))


def index_name(row) -> str:
    """An index's name without the word index, for narrow columns."""
    return named(row).removesuffix(gettext(" index"))


def grade(band) -> str:
    """The word of a colour: excellent, good, …"""
    if get_language() != "en":
        return band["label_zh"]
    order = band["order"]
    return band.get("label_en") or (gettext(GRADES[order]) if order in GRADES else band["label_zh"])


def colour_name(code: str) -> str:
    """A colour's name where there is no scheme at hand."""
    return gettext(COLOURS[code])


def circled(number: int) -> str:
    """A number from 1 to 20 in a circle."""
    return chr(0x245F + number)


def order_mark(band) -> str:
    """The circled number of a colour: ① is best."""
    return circled(band["order"])


def colour_word(band) -> str:
    """Colour, word and order mark, as printed in every cell."""
    return f"{named(band)} {grade(band)} {order_mark(band)}"
