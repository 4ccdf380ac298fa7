"""The words of a printed sheet: periods and days in the reader's language."""

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import pgettext

from branches.basics import clock, quarters

QUARTERS = {1: N_("Q1 %(year)s"), 2: N_("Q2 %(year)s"), 3: N_("Q3 %(year)s"), 4: N_("Q4 %(year)s")}


def quarter_words(code: str) -> str:
    """A quarter in words."""
    values = quarters.label_values(code)
    return _(QUARTERS[values["quarter"]]) % values


def day_words(moment: str) -> str:
    """The day of an ISO moment, on the bureau's clock."""
    found = parse_datetime(moment)
    return date_format(clock.local(found), pgettext("date", "j F Y")) if found else ""
