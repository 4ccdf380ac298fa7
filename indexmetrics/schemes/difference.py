"""What a new version of a scheme changes, row by row, for people to read before it is locked."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from branches.basics import printing
from indexmetrics.schemes.naming import named

WORDS = {
    "scheme": N_("Scheme"), "version": N_("Version"), "branch_types": N_("Branch types"),
    "branch_attributes": N_("Branch attributes"), "absence_excuses": N_("Excused absences"), "indices": N_("Indices"),
    "indicators": N_("Indicators"), "weight": N_("Weight"), "max_points": N_("Full marks"), "rule": N_("Rule"),
    "bonus": N_("Bonus"), "penalties": N_("Penalty"), "items": N_("Items"), "total_cap": N_("Cap in all"), "cap": N_("Cap"),
    "levels": N_("Levels"), "vetoes": N_("Vetoes"), "colour_bands": N_("Colours"), "colour_caps": N_("Colour caps"),
    "ranking": N_("Ranking"), "annual": N_("The year"), "calendar": N_("Deadlines"), "appeal": N_("Review requests"),
    "name_zh": N_("Chinese name"), "name_en": N_("English name"), "target": N_("Target"), "type": N_("Type"),
    "parts": N_("Parts"), "event_kinds": N_("Kinds of events"), "figures": N_("Figures"), "registers": N_("Registers"),
    "applies_to_branch_types": N_("Applies to"), "scored_in_quarters": N_("Scored in quarters"),
    "when_missing": N_("When nothing is given"), "points": N_("Points"), "bands": N_("Steps of points"),
    "basis": N_("Basis"), "basis_regulations": N_("Regulations"), "early_warnings": N_("Early warnings"),
    "normalisation": N_("Scaling"), "evidence_policy": N_("Evidence"), "feeds": N_("Counts for"),
}


@dataclass(frozen=True)
class Change:
    """One difference: where, what was, what will be; "" on one side means added or taken out."""

    place: tuple[str, ...]
    old: str
    new: str

    @property
    def is_added(self) -> bool:
        """Is it new?"""
        return not self.old

    @property
    def is_gone(self) -> bool:
        """Is it taken out?"""
        return not self.new


def differences(old: dict, new: dict) -> list[Change]:
    """Every difference of two scheme documents in the order of the new one."""
    return list(_compare((), old, new))


def _compare(place: tuple[str, ...], old, new) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _pair((*place, _word(key)), key in old, old.get(key), key in new, new.get(key))
    elif _are_rows(old) and _are_rows(new):
        before, after = _keyed(old), _keyed(new)
        for key in [*after, *(key for key in before if key not in after)]:
            row = after.get(key) or before[key]
            name = " ".join(part for part in (key, named(row)) if part)
            yield from _pair((*place, name), key in before, before.get(key), key in after, after.get(key))
        if list(before) != list(after) and set(before) == set(after):
            yield Change((*place, _("order")), ", ".join(before), ", ".join(after))
    else:
        yield Change(place, _text(old), _text(new))


def _pair(place: tuple[str, ...], was: bool, old, is_now: bool, new) -> Iterator[Change]:
    if was and is_now:
        yield from _compare(place, old, new)
    elif is_now:
        yield Change(place, "", _text(new))
    else:
        yield Change(place, _text(old), "")


def _are_rows(value) -> bool:
    codes = [row.get("code") for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return bool(codes) and len(codes) == len(value) and all(codes) and len(set(codes)) == len(codes)


def _keyed(rows: list[dict]) -> dict[str, dict]:
    return {row["code"]: row for row in rows}


def _word(key: str) -> str:
    return _(WORDS[key]) if key in WORDS else key


def _text(value) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return printing.plain(value)
    if isinstance(value, dict):
        own = " ".join(part for part in (str(value.get("code", "")), named(value)) if part)
        return own or "; ".join(f"{_word(key)} {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_text(item) for item in value)
    return str(value)
