"""What the address of a board says: its quarter and its edition, or 404 for nonsense."""

from django.http import Http404

from branches.basics import quarters


def quarter_code(text: str) -> str:
    """The quarter of an address, or 404."""
    try:
        return str(quarters.parse(text))
    except ValueError as error:
        raise Http404(text) from error


def edition_number(request) -> int | None:
    """The edition asked for in the address, or 404 for nonsense."""
    text = request.GET.get("edition", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Http404(text)
    return int(text) if text else None
