"""What templates of this app ask for: labels of fields, the scheme's English texts in Chinese."""

from django import template

from indexmetrics.evidence import words
from indexmetrics.evidence.scheme_texts import TEXTS

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
