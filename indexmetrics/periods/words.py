"""Quarters and months in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import pgettext

from branches.basics import quarters

QUARTERS = {1: N_("Q1 %(year)s"), 2: N_("Q2 %(year)s"), 3: N_("Q3 %(year)s"), 4: N_("Q4 %(year)s")}
SHORT_QUARTERS = {1: N_("Q1"), 2: N_("Q2"), 3: N_("Q3"), 4: N_("Q4")}


def quarter_words(code: str) -> str:
    """A quarter with its year."""
    quarter = quarters.parse(code)
    return _(QUARTERS[quarter.number]) % {"year": quarter.year}


def quarter_named(text: str) -> str:
    """The quarter of an address in words; an address that names none says what stands there."""
    try:
        return quarter_words(text)
    except ValueError:
        return text


def quarter_short(code: str) -> str:
    """A quarter without its year."""
    return _(SHORT_QUARTERS[quarters.parse(code).number])


def period_label(code: str) -> str:
    """A quarter or a month with its year."""
    if "Q" in str(code):
        return quarter_words(code)
    month = quarters.parse_month(code)
    name = date_format(date(month.year, month.number, 1), pgettext("month", "F"))
    return _("%(name)s %(year)s") % {"name": name, "year": month.year}
