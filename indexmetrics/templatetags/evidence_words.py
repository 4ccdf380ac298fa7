"""What templates of this app ask for: labels of fields, the scheme's English texts in Chinese."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import pgettext

from indexmetrics.evidence import words
from indexmetrics.evidence.scheme_texts import TEXTS

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
register = template.Library()
register.filter("field_name", words.field_name)


@register.filter
def scheme_text(text: str) -> str:
    """A text that the scheme gives in English only; in Chinese where the catalogue knows it."""
    return str(TEXTS.get(text, text))


@register.filter
def split_words(text: str) -> list[str]:
    """The words of a constant list."""
    return text.split()


@register.filter
def kilobytes(size: int) -> str:
    """A file's size in KB or MB."""
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"


@register.filter
def month_short(month: str) -> str:
    """A month without its year: the year stands above."""
    year, number = month.split("-")
    return date_format(date(int(year), int(number), 1), pgettext("month of the year", "F"))


@register.filter
def weekday(day: date) -> str:
    """The day of the week, as short as people say it."""
    return _(WEEKDAYS[day.weekday()])
