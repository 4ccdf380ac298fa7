"""The rule that holds for one branch type: the indicator with its override merged in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base` key by key: null removes, lists replace whole, parts by code."""
    result = dict(base)
    for key, value in over.items():
        before = result.get(key)
        if value is None:
            result.pop(key, None)
        elif key == "parts" and isinstance(value, Mapping) and isinstance(before, list):
            result[key] = merged_parts(before, value)
        elif isinstance(value, Mapping) and isinstance(before, Mapping):
            result[key] = merged(before, value)
        else:
            result[key] = value
    return result


def merged_parts(parts: list[Any], over: Mapping[str, Any]) -> list[Any]:
    """The parts of a composite with the overrides of those named; null drops the part."""
    result = []
    for part in parts:
        code = part.get("code") if isinstance(part, Mapping) else None
        if code not in over:
            result.append(part)
        elif over[code] is not None:
            result.append(merged(part, over[code]))
    return result


def effective(indicator: Mapping[str, Any], branch_type: str) -> dict[str, Any]:
    """The indicator as it holds for `branch_type`, its override merged in."""
    over = dict((indicator.get("type_overrides") or {}).get(branch_type) or {})
    # Overrides name a composite's parts beside `rule`, as the scheme's own rows do.
    parts = over.pop("parts", None)
    if parts is not None:
        over["rule"] = merged(over.get("rule") or {}, {})
        over["rule"]["parts"] = parts
    return merged(indicator, over)


def parts_of(indicator: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The scored pieces of an indicator: its parts, or the indicator itself as part ''."""
    rule = indicator.get("rule") or {}
    if rule.get("type") == "composite":
        return list(rule.get("parts") or [])
    return [{"code": "", "max_points": indicator.get("max_points"), "rule": rule}]
