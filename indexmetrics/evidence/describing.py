"""A record in words: its fields in the scheme's order, attendance in one line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indexmetrics.evidence.models import Record
from indexmetrics.evidence.words import choice_name, field_name
from indexmetrics.rulebook.outline import Outline
from indexmetrics.schemes.naming import named


@dataclass(frozen=True)
class Fact:
    """One line of a record: the field, its label, its text."""

    name: str
    label: str
    text: str


def described(outline: Outline, record: Record) -> list[Fact]:
    """Everything a record says, ready to be shown."""
    if record.is_figure:
        row = outline.figures.get((record.indicator, record.part))
        asks = row["asks"] if row else {}
        lines = [Fact(key, words, str(record.data.get(key, ""))) for key, words in asks.items()]
        rate = share(record.data.get("num"), record.data.get("den"))
        return lines + ([Fact("rate", _("Share"), rate)] if rate else [])
    row = outline.event_kinds.get(record.kind)
    if row is None:
        return [Fact(name, name, str(value)) for name, value in record.data.items()]
    found = []
    for name in row["fields"]:
        if name in ("date", "title"):
            text = day_text(record.date) if name == "date" else record.title
        elif name in ("due", "excused") and "present" in row["fields"]:
            continue
        elif name == "present":
            found.append(_attendance(outline, record))
            continue
        else:
            text = _value(name, record.data.get(name))
        found.append(Fact(name, field_name(name), text))
    found += [
        Fact(option["code"], named(option), choice_name(record.data[option["code"]]))
        for option in row.get("options", []) if record.data.get(option["code"])
    ]
    if "ticked" in record.data:
        found.append(Fact("ticked", field_name("ticked"), str(len(record.data["ticked"]))))
    return found


def attendance_rate(data: dict) -> str:
    """Present of those due and not excused, in whole percent; empty without both figures."""
    if "due" not in data or "present" not in data:
        return ""
    return share(data["present"], data["due"] - sum(data.get("excused", {}).values()))


def share(part, whole) -> str:
    """A share in whole percent, half up; empty when there is no whole."""
    if part in (None, "") or whole in (None, "") or not Decimal(str(whole)):
        return ""
    return f"{(Decimal(str(part)) * 100 / Decimal(str(whole)) + Decimal('0.5')) // 1:f}%"


def day_text(value: date | None) -> str:
    """A day in words of the reader's language."""
    return date_format(value, pgettext("date", "j F Y")) if value else ""


def summary(outline: Outline, record: Record) -> str:
    """The figures of a record in a few characters, for lists and anchors."""
    data = record.data
    if record.is_figure or "num" in data:
        return " / ".join(str(data[key]) for key in ("num", "den") if key in data)
    rate = attendance_rate(data)
    if rate:
        excused = sum(data.get("excused", {}).values())
        return f"{data['present']} / {data['due'] - excused} = {rate}"
    return str(data["present"]) if "present" in data else ""


def _attendance(outline: Outline, record: Record) -> Fact:
    data = record.data
    if "due" not in data:
        return Fact("present", field_name("present"), str(data.get("present", "")))
    names = {row["code"]: named(row) for row in outline.document["absence_excuses"]}
    excused = data.get("excused", {})
    words = ", ".join(f"{names.get(code, code)} {count}" for code, count in excused.items())
    text = _("%(present)s of %(due)s; excused %(excused)s; %(rate)s") % {
        "present": data.get("present", ""), "due": data["due"],
        "excused": f"{sum(excused.values())} ({words})" if excused else 0, "rate": attendance_rate(data) or "—",
    }
    return Fact("present", _("Attendance"), text)


def _value(name: str, value) -> str:
    if name == "fully_collected":
        return _("Yes") if value else _("No")
    if name == "closed_on":
        return day_text(date.fromisoformat(value)) if value else _("not yet")
    return "" if value is None else str(value)
