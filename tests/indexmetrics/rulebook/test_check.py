"""Every check of a scheme fails for its own reason, at its own place, in one sentence."""

import copy
import json
import random
from pathlib import Path

import pytest

from indexmetrics.rulebook import check, scoring_problems, sentence
from indexmetrics.rulebook.templates import TEMPLATES
from scoring.engine import score

pytestmark = pytest.mark.pure
DEFAULT = json.loads(
    (Path(__file__).resolve().parents[2] / "golden" / "default_scheme.json").read_text("utf-8")
)


def indicator(document, code):
    return next(
        row for index in document["indices"] for row in index["indicators"] if row["code"] == code
    )


def rule(document, code):
    return indicator(document, code)["rule"]


def test_the_default_scheme_has_no_problem():
    assert check(DEFAULT) == []


BREAKS = {
    "weights_not_100": lambda d: d["indices"][4].update(weight=11),
    "maxima_above_weight": lambda d: indicator(d, "L1").update(max_points=6),
    "maxima_below_weight": lambda d: d["indices"][0]["indicators"].pop(),
    "code_repeated": lambda d: indicator(d, "L2").update(code="B1"),
    "code_empty": lambda d: indicator(d, "L2").update(code=""),
    "wrong_code": lambda d: indicator(d, "L2").update(code="L/2"),
    "wrong_version": lambda d: d["scheme"].update(version="2"),
    "name_too_long": lambda d: d["scheme"].update(name_zh="长" * 121),
    "missing_parameter": lambda d: rule(d, "L1").pop("periods_due"),
    "unknown_parameter": lambda d: rule(d, "L1").update(surprise=1),
    "unknown_rule_type": lambda d: rule(d, "L1").update(type="guess"),
    "not_a_number": lambda d: rule(d, "B1").update(target="many"),
    "not_whole": lambda d: rule(d, "L1").update(periods_due=1.5),
    "too_small": lambda d: rule(d, "L6").update(points_each=-1),
    "too_large": lambda d: rule(d, "L6").update(cap=4),
    "not_above": lambda d: rule(d, "B1").update(target=0),
    "too_many_decimals": lambda d: rule(d, "L6").update(points_each="0.33333"),
    "unknown_choice": lambda d: rule(d, "B1").update(when_missing="maybe"),
    "full_not_above_zero": lambda d: rule(d, "L3").update(zero_at=1),
    "bands_disordered": lambda d: rule(d, "L2")["bands"].reverse(),
    "points_disordered": lambda d: rule(d, "L2")["bands"][3].update(points=4.5),
    "bands_empty": lambda d: rule(d, "L2").update(bands=[]),
    "unreachable_maximum": lambda d: rule(d, "V5")["bands"][0].update(points=3.5),
    "items_above_maximum": lambda d: rule(d, "B5")["items"][0].update(points=2),
    "items_below_maximum": lambda d: rule(d, "B5")["items"].pop(),
    "items_empty": lambda d: rule(d, "L4").update(items=[]),
    "uncapped": lambda d: rule(d, "L6").update(cap=None),
    "late_above_on_time": lambda d: rule(d, "I4").update(on_time_factor=0.2),
    "drops_leave_nobody": lambda d: rule(d, "V1").update(judges_min=2),
    "nested_composite": lambda d: rule(d, "B2")["parts"][0].update(
        rule=copy.deepcopy(rule(d, "B2"))
    ),
    "too_many_parts": lambda d: rule(d, "B2").update(
        parts=[{**rule(d, "B2")["parts"][0], "code": code} for code in "abcde"]
    ),
    "no_parts": lambda d: rule(d, "B2").update(parts=[]),
    "never_scored": lambda d: rule(d, "B1").update(measure="likes and reposts"),
    "unknown_branch_type": lambda d: indicator(d, "L1")["applies_to_branch_types"].append("castle"),
    "unknown_attribute": lambda d: indicator(d, "I2").update(applies_if="is_tall"),
    "unknown_quarter": lambda d: indicator(d, "L1").update(scored_in_quarters=[5]),
    "unknown_part_override": lambda d: indicator(d, "B4")["type_overrides"]["retired"][
        "parts"
    ].update(z={}),
    "band_colour_repeated": lambda d: d["colour_bands"][1].update(code="red"),
    "bands_do_not_start_at_zero": lambda d: d["colour_bands"][4].update(min=5),
    "bands_not_falling": lambda d: d["colour_bands"][2].update(min=85),
    "band_above_maximum": lambda d: d["colour_bands"][0].update(min=110),
    "band_order": lambda d: d["colour_bands"][0].update(order=2),
    "unknown_colour": lambda d: d["colour_caps"][0].update(cap="pink"),
    "unknown_condition": lambda d: d["colour_caps"][0].update(when="full_moon"),
    "unknown_index": lambda d: d["vetoes"][6]["effect"].update(index_zero="Q"),
    "no_effect": lambda d: d["vetoes"][0].update(effect={}),
    "unknown_mode": lambda d: d["ranking"].update(mode="lottery"),
    "unknown_tie_break": lambda d: d["ranking"]["tie_break"].append("index:Q"),
    "shares_above_one": lambda d: d["ranking"]["quota"].update(red_max_share=0.9),
    "unknown_indicator": lambda d: d["figures"][0].update(indicator="Q1"),
    "unknown_part": lambda d: d["figures"][1].update(part="z"),
    "unknown_key": lambda d: d["event_kinds"][0]["feeds"][0].update(key="sum"),
    "unknown_measure": lambda d: d["event_kinds"][0]["feeds"][0].update(value="many"),
    "annual_formula": lambda d: d["annual"].update(formula="a wish"),
    "annual_weights": lambda d: d["annual"]["year_end_appraisal"].update(
        secretary_report_review=0.6
    ),
    "unknown_annual_rule": lambda d: d["annual"]["rules"].append("be good"),
    "wrong_arithmetic": lambda d: d["scheme"].update(rounding="ROUND_HALF_EVEN"),
    "missing_field": lambda d: d.pop("indices"),
    "not_a_list": lambda d: d.update(colour_bands={}),
    "not_text": lambda d: d["ranking"].update(mode=["threshold"]),
    "not_an_object": lambda d: d["vetoes"][0].update(effect="grey"),
}


