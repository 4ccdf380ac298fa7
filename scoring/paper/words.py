"""The words of a printed sheet: days in the reader's language."""

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import pgettext

from branches.basics import clock


def day_words(moment: str) -> str:
    """The day of an ISO moment, on the bureau's clock."""
    found = parse_datetime(moment)
    return date_format(clock.local(found), pgettext("date", "j F Y")) if found else ""
