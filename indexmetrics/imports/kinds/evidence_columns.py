"""The columns of a month's table, from the scheme's kinds of events and its figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as N_

from indexmetrics.evidence.models import Record
from indexmetrics.evidence.words import FIELD_NAMES, choice_name, named
from indexmetrics.imports.columns import CHOICE, DAY, FLAG, MANY, NUMBER, WHOLE, Column
from indexmetrics.rulebook.outline import Outline

FIGURE = "figure:"
WHOLES = ("due", "present", "covered", "served", "wishes_received", "wishes_met")
WORDS = ("place", "themes", "partner", "subject")
MOST = 100_000


def columns_of(outline: Outline) -> list[Column]:
    """Number, kind, day, then every field that some kind asks for."""
    figures = [
        (f"{FIGURE}{indicator}:{part}", f"{indicator}{part} {row['name_zh']}")
        for (indicator, part), row in outline.figures.items() if row["entered_by"] == "branch"
    ]
    kinds = tuple((code, named(row)) for code, row in outline.event_kinds.items())
    indicators = tuple((code, named(row.body)) for code, row in outline.indicators.items())
    asked = {name for row in outline.event_kinds.values() for name in row["fields"]}
    return [
        Column("entry", N_("Record number"), WHOLE, note=N_("Given by the system; leave it empty for a new row.")),
        Column("kind", N_("Kind"), CHOICE, choices=(*kinds, *figures), required=True, width=26),
        Column("date", FIELD_NAMES["date"], DAY), Column("title", N_("Topic"), width=36, note=N_("No names, nothing classified.")),
        *(Column(name, FIELD_NAMES[name], WHOLE, most=MOST) for name in ("due", "present") if name in asked),
        *(Column(f"excused:{row['code']}", row["name_zh"], WHOLE, most=MOST) for row in outline.document["absence_excuses"]),
        *(Column(name, FIELD_NAMES[name], WHOLE, most=MOST) for name in WHOLES[2:] if name in asked),
        *(Column(name, N_("Matter disclosed") if name == "subject" else FIELD_NAMES[name], longest=500, width=24)
          for name in WORDS if name in asked),
        *([Column("closed_on", FIELD_NAMES["closed_on"], DAY)] if "closed_on" in asked else []),
        *([Column("fully_collected", FIELD_NAMES["fully_collected"], FLAG)] if "fully_collected" in asked else []),
        *_options(outline), *_ticks(outline),
        Column("tags", FIELD_NAMES["tags"], MANY, choices=indicators, width=24, note=N_("Several are parted by commas.")),
        Column("num", FIELD_NAMES["num"], NUMBER, note=N_("For figures only.")),
        Column("den", FIELD_NAMES["den"], NUMBER, note=N_("For figures only.")),
    ]


def values_of(record: Record) -> dict[str, Any]:
    """A record as a row."""
    data = record.data
    if record.is_figure:
        return {"entry": record.pk, "kind": f"{FIGURE}{record.indicator}:{record.part}",
                **{key: Decimal(value) for key, value in data.items()}}
    row: dict[str, Any] = {"entry": record.pk, "kind": record.kind, "date": record.date, "title": record.title or None}
    for name, value in data.items():
        if name == "excused":
            row |= {f"excused:{code}": number for code, number in value.items()}
        elif name == "closed_on":
            row[name] = date.fromisoformat(value)
        elif name in (*WHOLES, *WORDS, "fully_collected", "ticked"):
            row[name] = value
        else:
            row[f"opt:{name}"] = value
    row["tags"] = sorted(tag.indicator for tag in record.tags.all() if not tag.is_own) or None
    return row


def fields_of(values: dict[str, Any]) -> dict[str, Any]:
    """A row as the data of an event."""
    data: dict[str, Any] = {"excused": {}}
    for code, value in values.items():
        if value is None:
            continue
        if code.startswith("excused:"):
            data["excused"][code[8:]] = value
        elif code.startswith("opt:"):
            data[code[4:]] = value
        elif code in (*WHOLES, *WORDS, "closed_on", "fully_collected", "ticked"):
            data[code] = value
    return data


def _options(outline: Outline) -> list[Column]:
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for row in outline.event_kinds.values():
        for option in row.get("options", []):
            _name, values = found.setdefault(option["code"], (named(option), {}))
            values |= {value: choice_name(value) for value in option["values"]}
    return [Column(f"opt:{code}", name, CHOICE, choices=tuple(values.items())) for code, (name, values) in found.items()]


def _ticks(outline: Outline) -> list[Column]:
    names = {
        item["code"]: named(item) for row in outline.indicators.values() for item in row.body["rule"].get("items", [])
    }
    keys = [
        feed["key"] for row in outline.event_kinds.values() for feed in row["feeds"] if feed["value"] == "one_when_ticked"
    ]
    choices = tuple((key, names.get(key, key)) for key in dict.fromkeys(keys))
    return [Column("ticked", FIELD_NAMES["ticked"], MANY, choices=choices, width=24)] if choices else []
