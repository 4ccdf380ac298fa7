"""Pieces of a page that a later slice lends to an earlier one; the settings say who lends where."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@cache
def _lenders(place: str) -> tuple[Callable[..., str], ...]:
    """The functions named for a place in `settings.PANELS`, imported once."""
    return tuple(import_string(name) for name in settings.PANELS.get(place, ()))


def panels(place: str, **about) -> list[str]:
    """The rendered pieces for a place, in the order of the settings; a lender with nothing to show gives "".

    Every lender decides itself whether the user may see its piece.
    """
    return [piece for piece in (lender(**about) for lender in _lenders(place)) if piece]
