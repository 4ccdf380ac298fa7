"""Places: groups, ties and the keys that decide them, also where numbers do not fit into one."""

import random

import numpy as np
import pytest

from scoring.engine import score
from scoring.engine.rank import ranks
from tests.scoring.engine.cases import QUARTER, one_rule_scheme

pytestmark = pytest.mark.pure
HUGE = 2**61


def test_nobody_has_no_place():
    rank, tied = ranks([np.zeros(0, np.int64)])

    assert (rank.tolist(), tied.tolist()) == ([], [])
    assert (rank.dtype, tied.dtype) == (np.int64, bool)


@pytest.mark.parametrize("widths", [(3, 3, 3), (HUGE, 3, 3), (3, HUGE, HUGE), (HUGE, HUGE), (2**31, 2**30), (2**29, 2**29), (2**31 - 1, 2**31 - 1)])
def test_places_are_those_of_a_plain_sort_however_far_the_keys_lie_apart(widths):
    lot = random.Random(5)
    for _round in range(60):
        keys = [np.array([lot.choice((0, 1, width // 2, width)) - lot.choice((0, width)) for _ in range(9)]) for width in widths]
        rows = list(zip(*(key.tolist() for key in keys), strict=True))

        rank, tied = ranks(keys)

        assert rank.tolist() == [1 + sum(other > row for other in rows) for row in rows]
        assert tied.tolist() == [rows.count(row) > 1 for row in rows]


def placed(branches, done, events=(), **sections):
    """Places of branches whose done work is given in points of 100."""
    scheme = one_rule_scheme({"type": "count_ratio", "target": 100, "when_missing": "not_applicable"}, 100) | sections
    facts = [{"branch": code, "month": "2026-04", "indicator": "X", "part": "", "key": "count", "value": value}
             for code, value in done.items()]
    book = score(scheme, branches, facts, events, quarter=QUARTER)
    return {row["branch"]: (row["rank"], row["tied"]) for row in book.rows()}


def of_type(kind, *codes, **more):
    return [{"code": code, "type": kind, "attributes": {}, **more} for code in codes]


TYPES = {"branch_types": [
    {"code": "station", "ranking_group": "G"}, {"code": "unit", "ranking_group": "G"},
    {"code": "office", "ranking_group": "H"}, {"code": "retired", "ranking_group": "H", "ranked": False},
]}  # fmt: skip


def sections(**more):
    applies = one_rule_scheme({"type": "count_ratio", "target": 100, "when_missing": "not_applicable"}, 100)["indices"]
    applies[0]["indicators"][0]["applies_to_branch_types"] = [row["code"] for row in TYPES["branch_types"]]
    return {**TYPES, "indices": applies, **more}


def test_types_of_one_group_are_placed_together_and_others_apart():
    branches = of_type("station", "s1", "s2") + of_type("unit", "u1") + of_type("office", "o1") + of_type("retired", "r1")

    told = placed(branches, {"s1": 80, "s2": 90, "u1": 85, "o1": 10, "r1": 99}, **sections())

    assert told == {"s2": (1, False), "u1": (2, False), "s1": (3, False), "o1": (1, False), "r1": (None, False)}


def test_a_branch_left_out_of_the_ranking_takes_no_place_from_the_others():
    branches = of_type("station", "s1", "s2") + of_type("unit", "new", ranked=False) + of_type("office", "o1")

    told = placed(branches, {"s1": 80, "s2": 70, "new": 99, "o1": 75}, **sections())

    assert told == {"s1": (1, False), "s2": (2, False), "new": (None, False), "o1": (1, False)}


PENALTY = [{"branch": "s1", "kind": "penalty", "code": "P1", "points": 5}]
LENIENT = {"penalties": {"items": [{"code": "P1"}]}}


@pytest.mark.parametrize(("keys", "first"), [(None, None), ([], None), (["base_total"], "s1"), (["fewer_penalty_points"], "s2")])
def test_equal_totals_are_parted_by_the_keys_of_the_scheme(keys, first):
    ranking = {} if keys is None else {"ranking": {"mode": "threshold", "tie_break": keys}}

    told = placed(of_type("station", "s1", "s2"), {"s1": 85, "s2": 80}, PENALTY, **sections(**ranking), **LENIENT)

    assert told == ({"s1": (1, True), "s2": (1, True)} if first is None else
                    {code: (1 if code == first else 2, False) for code in ("s1", "s2")})


def test_an_index_that_does_not_apply_counts_as_nothing_in_a_tie():
    bonus = {"bonus": {"items": [{"code": "A1"}]}, "ranking": {"mode": "threshold", "tie_break": ["index:I"]}}
    events = [{"branch": code, "kind": "bonus", "code": "A1", "points": points}
              for code, points in (("s1", 5), ("s3", 5), ("s4", "4.99"))]

    told = placed(of_type("station", "s1", "s2", "s3", "s4"), {"s2": 5, "s3": 0, "s4": "0.01"}, events, **sections(**bonus))

    assert told == {"s2": (1, False), "s4": (2, False), "s1": (3, True), "s3": (3, True)}
