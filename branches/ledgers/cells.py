"""Cells as XML fragments: everything after the cell's own reference, so equal cells are made once.

A row is `<c r="` + reference + fragment for each cell; `grid` adds the references.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from branches.ledgers.text import xml

_EPOCH = date(1899, 12, 30).toordinal()


@lru_cache(maxsize=1024)
def blank(style: int) -> str:
    """A cell with borders and nothing in it: not filled."""
    return f'" s="{style}"/>'


def words(style: int, value: str) -> str:
    """A text cell; whatever it begins with, it is never read as a formula."""
    content = xml(value)
    if not content:
        return blank(style)
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


@lru_cache(maxsize=32_768)
def text(style: int, value: str) -> str:
    """The same where a text stands in many cells."""
    return words(style, value)


@lru_cache(maxsize=32_768, typed=True)  # 3 and 3.00 are equal and are not written alike
def number(style: int, value: str | int | Decimal) -> str:
    """A number cell, with exactly the digits given."""
    return f'" s="{style}"><v>{value}</v></c>'


def day(style: int, value: date) -> str:
    """A real date."""
    return f'" s="{style}"><v>{value.toordinal() - _EPOCH}</v></c>'


def moment(style: int, value: datetime) -> str:
    """A day with its time, as the clock on the wall has it."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return f'" s="{style}"><v>{value.toordinal() - _EPOCH + seconds / 86_400}</v></c>'


def formula(style: int, expression: str, cached: str | int | Decimal) -> str:
    """A living number: the formula and the figure it had when written."""
    return f'" s="{style}"><f>{xml(expression)}</f><v>{cached}</v></c>'


def word_formula(style: int, expression: str, cached: str) -> str:
    """A formula that gives a word."""
    return f'" s="{style}" t="str"><f>{xml(expression)}</f><v>{xml(cached)}</v></c>'
