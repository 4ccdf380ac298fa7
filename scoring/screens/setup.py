"""How one screen is set up (pure): which pages it turns, how long each stands, light or dark."""

from django.utils.translation import gettext_lazy as _

SECONDS = (10, 15, 20, 30, 45, 60)  # each has its countdown in wall.css
USUAL = 20
PAGES = (
    ("board", _("Board by group")),
    ("indices", _("The five indices")),
    ("trend", _("Colours by quarter")),
    ("improved", _("Most improved")),
    ("rectified", _("Rectification signed off")),
    ("brands", _("One branch, one brand")),
    ("legend", _("How to read the board")),
)
ALL_PAGES = tuple(code for code, _name in PAGES)
NAMES = dict(PAGES)


def shown_pages(chosen: list[str]) -> tuple[str, ...]:
    """The chosen pages in the order of their turn; nothing chosen means all."""
    return tuple(code for code in ALL_PAGES if code in chosen) or ALL_PAGES
