"""Checks colours, caps, vetoes, bonus and penalty items, ranking and the year."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .amounts import amount, is_amount, plain
from .annual import ANNUAL_RULES, annual_weights, appraisal_weights
from .check_rule import ZERO
from .finder import Finder
from .specs import CAP_CONDITIONS, QUOTA_ROUNDINGS, RANKING_MODES, TIE_BREAKS

ONE = Fraction(1)


def check_bands(find: Finder, document: Mapping[str, Any]) -> list[str]:
    """Bands from the best down to 0, one per colour; answers the colours in order."""
    bands = find.rows(document, "colour_bands", needed=True)
    colours: list[str] = []
    head = document.get("scheme") if isinstance(document.get("scheme"), Mapping) else {}
    top = head.get("max_total_with_bonus")  # type: ignore[union-attr]
    maximum = amount(top) if is_amount(top) else Fraction(100)
    before: Fraction | None = None
    for position, (path, band) in enumerate(bands, start=1):
        here, code = find.below(path), band.get("code")
        if not isinstance(code, str) or not code:
            here.add("", "code_empty", stops=True)
        elif code in colours:
            here.add("", "band_colour_repeated", stops=True, code=code)
        colours.append(str(code))
        low = here.number("min", band.get("min"), low=ZERO)
        if low is None:
            continue
        if low >= maximum:
            here.add("min", "band_above_maximum", value=plain(low), maximum=plain(maximum))
        if before is not None and low >= before:
            here.add("min", "bands_not_falling", stops=True, before=plain(before))
        if band.get("order", position) != position:
            here.add("order", "band_order", value=band.get("order"))
        before = low
    if bands and before is not None and before != 0:
        find.add("colour_bands", "bands_do_not_start_at_zero", stops=True, value=plain(before))
    if not bands and "colour_bands" in document:
        find.add("colour_bands", "bands_empty", stops=True)
    return colours


def check_caps(
    find: Finder, document: Mapping[str, Any], colours: list[str], indices: set[str]
) -> None:
    """Caps and vetoes name known colours, conditions and indices."""
    caps = find.rows(document, "colour_caps")
    vetoes = find.rows(document, "vetoes")
    find.codes(caps + vetoes)
    for path, cap in caps:
        here = find.below(path)
        if cap.get("when") not in CAP_CONDITIONS:
            here.add(
                "when",
                "unknown_condition",
                stops=True,
                value=cap.get("when"),
                choices=CAP_CONDITIONS,
            )
        elif cap["when"] != "rectification_overdue":
            high = ONE if cap["when"] == "any_index_ratio_below" else None
            here.number("below", cap.get("below"), low=ZERO, high=high)
        if cap.get("cap") not in colours:
            here.add("cap", "unknown_colour", stops=True, value=cap.get("cap"))
    for path, veto in vetoes:
        here, effect = find.below(path), veto.get("effect")
        if not isinstance(effect, Mapping):
            here.add("effect", "not_an_object", stops=True)
            continue
        if not {"colour", "colour_cap", "index_zero"} & set(effect):
            here.add("effect", "no_effect")
        for key in ("colour", "colour_cap"):
            if key in effect and effect[key] not in colours:
                here.add(f"effect.{key}", "unknown_colour", stops=True, value=effect[key])
        if "index_zero" in effect and effect["index_zero"] not in indices:
            here.add("effect.index_zero", "unknown_index", stops=True, value=effect["index_zero"])


def check_sums(find: Finder, document: Mapping[str, Any]) -> None:
    """Bonus and penalty items have codes and caps, the normalisation its share."""
    both = []
    for key in ("bonus", "penalties"):
        section = document.get(key)
        if section is None:
            continue
        if not isinstance(section, Mapping):
            find.add(key, "not_an_object", stops=True)
            continue
        here = find.below(key)
        if section.get("total_cap") is not None:
            here.number("total_cap", section["total_cap"], low=ZERO)
        if section.get("floor_of_total") is not None:
            here.number("floor_of_total", section["floor_of_total"], low=ZERO)
        rows = here.rows(section, "items")
        both += [(f"{key}.{path}", row) for path, row in rows]
        for path, item in rows:
            for name in ("cap", "each", "cap_per_month"):
                if item.get(name) is not None:
                    here.number(f"{path}.{name}", item[name], low=ZERO)
            levels = item.get("levels")
            for name, points in levels.items() if isinstance(levels, Mapping) else ():
                here.number(f"{path}.levels.{name}", points, low=ZERO, open_low=True)
    find.codes(both)
    rule = document.get("normalisation")
    if isinstance(rule, Mapping) and "min_share_for_full_weight" in rule:
        share = rule["min_share_for_full_weight"]
        find.number("normalisation.min_share_for_full_weight", share, low=ZERO, high=ONE)


def check_ranking(
    find: Finder, document: Mapping[str, Any], colours: list[str], indices: set[str]
) -> None:
    """Mode, shares and tie-break keys are known."""
    ranking = document.get("ranking")
    if ranking is None:
        return
    if not isinstance(ranking, Mapping):
        find.add("ranking", "not_an_object", stops=True)
        return
    find = find.below("ranking")
    mode = ranking.get("mode", "threshold")
    if mode not in RANKING_MODES:
        find.add("mode", "unknown_mode", stops=True, value=mode, choices=RANKING_MODES)
    if ranking.get("inside_group_only") is False:
        find.add("inside_group_only", "wrong_arithmetic", value="false", choices=("true",))
    for key in ranking.get("tie_break") or ():
        head, _, index = str(key).partition(":")
        if key not in TIE_BREAKS and not (head == "index" and index in indices):
            find.add("tie_break", "unknown_tie_break", stops=True, value=key)
    quota = ranking.get("quota")
    if quota is None and mode == "threshold":
        return
    if not isinstance(quota, Mapping):
        find.add("quota", "not_an_object", stops=mode != "threshold")
        return
    total = ZERO
    for name, share in quota.items():
        if name == "last_share" or name.endswith("_max_share"):
            colour = name.removesuffix("_max_share")
            if name != "last_share" and colour not in colours:
                find.add(f"quota.{name}", "unknown_colour", value=colour)
            total += find.number(f"quota.{name}", share, low=ZERO, high=ONE) or ZERO
    if total > 1:
        find.add("quota", "shares_above_one", total=plain(total))
    rounding = quota.get("rounding", "ceil")
    find.choice("quota.rounding", rounding, QUOTA_ROUNDINGS)
    find.number("quota.min_group_size", quota.get("min_group_size", 1), low=ONE, whole=True)


def check_year(find: Finder, document: Mapping[str, Any]) -> None:
    """The year's formula can be read, its weights add up, its rules are known."""
    annual = document.get("annual")
    if annual is None:
        return
    if not isinstance(annual, Mapping):
        find.add("annual", "not_an_object")
        return
    weights = annual_weights(annual)
    if weights is None:
        find.add("annual.formula", "annual_formula")
    elif sum(weights) != 1:
        find.add("annual.formula", "annual_weights", total=plain(sum(weights)))
    parts = appraisal_weights(annual)
    if parts is None:
        find.add("annual.year_end_appraisal", "annual_formula")
    elif sum(parts.values()) != 1:
        find.add("annual.year_end_appraisal", "annual_weights", total=plain(sum(parts.values())))
    for number, rule in enumerate(annual.get("rules") or ()):
        if rule not in ANNUAL_RULES:
            find.warn(f"annual.rules[{number}]", "unknown_annual_rule")
