"""The same matter counts once: what was recorded already and looks like what is being recorded."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.org.models import Branch
from indexmetrics.evidence import states
from indexmetrics.evidence.describing import day_text
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.words import kind_name
from indexmetrics.rulebook.outline import Outline

LIVE = (states.DRAFT, states.SUBMITTED, states.RETURNED, states.ACCEPTED)


@dataclass(frozen=True)
class Twin:
    """A record of the same day that seems to be the same matter; `shared` are indicators it would count for twice.

    Of another kind it certainly counts twice. Of the same kind it may be another meeting (a second
    group on the same evening), so the person may say that it is one.
    """

    record: Record
    shared: tuple[str, ...]
    is_certain: bool


def twin_of(branch: Branch, *, kind: str, day: date | None, title: str, codes: Iterable[str], but: int | None = None) -> Twin | None:
    """The first such record of the branch; two queries, by the branch's month."""
    if day is None:
        return None
    plain, codes = _plain(title), set(codes)
    same_day = Record.objects.filter(branch=branch, month=f"{day:%Y-%m}", date=day, state__in=LIVE).exclude(pk=but)
    for record in same_day.prefetch_related("tags").order_by("pk"):
        shared = tuple(sorted(codes & {tag.indicator for tag in record.tags.all()}))
        if shared and _plain(record.title) == plain and (plain or record.kind == kind):
            return Twin(record, shared, record.kind != kind)
    return None


def require_once(
    outline: Outline, branch: Branch, *, kind: str, day: date | None, title: str, codes: Iterable[str],
    but: int | None = None, apart: bool = False,
) -> None:
    """Refuse what would count twice; `apart` is a person's word that it is another matter of the same kind."""
    twin = twin_of(branch, kind=kind, day=day, title=title, codes=codes, but=but)
    if twin is None or (apart and not twin.is_certain):
        return
    message = _("“%(name)s” of %(day)s is recorded already and counts for %(codes)s; the same matter counts once. Choose the further indicators in that record.") % {
        "name": twin.record.title or kind_name(outline, twin.record), "day": day_text(twin.record.date),
        "codes": ", ".join(twin.shared)}
    raise Refused("twice", message, record=twin.record.pk, certain=twin.is_certain)


def _plain(title: str) -> str:
    """A title without what people vary: width, case, spaces, punctuation."""
    text = unicodedata.normalize("NFKC", title).casefold()
    return "".join(char for char in text if char.isalnum())
