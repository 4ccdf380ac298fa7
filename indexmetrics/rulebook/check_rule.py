"""Checks one effective rule: every parameter present, in range, and sensible."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .amounts import amount, is_amount, plain
from .finder import Finder
from .spec import Param, RuleSpec
from .specs import NOTES, SPECS

ZERO = Fraction(0)


def check_rule(find: Finder, rule: Any, maximum: Fraction, *, inside: bool = False) -> None:
    """Add what is wrong with `rule`, which can give at most `maximum` points."""
    if not isinstance(rule, Mapping):
        find.add("rule", "not_an_object", stops=True)
        return
    find = find.below("rule")
    spec = SPECS.get(rule.get("type"))  # type: ignore[arg-type]
    if spec is None:
        find.add("type", "unknown_rule_type", stops=True, value=rule.get("type"))
        return
    if spec.code == "composite" and inside:
        find.add("type", "nested_composite", stops=True)
        return
    known = {param.name for param in spec.params} | NOTES | {"type"}
    for name in rule:
        if name not in known:
            find.warn(name, "unknown_parameter", field=name)
    for param in spec.params:
        _param(find, spec, param, rule, maximum)
    _together(find, spec, rule, maximum)


def _param(
    find: Finder, spec: RuleSpec, param: Param, rule: Mapping[str, Any], maximum: Fraction
) -> None:
    value = rule.get(param.name)
    if value is None:
        if param.required and not (param.nullable and param.name in rule):
            find.add(param.name, "missing_parameter", stops=True, field=param.name)
        return
    low = amount(param.low) if param.low is not None else None
    high = maximum if param.high == "max" else amount(param.high) if param.high else None
    if param.kind in ("number", "whole"):
        whole = param.kind == "whole"
        find.number(param.name, value, low=low, high=high, open_low=param.open_low, whole=whole)
    elif param.kind == "choice":
        find.choice(param.name, value, param.choices)
    elif param.kind == "bands":
        _bands(find.below(param.name), value, param, maximum)
    elif param.kind == "group":
        _group(find.below(param.name), value, maximum)
    elif param.kind == "items":
        _items(find, value, param, maximum)
    elif param.kind == "parts":
        _parts(find, value)


def _bands(find: Finder, bands: Any, param: Param, maximum: Fraction) -> None:
    """Bands from the best down; a better band never gives fewer points."""
    if not isinstance(bands, list):
        find.add("", "not_a_list", stops=True)
        return
    if not bands:
        find.add("", "bands_empty")
    lines, points = [], []
    for number, band in enumerate(bands):
        if not isinstance(band, Mapping):
            find.add(f"[{number}]", "not_an_object", stops=True)
            continue
        here = find.below(f"[{number}]")
        high = amount(param.high) if param.high else None
        lines.append(here.number(param.column, band.get(param.column), low=ZERO, high=high))
        points.append(here.number("points", band.get("points"), low=ZERO, high=maximum))
    if None in lines or None in points:
        return
    step = [(a > b) if param.falling else (a < b) for a, b in itertools.pairwise(lines)]
    if not all(step):
        find.add("", "bands_disordered", stops=True)
    if any(a < b for a, b in itertools.pairwise(points)):
        find.add("", "points_disordered")
    if points and max(points) < maximum:
        find.warn("", "unreachable_maximum", points=plain(max(points)), maximum=plain(maximum))


def _group(find: Finder, group: Any, maximum: Fraction) -> None:
    if not isinstance(group, Mapping):
        find.add("", "not_an_object", stops=True)
        return
    find.number("denominator_lte", group.get("denominator_lte"), low=ZERO)
    find.number("else_points", group.get("else_points"), low=ZERO, high=maximum)
    column = Param("misses", "bands", column="lte", falling=False)
    _bands(find.below("misses"), group.get("misses"), column, maximum)


def _items(find: Finder, items: Any, param: Param, maximum: Fraction) -> None:
    if not isinstance(items, list):
        find.add("items", "not_a_list", stops=True)
        return
    if not items:
        find.add("items", "items_empty")
    rows = find.rows({"items": items}, "items")
    find.codes(rows)
    total = ZERO
    for path, item in rows:
        number = find.number(f"{path}.{param.column}", item.get(param.column), low=ZERO)
        total += number or ZERO
    if param.column == "points" and total > maximum:
        find.add("items", "items_above_maximum", total=plain(total), maximum=plain(maximum))
    if param.column == "points" and total < maximum:
        find.warn("items", "items_below_maximum", total=plain(total), maximum=plain(maximum))


def _parts(find: Finder, parts: Any) -> None:
    if not isinstance(parts, list):
        find.add("parts", "not_a_list", stops=True)
        return
    if not parts:
        find.add("parts", "no_parts", stops=True)
    if len(parts) > 4:
        find.add("parts", "too_many_parts", count=len(parts), stops=True)
    rows = find.rows({"parts": parts}, "parts")
    find.codes(rows)
    for path, part in rows:
        maximum = find.number(f"{path}.max_points", part.get("max_points"), low=ZERO, open_low=True)
        check_rule(find.below(path), part.get("rule"), maximum or ZERO, inside=True)


def _together(find: Finder, spec: RuleSpec, rule: Mapping[str, Any], maximum: Fraction) -> None:
    """What only several parameters together can get wrong."""

    def number(name: str) -> Fraction | None:
        return amount(rule[name]) if is_amount(rule.get(name)) else None

    if spec.code == "ratio":
        full, zero = number("full_at"), number("zero_at")
        if full is not None and zero is not None and full <= zero:
            find.add(
                "full_at", "full_not_above_zero", stops=True, full=plain(full), zero=plain(zero)
            )
    if spec.code == "timeliness":
        on_time, late = number("on_time_factor"), number("late_factor")
        if on_time is not None and late is not None and late > on_time:
            find.add("late_factor", "late_above_on_time")
    if spec.code == "panel":
        least, high, low = number("judges_min"), number("drop_highest"), number("drop_lowest")
        if None not in (least, high, low) and least <= high + low:  # type: ignore[operator]
            dropped = plain(high + low)  # type: ignore[operator]
            find.add(
                "judges_min", "drops_leave_nobody", stops=True, least=plain(least), dropped=dropped
            )
    if spec.code == "per_event" and rule.get("cap") is None:
        find.warn("cap", "uncapped")
