"""Words of the scheme and of its fields, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

FIELD_NAMES = {
    "date": later("Date"), "title": later("Subject"), "place": later("Place"), "due": later("Members due"),
    "present": later("Members present"), "excused": later("Excused absences"), "covered": later("Members covered"),
    "themes": later("General themes"), "served": later("People served"), "partner": later("Partner"),
    "wishes_received": later("Wishes received"), "wishes_met": later("Wishes met"), "subject": later("Subject"),
    "closed_on": later("Closed on"), "fully_collected": later("Collected in full this month"),
    "ticked": later("Done"), "tags": later("Counts for"), "files": later("Files"),
    "num": later("Numerator"), "den": later("Denominator"),
}
CHOICES = {
    "secretary": later("Secretary"), "leader": later("Leader"), "model_member": later("Model member"),
    "outside": later("Outside lecturer"), "ordinary": later("Ordinary room"),
}
FREQUENCIES = {
    "monthly": later("Every month"), "quarterly": later("Once a quarter"),
    "semiannual": later("Every half-year"), "annual": later("Once a year"),
}
OFFICES = {
    "reviewer": later("the political office"), "political_office": later("the political office"),
    "discipline_office": later("the discipline office"), "bureau_committee": later("the bureau Party committee"),
    "survey": later("the anonymous survey"), "system": later("the branch register"),
}


def is_chinese() -> bool:
    """Does the reader read Chinese?"""
    return (get_language() or "zh").startswith("zh")


def named(row: dict) -> str:
    """A row's own name; Chinese where the scheme gives no other."""
    return row["name_zh"] if is_chinese() else row.get("name_en") or row["name_zh"]


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


def office_name(code: str) -> str:
    """Who enters a figure that the branch does not."""
    return _(OFFICES[code]) if code in OFFICES else code


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
        parts.append(f"{title} {article}".strip())
    return "; ".join(parts)
