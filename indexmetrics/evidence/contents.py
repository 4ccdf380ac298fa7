"""What a record may say: the rules for its fields, by its kind, in one place for screens and imports."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from branches.basics import numbers, quarters
from branches.basics.refusals import Refused
from indexmetrics.rulebook.outline import Outline

COUNTS = ("due", "present", "covered", "served", "wishes_received", "wishes_met")
TEXTS = ("place", "partner", "subject", "themes")
MAX_COUNT = 100_000


def clean_event(
    outline: Outline, *, kind: str, month: str, day: date | None, title: str, data: dict, tags: list[str],
) -> tuple[dict, list[str], list[str]]:
    """The event's data in its stored form, its own indicators and its chosen ones; `Refused` names the field."""
    row = outline.event_kinds.get(kind)
    if row is None:
        raise Refused("kind", _("This kind of event is not in the scheme."))
    if day is None or str(quarters.month_of(day)) != month:
        raise Refused("date", _("The date must lie in %(month)s.") % {"month": month})
    if "title" in row["fields"] and not title.strip():
        raise Refused("title", _("Please give a title."))
    own = list(dict.fromkeys(feed["indicator"] for feed in row["feeds"]))
    chosen = [code for code in dict.fromkeys(tags) if code not in own]
    _check_tags(outline, row, own, chosen)
    fields = [name for name in row["fields"] if name not in ("date", "title")]
    cleaned = {name: _field(name, data.get(name)) for name in fields}
    for option in row.get("options", []):
        value = data.get(option["code"])
        if value and value not in option["values"]:
            raise Refused(option["code"], _("“%(value)s” is not one of the choices.") % {"value": value})
        if value:
            cleaned[option["code"]] = value
    ticks = [feed["key"] for feed in row["feeds"] if feed["value"] == "one_when_ticked"]
    if ticks:
        cleaned["ticked"] = [key for key in ticks if key in data.get("ticked", [])]
    _check_attendance(outline, cleaned)
    return {name: value for name, value in cleaned.items() if value not in (None, "", {})}, own, chosen


def clean_figure(outline: Outline, *, indicator: str, part: str, data: dict) -> dict:
    """The figure's numbers as exact decimal text; `Refused` names the field."""
    row = outline.figures.get((indicator, part))
    if row is None:
        raise Refused("indicator", _("The scheme asks no figure for %(code)s.") % {"code": indicator})
    cleaned = {key: _number(key, data.get(key)) for key in row["asks"]}
    if {"num", "den"} <= set(cleaned) and Decimal(cleaned["num"]) > Decimal(cleaned["den"]):
        raise Refused("num", _("The first figure cannot be larger than the second."))
    return cleaned


def _check_tags(outline: Outline, row: dict, own: list[str], chosen: list[str]) -> None:
    allowed = {feed["indicator"] for feed in row.get("may_also_feed", [])}
    for code in chosen:
        if code not in allowed:
            raise Refused("tags", _("This kind of event cannot count for %(code)s.") % {"code": code})
    limit = outline.document["evidence_policy"]["max_indicators_per_event"]
    if len(own) + len(chosen) > limit:
        raise Refused("tags", _("One event counts for at most %(limit)s indicators.") % {"limit": limit})


def _field(name: str, value):
    if name == "excused":
        return {code: _count(name, number) for code, number in (value or {}).items() if number not in (None, "", 0)}
    if name in COUNTS:
        return None if value in (None, "") else _count(name, value)
    if name == "closed_on":
        return value.isoformat() if isinstance(value, date) else (value or None)
    if name == "fully_collected":
        return bool(value)
    return (value or "").strip()


def _count(name: str, value) -> int:
    try:
        number = numbers.whole(value)
    except ValueError:
        number = -1
    if not 0 <= number <= MAX_COUNT:
        raise Refused(name, _("Please give a whole number from 0 to %(most)s.") % {"most": MAX_COUNT})
    return number


def _number(name: str, value) -> str:
    try:
        number = Decimal(numbers.plain(value))
    except ValueError:
        number = Decimal(-1)
    if number < 0 or number > 10**9 or number.as_tuple().exponent < -4:
        raise Refused(name, _("Please give a number of at least 0 with at most four decimals."))
    return f"{number.normalize():f}"


def _check_attendance(outline: Outline, data: dict) -> None:
    excused = data.get("excused") or {}
    known = {row["code"] for row in outline.document["absence_excuses"]}
    if set(excused) - known:
        raise Refused("excused", _("An unknown reason of absence was given."))
    due, present = data.get("due"), data.get("present")
    if due is None or present is None:
        if due is not None or excused:
            raise Refused("present", _("Please give both figures: members due and members present."))
        return
    if present + sum(excused.values()) > due:
        raise Refused("present", _("Present and excused together cannot be more than due (%(due)s).") % {"due": due})