@pytest.mark.parametrize("code", BREAKS)
def test_a_broken_scheme_is_named(code):
    document = copy.deepcopy(DEFAULT)
    BREAKS[code](document)

    found = [problem for problem in check(document) if problem.code == code]

    assert found
    text = sentence(found[0])
    assert text.startswith(found[0].path) and "%(" not in text


def test_every_kind_of_problem_is_tried():
    assert set(TEMPLATES) == set(BREAKS)


def test_all_problems_are_found_not_only_the_first():
    document = copy.deepcopy(DEFAULT)
    for code in ("weights_not_100", "missing_parameter", "unknown_colour", "unknown_tie_break"):
        BREAKS[code](document)

    assert {"weights_not_100", "missing_parameter", "unknown_colour", "unknown_tie_break"} <= {
        p.code for p in check(document)
    }


def test_what_stops_scoring_is_told_from_what_stops_saving():
    document = copy.deepcopy(DEFAULT)
    BREAKS["weights_not_100"](document)
    assert check(document) and not scoring_problems(document)

    BREAKS["missing_parameter"](document)
    assert scoring_problems(document)


def test_warnings_do_not_stop_saving():
    document = copy.deepcopy(DEFAULT)
    BREAKS["uncapped"](document)

    assert [problem.severity for problem in check(document)] == ["warning"]


@pytest.mark.parametrize(
    "junk",
    [None, [], "x", {}, {"indices": 3}, {"indices": [3]}, {"indices": [{"indicators": [{}]}]}],
)
def test_junk_is_answered_not_crashed_on(junk):
    assert all(sentence(problem) for problem in check(junk))
    assert check(junk)


def test_source_lists_may_be_empty():
    document = copy.deepcopy(DEFAULT) | {"event_kinds": [], "figures": [], "registers": []}

    assert check(document) == []


def places(node, path=()):
    """Every path into a JSON document."""
    yield path
    children = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, child in children:
        yield from places(child, (*path, key))


@pytest.mark.parametrize("seed", range(4))
def test_any_value_anywhere_is_answered_not_crashed_on(seed):
    rng = random.Random(seed)
    parts = ("indices", "colour_bands", "colour_caps", "vetoes", "ranking", "annual", "bonus", "penalties",
             "branch_types", "event_kinds", "figures", "registers", "normalisation", "scheme")  # fmt: skip
    spots = [path for path in places({key: DEFAULT[key] for key in parts}) if path]
    for path in rng.sample(spots, 50):
        document = copy.deepcopy(DEFAULT)
        node = document
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = rng.choice(
            [None, [], {}, "", "x", -1, 1e300, True, [[]], {"a": []}, float("nan")]
        )

        problems = check(document)

        assert all(sentence(problem) for problem in problems)
        if not any(problem.stops_scoring for problem in problems):
            score(document, [{"code": "b", "type": "police_station"}], [], quarter="2026Q2")
