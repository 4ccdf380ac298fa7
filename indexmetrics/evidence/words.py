"""Words of the scheme and of its fields, in the reader's language."""

import re

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from indexmetrics.schemes.naming import named

FIELD_NAMES = {
    "date": N_("Date"), "title": N_("Subject"), "place": N_("Place"), "due": N_("Members due"),
    "present": N_("Members present"), "excused": N_("Excused absences"), "covered": N_("Members covered"),
    "themes": N_("General themes"), "served": N_("People served"), "partner": N_("Partner"),
    "wishes_received": N_("Wishes received"), "wishes_met": N_("Wishes met"), "subject": N_("Subject"),
    "closed_on": N_("Closed on"), "fully_collected": N_("Collected in full this month"),
    "ticked": N_("Done"), "tags": N_("Counts for"), "files": N_("Files"),
    "num": N_("Numerator"), "den": N_("Denominator"),
}
CHOICES = {
    "secretary": N_("Secretary"), "leader": N_("Leader"), "model_member": N_("Model member"),
    "outside": N_("Outside lecturer"), "ordinary": N_("Ordinary room"),
}
FREQUENCIES = {
    "monthly": N_("Every month"), "quarterly": N_("Once a quarter"),
    "semiannual": N_("Every half-year"), "annual": N_("Once a year"),
}
ARTICLE = re.compile(r"(art\.(?P<number>[\d, -]+))?(?P<remark>\(.*\))?")

STATE_NAMES = {
    "not_due": N_("not due"), "missing": N_("missing"), "draft": N_("draft"), "submitted": N_("submitted"),
    "returned": N_("returned"), "accepted": N_("accepted"), "not_applicable": N_("not applicable"), "exempt": N_("exempt"),
}


def state_name(state: str) -> str:
    """One of the seven states in a word."""
    return _(STATE_NAMES[state])


def state_tag(state: str) -> str:
    """The mark and word of a state, as every page shows it."""
    return render_to_string("components/state_tag.html", {"state": state})


def is_chinese() -> bool:
    """Does the reader read Chinese?"""
    return (get_language() or "zh").startswith("zh")


def field_name(name: str) -> str:
    """The label of a field of an event."""
    return _(FIELD_NAMES[name]) if name in FIELD_NAMES else name


def choice_name(value: str) -> str:
    """An option's value in words: its Chinese tail when it has one (`mobile_流动讲堂`)."""
    start = next((place for place, char in enumerate(value) if ord(char) > 127), None)
    if start is not None and is_chinese():
        return value[start:]
    plain = value[:start].rstrip("_") if start else value
    return _(CHOICES[plain]) if plain in CHOICES else plain.replace("_", " ")


def frequency_name(code: str) -> str:
    """How often an indicator is asked."""
    return _(FREQUENCIES[code]) if code in FREQUENCIES else code


def kind_name(outline, record) -> str:
    """What a record is: its event kind, or the figure it gives."""
    if record.is_figure:
        row = outline.figures.get((record.indicator, record.part))
        return row["name_zh"] if row else record.indicator
    row = outline.event_kinds.get(record.kind)
    return named(row) if row else record.kind


def basis_text(outline, body: dict) -> str:
    """The regulations an indicator rests on, by title, with the article."""
    titles = {row["id"]: row for row in outline.document.get("basis_regulations", [])}
    parts = []
    for reference in body.get("basis", []):
        code, _space, article = reference.partition(" ")
        row = titles.get(code)
        title = named(row) if row else code
        parts.append(f"{title} {_article(article)}".strip())
    return "; ".join(parts)


def _article(text: str) -> str:
    """`art.16 (a remark)` as the reader writes it: 第16条, or article 16 with the remark."""
    found = ARTICLE.fullmatch(text)
    if not found:
        return text
    number = _("article %(number)s") % {"number": found["number"].strip()} if found["number"] else ""
    return number if is_chinese() else f"{number} {found['remark'] or ''}".strip()


def fields_of(outline, record) -> list[tuple[str, str]]:
    """(field, words) that can be opened again."""
    if record.is_figure:
        row = outline.figures.get((record.indicator, record.part))
        return list(row["asks"].items()) if row else []
    row = outline.event_kinds.get(record.kind)
    names = row["fields"] if row else []
    return [(name, field_name(name)) for name in [*names, "files"]]
