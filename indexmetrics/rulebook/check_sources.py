"""Checks where facts come from: event kinds, figures and registers name what exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .finder import Finder
from .merge import effective, parts_of
from .specs import MEASURES_OF_EVENTS, SPECS


def check_sources(find: Finder, document: Mapping[str, Any]) -> None:
    """Each named indicator, part and key is there; the lists may be empty."""
    known = known_keys(document)
    kinds = find.rows(document, "event_kinds")
    find.codes(kinds)
    for path, kind in kinds:
        for name in ("feeds", "may_also_feed"):
            for tail, feed in find.below(path).rows(kind, name):
                here = find.below(f"{path}.{tail}")
                _name(here, known, feed, feed.get("key"))
                if feed.get("value") not in MEASURES_OF_EVENTS:
                    here.add(
                        "value",
                        "unknown_measure",
                        value=feed.get("value"),
                        choices=MEASURES_OF_EVENTS,
                    )
    for path, figure in find.rows(document, "figures"):
        asks = figure.get("asks")
        if not isinstance(asks, Mapping):
            find.add(f"{path}.asks", "not_an_object")
            continue
        for key in asks:
            _name(find.below(path), known, figure, key)
    for path, register in find.rows(document, "registers"):
        for key in register.get("keys") or ():
            _name(find.below(path), known, register, key)


def known_keys(document: Mapping[str, Any]) -> dict[str, dict[str, list[tuple[Any, Mapping]]]]:
    """Indicator → part → the (spec, rule) pairs that read its facts, over all branch types."""
    known: dict[str, dict[str, list]] = {}
    for index in document.get("indices") or ():
        for row in (index.get("indicators") or ()) if isinstance(index, Mapping) else ():
            if not isinstance(row, Mapping):
                continue
            parts = known.setdefault(str(row.get("code")), {})
            overrides = row.get("type_overrides")
            types = overrides if isinstance(overrides, Mapping) else {}
            versions = [
                row,
                *(
                    effective(row, code)
                    for code, over in types.items()
                    if isinstance(over, Mapping)
                ),
            ]
            for version in versions:
                if not isinstance(version.get("rule"), Mapping):
                    continue
                for part in parts_of(version):
                    if not isinstance(part, Mapping):
                        continue
                    rule = part.get("rule")
                    if isinstance(rule, Mapping) and rule.get("type") in SPECS:
                        pair = (SPECS[rule["type"]], rule)
                        parts.setdefault(str(part.get("code")), []).append(pair)
    return known


def _name(find: Finder, known: Mapping[str, Any], row: Mapping[str, Any], key: Any) -> None:
    indicator, part = row.get("indicator"), row.get("part") or ""
    if indicator not in known:
        find.add("indicator", "unknown_indicator", value=indicator)
    elif part not in known[indicator]:
        find.add("part", "unknown_part", value=part, indicator=indicator)
    elif not any(spec.knows(rule, str(key)) for spec, rule in known[indicator][part]):
        find.add("key", "unknown_key", value=key, indicator=indicator)
