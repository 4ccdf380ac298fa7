"""Checks indices and indicators: codes, weights, maxima, and each effective rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from .amounts import amount, is_amount, plain
from .check_rule import ZERO, check_rule
from .finder import Finder
from .merge import effective

NEVER = json.loads(Path(__file__).with_name("never_scored.json").read_text("utf-8"))["words"]


def check_indices(
    find: Finder, document: Mapping[str, Any], types: list[str], attributes: set[str]
) -> None:
    """Weights sum to 100, codes are unique, maxima fit the weights, rules are whole."""
    indices = find.rows(document, "indices", needed=True)
    find.codes(indices)
    weights, everything = ZERO, []
    for path, index in indices:
        here = find.below(path)
        weight = here.number("weight", index.get("weight"), low=ZERO, high=Fraction(100))
        weights += weight or ZERO
        indicators = here.rows(index, "indicators")
        everything += [(f"{path}.{tail}", row) for tail, row in indicators]
        for tail, indicator in indicators:
            check_indicator(here.below(tail), indicator, types, attributes)
        if weight is not None:
            _maxima(here, [row for _, row in indicators], weight, types)
    find.codes(everything)
    if indices and weights != 100:
        find.add("indices", "weights_not_100", total=plain(weights))


def check_indicator(
    find: Finder, indicator: Mapping[str, Any], types: list[str], attributes: set[str]
) -> None:
    """One indicator, once as it stands and once for each branch type that overrides it."""
    find.number("max_points", indicator.get("max_points"), low=ZERO)
    applies = indicator.get("applies_to_branch_types")
    if not isinstance(applies, list):
        find.add("applies_to_branch_types", "not_a_list", stops=True)
        applies = []
    overrides = indicator.get("type_overrides") or {}
    if not isinstance(overrides, Mapping):
        find.add("type_overrides", "not_an_object", stops=True)
        overrides = {}
    for value in [*applies, *overrides]:
        if value not in types:
            find.add("applies_to_branch_types", "unknown_branch_type", value=value)
    _effective(find, indicator, attributes)
    for code, over in overrides.items():
        here = find.below(f"type_overrides[{code}]")
        if not isinstance(over, Mapping):
            here.add("", "not_an_object", stops=True)
            continue
        _part_names(here, indicator, over)
        _effective(here, effective(indicator, code), attributes)
    _never(find, indicator)


def _effective(find: Finder, indicator: Mapping[str, Any], attributes: set[str]) -> None:
    quarters = indicator.get("scored_in_quarters")
    if not isinstance(quarters, list):
        find.add("scored_in_quarters", "not_a_list", stops=True)
    else:
        for quarter in quarters:
            if type(quarter) is not int or not 1 <= quarter <= 4:
                find.add("scored_in_quarters", "unknown_quarter", value=quarter)
    rule = indicator.get("rule")
    parts = rule.get("parts") if isinstance(rule, Mapping) else None
    rows = [indicator, *(part for part in parts or [] if isinstance(part, Mapping))]
    for row in rows if isinstance(parts, (list, type(None))) else [indicator]:
        condition = row.get("applies_if")
        if condition is not None and condition not in attributes:
            find.add("applies_if", "unknown_attribute", stops=True, value=condition)
    maximum = indicator.get("max_points")
    check_rule(find, rule, amount(maximum) if is_amount(maximum) else ZERO)


def _part_names(find: Finder, indicator: Mapping[str, Any], over: Mapping[str, Any]) -> None:
    """Overrides of parts name parts that are there."""
    rule = indicator.get("rule")
    parts = rule.get("parts") if isinstance(rule, Mapping) else None
    known = {part.get("code") for part in parts or [] if isinstance(part, Mapping)}
    inside = over.get("rule")
    named = [over.get("parts"), inside.get("parts") if isinstance(inside, Mapping) else None]
    for group in named:
        for code in group if isinstance(group, Mapping) else ():
            if code not in known:
                find.add("parts", "unknown_part_override", stops=True, value=code)


def _maxima(find: Finder, indicators: list[dict], weight: Fraction, types: list[str]) -> None:
    """No quarter above the weight; over the year some branch type reaches it."""
    most = ZERO
    for code in types:
        year, by_quarter = ZERO, {1: ZERO, 2: ZERO, 3: ZERO, 4: ZERO}
        for row in indicators:
            if code not in (row.get("applies_to_branch_types") or ()):
                continue
            row = effective(row, code)
            maximum = row.get("max_points")
            quarters = row.get("scored_in_quarters")
            if not is_amount(maximum) or not isinstance(quarters, list):
                continue
            due = {
                quarter for quarter in quarters if type(quarter) is int and quarter in by_quarter
            }
            year += amount(maximum) if due else ZERO
            for quarter in due:
                by_quarter[quarter] += amount(maximum)
        most = max(most, year)
        for quarter, total in by_quarter.items():
            if total > weight:
                find.add(
                    "indicators",
                    "maxima_above_weight",
                    quarter=quarter,
                    type=code,
                    total=plain(total),
                    weight=plain(weight),
                )
    if types and most != weight:
        find.warn("indicators", "maxima_below_weight", weight=plain(weight), total=plain(most))


def _never(find: Finder, indicator: Mapping[str, Any]) -> None:
    """Clicks, log-ins, hours on line and photos are not measured."""
    rule = indicator.get("rule")
    rules = [rule] if isinstance(rule, Mapping) else []
    for part in (rules[0].get("parts") or []) if rules else []:
        if isinstance(part, Mapping) and isinstance(part.get("rule"), Mapping):
            rules.append(part["rule"])
    texts = [indicator.get("name_zh"), indicator.get("name_en")]
    for one in rules:
        texts.append(one.get("measure"))
        for item in one.get("items") or ():
            if isinstance(item, Mapping):
                texts += [item.get("code"), item.get("name_zh"), item.get("name_en")]
    for text in texts:
        for word in NEVER:
            if isinstance(text, str) and word in text.lower():
                find.add("rule", "never_scored", word=text)
                break
