"""Small schemes and the worked examples, for the engine's tests."""

import copy
import json
from pathlib import Path

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
MONTHS = {"m1": "2026-04", "m2": "2026-05", "m3": "2026-06"}
QUARTER = "2026Q2"


def read(name):
    """A file of tests/golden."""
    return json.loads((GOLDEN / name).read_text("utf-8"))


def default_scheme():
    """The default scheme, a fresh copy."""
    return copy.deepcopy(read("default_scheme.json"))


def one_rule_scheme(rule, maximum=5):
    """A scheme with one index of one indicator X."""
    return {
        "scheme": {"code": "ONE"},
        "branch_types": [{"code": "t", "ranking_group": "G"}],
        "indices": [{"code": "I", "weight": 100, "name_zh": "指数", "indicators": [{
            "code": "X", "name_zh": "事项", "name_en": "Matter", "max_points": maximum,
            "scored_in_quarters": [1, 2, 3, 4], "applies_to_branch_types": ["t"], "rule": rule,
        }]}],
        "colour_bands": [{"code": "red", "name_zh": "红", "min": 50}, {"code": "grey", "name_zh": "灰", "min": 0}],
    }  # fmt: skip


def facts_of(case):
    """Rows of a case of rules.json; a key such as a:events belongs to part a."""
    rows = []
    for month, key, value in case["facts"]:
        part, found, rest = key.partition(":")
        if not found or part == "judge":
            part, rest = "", key
        rows.append(
            {
                "branch": "b",
                "month": MONTHS[month],
                "indicator": "X",
                "part": part,
                "key": rest,
                "value": value,
            }
        )
    return rows


BRANCH = {"code": "b", "type": "t", "attributes": {}}


def money(value):
    """A golden figure as it is printed."""
    return None if value is None else f"{value:.2f}"
