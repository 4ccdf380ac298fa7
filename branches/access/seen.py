"""What the person saw who sends a form that changes something: its version, held against what stands now."""

import hashlib

from django.db.models import Model
from django.utils.translation import gettext as _

from branches.basics.refusals import Stale

DIGITS = 15  # fits any whole number of a form or a script


def seen_version(request, now=None) -> int:
    """The version in the form; Stale, with `now` as what is saved, when the form carries none.

    Whoever changes something says what he saw: nothing is overwritten by a form that does not know it.
    """
    text = request.POST.get("_version", "")
    if not text:
        raise Stale(current=now, message=_("The form does not say which version it shows; please look again."))
    if not (text.isascii() and text.isdigit() and len(text) <= 2 * DIGITS):
        raise Stale(current=now, message=_("The form's version is not a number; reload the page."))
    return int(text)


def require_seen(request, version: int, now=None) -> None:
    """Refuse (Stale) unless the form shows this version; `now` is what is saved, in words for the page."""
    if seen_version(request, now) != version:
        raise Stale(current=now, message=_("It was changed since you looked at it; your text is kept below."))


def version_of(*parts) -> int:
    """A version for things that count none: another number whenever one of these rows or values differs."""
    told = repr([_columns(part) if isinstance(part, Model) else str(part) for part in parts])
    return int(hashlib.sha256(told.encode()).hexdigest(), 16) % 10**DIGITS


def held(row: Model) -> Model:
    """The row as it is now, held until the transaction ends: what is compared is what is then changed.

    Rows that only point at it may be written meanwhile.
    """
    return type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)


def _columns(row: Model) -> list[str]:
    return [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
