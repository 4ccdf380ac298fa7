"""The engine equals a slow twin in Fractions on random schemes and facts, in every figure."""

import os

import pytest

from indexmetrics.rulebook import scoring_problems
from scoring.engine import score
from tests.scoring.engine import twin
from tests.scoring.engine.random_cases import QUARTER, case

pytestmark = pytest.mark.pure
STEP = 100
ROUNDS = 100 if os.environ.get("WUSETU_LONG") == "1" else 4


@pytest.mark.parametrize("low", range(0, ROUNDS * STEP, STEP))
def test_engine_equals_its_twin(low):
    for seed in range(low, low + STEP):
        scheme, branches, facts, events = case(seed)
        assert not scoring_problems(scheme), seed

        rows = list(score(scheme, branches, facts, events, quarter=QUARTER).rows())

        assert rows == twin.score(scheme, branches, facts, events, QUARTER), f"seed {seed}"


def test_huge_figures_stay_exact():
    """Sums near the largest fact leave int64 inside a composite and are still exact."""
    from tests.scoring.engine.cases import BRANCH, one_rule_scheme

    rate = {"type": "ratio", "full_at": "0.9999", "zero_at": "0.0001", "when_missing": "zero",
            "when_denominator_zero": "zero"}  # fmt: skip
    parts = [{"code": c, "max_points": "1.7", "rule": rate} for c in "abcd"]
    scheme = one_rule_scheme({"type": "composite", "parts": parts}, "7.3")
    scheme |= {"vetoes": [], "colour_caps": [], "normalisation": {"min_share_for_full_weight": 0.5},
               "bonus": {"items": []}, "penalties": {"items": [], "floor_of_total": 0},
               "ranking": {"mode": "threshold", "tie_break": [], "quota": {"min_group_size": 1}}}  # fmt: skip
    facts = [
        {
            "branch": "b",
            "month": "2026-04",
            "indicator": "X",
            "part": part,
            "key": key,
            "value": value,
        }
        for part, num in zip(
            "abcd", ("999999999.9999", "1.0001", "777777777.7777", "333333333.3331"), strict=True
        )
        for key, value in (("num", num), ("den", "999999998.9997"))
    ]

    rows = list(score(scheme, [BRANCH], facts, quarter="2026Q2").rows())

    assert rows == twin.score(scheme, [BRANCH], facts, [], "2026Q2")
