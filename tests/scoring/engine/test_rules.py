"""Each rule type gives what the golden cases say, and exists in all four places."""

import pytest

from indexmetrics.rulebook import SPECS, scoring_problems
from scoring.engine import explain
from scoring.engine.reasons import VALUES
from scoring.engine.rules import COMPOSITE, RULES
from tests.scoring.engine.cases import BRANCH, QUARTER, facts_of, one_rule_scheme, read

pytestmark = pytest.mark.pure
CASES = read("rules.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']['type']}: {case['why']}")
def test_rule(case):
    scheme = one_rule_scheme(case["rule"], case["max_points"])
    assert not scoring_problems(scheme)

    (cell,) = explain(scheme, BRANCH, facts_of(case), quarter=QUARTER)["cells"]

    assert cell["points"] == case["points"]
    assert cell["reason"]["code"] == case["reason"]


def test_declared_is_run_is_worded_is_proved():
    from scoring.wording.arithmetic import FORMULAS
    from scoring.wording.rules import TEXTS
    from scoring.wording.why import SENTENCES

    declared = set(SPECS)
    assert set(RULES) | {COMPOSITE} == declared
    assert set(VALUES) | {COMPOSITE} == declared
    assert set(TEXTS) == declared
    assert set(FORMULAS) | {COMPOSITE} == declared
    assert declared - {COMPOSITE} <= set(SENTENCES)
    for name in declared:
        assert sum(case["rule"]["type"] == name for case in CASES) >= 3, name
