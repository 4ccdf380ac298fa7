"""The shape of a scheme document: what must be text, a list, an object.

Checked before everything else, so that the other checks may walk the document freely.
Anything may be missing here; what is needed is said by the check that needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .finder import Finder

TEXT = "text"
ANY: dict[str, Any] = {}  # an object of any fields
EACH = "*"  # a mapping whose values all have one shape

_NAMED = {"code": TEXT, "name_zh": TEXT, "name_en": TEXT}
_RULE = {
    "type": TEXT,
    "measure": TEXT,
    "when_missing": TEXT,
    "when_denominator_zero": TEXT,
    "when_insufficient": TEXT,
    "bands": [ANY],
    "items": [_NAMED],
    "small_group": {"misses": [ANY]},
}
_PART = {**_NAMED, "applies_if": TEXT, "rule": _RULE}
_INDICATOR = {
    **_NAMED,
    "applies_if": TEXT,
    "applies_to_branch_types": [TEXT],
    "scored_in_quarters": [None],
    "rule": {**_RULE, "parts": [_PART]},
}
_OVERRIDE = {
    "applies_if": TEXT,
    "scored_in_quarters": [None],
    "rule": {**_RULE, "parts": {EACH: _PART}},
    "parts": {EACH: _PART},
}
_SOURCE = {"indicator": TEXT, "part": TEXT, "key": TEXT, "value": TEXT}
_ITEMS = {"items": [{**_NAMED, "levels": {EACH: None}}]}

DOCUMENT: dict[str, Any] = {
    "scheme": _NAMED,
    "branch_types": [{**_NAMED, "ranking_group": TEXT}],
    "branch_attributes": [_NAMED],
    "indices": [
        {**_NAMED, "indicators": [{**_INDICATOR, "type_overrides": {EACH: _OVERRIDE}}]},
    ],
    "normalisation": ANY,
    "bonus": _ITEMS,
    "penalties": _ITEMS,
    "vetoes": [
        {**_NAMED, "effect": {"colour": TEXT, "colour_cap": TEXT, "index_zero": TEXT}},
    ],
    "colour_bands": [_NAMED],
    "colour_caps": [{"code": TEXT, "when": TEXT, "cap": TEXT}],
    "ranking": {"mode": TEXT, "tie_break": [TEXT], "quota": {"rounding": TEXT}},
    "annual": {"formula": TEXT, "rules": [TEXT], "year_end_appraisal": ANY},
    "event_kinds": [{**_NAMED, "feeds": [_SOURCE], "may_also_feed": [_SOURCE]}],
    "figures": [{"indicator": TEXT, "part": TEXT, "asks": {EACH: None}}],
    "registers": [{"indicator": TEXT, "part": TEXT, "keys": [TEXT]}],
}


def check_shape(find: Finder, value: Any, shape: Any = DOCUMENT, path: str = "") -> None:
    """Add a problem for every place that has another shape."""
    if value is None or shape is None:
        return
    if shape == TEXT:
        if not isinstance(value, str):
            find.add(path, "not_text", stops=True)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            find.add(path, "not_a_list", stops=True)
            return
        for number, item in enumerate(value):
            if item is None and shape[0] is not None:
                find.add(f"{path}[{number}]", "not_an_object", stops=True)
            name = item.get("code") if isinstance(item, Mapping) else None
            check_shape(find, item, shape[0], f"{path}[{name or number}]")
    elif not isinstance(value, Mapping):
        find.add(path, "not_an_object", stops=True)
    else:
        for key, item in value.items():
            inside = shape[EACH] if EACH in shape else shape.get(key)
            check_shape(find, item, inside, f"{path}.{key}" if path else str(key))
