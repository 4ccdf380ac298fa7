"""Sentences: one per reason, in Chinese and English, with the scheme's own names."""

import re

import pytest
from django.utils.translation import override

from indexmetrics.rulebook.merge import effective
from scoring.engine import explain
from scoring.wording import arithmetic, cap_text, rule_text, why, why_line
from tests.scoring.engine.cases import (
    BRANCH,
    QUARTER,
    default_scheme,
    facts_of,
    one_rule_scheme,
    read,
)

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CASES = read("rules.json")


def told(example):
    return explain(
        default_scheme(),
        example["branch"],
        example["facts"],
        example["events"],
        quarter=example["quarter"],
    )


def cell(example, code):
    return next(row for row in told(example)["cells"] if row["indicator"] == code)


def test_a_missing_month_of_a_part():
    example = dict(read("golden_examples.json")[2])
    example["facts"] = [
        f
        for f in example["facts"]
        if (f["indicator"], f["part"], f["month"]) != ("B2", "a", "2026-08")
    ]
    row = cell(example, "B2")

    with override("zh-hans"):
        chinese = why_line(row, default_scheme())
    with override("en"):
        english = why_line(row, default_scheme())

    assert (
        chinese
        == "B2 3.11/5.00：支委会：8月未开展（−1.00）；党小组会：5/9，为55.56%，达到100%得满分（−0.89）"
    )
    assert english.startswith("B2 3.11/5.00: month 8: no “支委会” (−1.00); ")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']['type']}: {case['why']}")
def test_every_reason_has_its_sentence_and_arithmetic(case, language):
    scheme = one_rule_scheme(case["rule"], case["max_points"])
    (row,) = explain(scheme, BRANCH, facts_of(case), quarter=QUARTER)["cells"]

    with override(language):
        sentence, lines = why(row, scheme), arithmetic(row, scheme)
        rule = rule_text(scheme["indices"][0]["indicators"][0], None, case["rule"])

    assert sentence and lines and rule
    assert "%(" not in "".join([sentence, rule, *lines])
    if row["loss"] != "0.00" and row["points"] is not None:
        assert "−" in sentence
    if language == "zh-hans":
        assert CHINESE.search(sentence) and CHINESE.search(rule)
    elif not case["rule"].get("parts"):
        assert not CHINESE.search(sentence + rule)


def test_arithmetic_ends_in_the_points():
    for example in read("golden_examples.json"):
        for row in told(example)["cells"]:
            if row["points"] is not None and "policy" not in row["reason"]["values"]:
                with override("zh-hans"):
                    assert arithmetic(row, default_scheme())[-1].endswith(row["points"])


def test_every_rule_of_the_default_scheme_in_words():
    scheme = default_scheme()
    with override("zh-hans"):
        for index in scheme["indices"]:
            for row in index["indicators"]:
                for branch_type in row["applies_to_branch_types"]:
                    own = effective(row, branch_type)
                    assert CHINESE.search(rule_text(own, None, own["rule"]))


def test_overrides_change_the_words():
    row = default_scheme()["indices"][0]["indicators"][1]
    with override("zh-hans"):
        usual = rule_text(row, None, row["rule"])
        own = effective(row, "retired")
        retired = rule_text(own, None, own["rule"])

    assert "达到95%得5分" in usual and "应到不超过7人时" in usual
    assert "达到70%得5分" in retired and "应到不超过" not in retired


@pytest.mark.parametrize(
    ("number", "code", "chinese"),
    [
        (4, "C1", "C1 基础分80.39低于85：由红降为橙"),
        (5, "C2", "C2 先锋指数得分率47.65%低于60%：由红降为橙"),
        (6, "C1", "C1 基础分75.57低于85：最高为橙，原已为黄"),
        (0, "C4", "C4 没有逾期整改：未触发"),
        (3, "Z2", "Z2 党员民警严重违纪违法被立案或采取强制措施：由红降为灰"),
    ],
)
def test_caps_in_words(number, code, chinese):
    caps = told(read("golden_examples.json")[number])["caps"]

    with override("zh-hans"):
        assert (
            cap_text(next(cap for cap in caps if cap["code"] == code), default_scheme()) == chinese
        )
