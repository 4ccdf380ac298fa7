"""Lines, halves, ties, caps and vetoes: what decides a colour and a place, at its edges."""

import random
from decimal import Decimal

import numpy as np
import pytest

from scoring.engine import score
from scoring.engine.colour import bands
from scoring.engine.plan import Plan
from scoring.engine.rank import ranks
from tests.scoring.engine.cases import QUARTER, default_scheme, one_rule_scheme
from tests.scoring.engine.test_properties import STATION, full_facts

pytestmark = pytest.mark.pure
BRANCH = {"code": "b", "type": "t", "attributes": {}}
HIGHEST = 11_000  # 100 and the bonus of 10, in hundredths


def test_every_printed_total_has_one_colour_and_no_other():
    scheme = default_scheme()
    rows = scheme["colour_bands"]
    totals = np.arange(HIGHEST + 1)

    found = bands(Plan(scheme, QUARTER), totals)

    for whole, number in zip(totals, found, strict=True):
        total = Decimal(int(whole)) / 100
        reached = [n for n, row in enumerate(rows) if total >= Decimal(str(row["min"]))]
        assert number == min(reached), total


@pytest.mark.parametrize(("exact", "printed"), [
    ("79.985", "79.99"), ("69.005", "69.01"), ("89.985", "89.99"), ("2.675", "2.68"), ("0.125", "0.13"),
    ("89.9949", "89.99"), ("89.995", "90.00"), ("59.9999", "60.00"),
])
def test_halves_go_up_where_floats_and_bankers_go_down(exact, printed):
    scheme = one_rule_scheme({"type": "per_event", "points_each": "0.0001", "cap": None}, maximum=100)
    facts = [{"branch": "b", "month": "2026-04", "indicator": "X", "part": "", "key": "events",
              "value": int(Decimal(exact) * 10_000)}]

    row = score(scheme, [BRANCH], facts, [], quarter=QUARTER).row(0)

    assert row["total"] == printed


def test_the_printed_total_is_what_meets_the_line():
    """89.995 is printed 90.00 and is red; 89.9949 is printed 89.99 and is not."""
    scheme = one_rule_scheme({"type": "per_event", "points_each": "0.0001", "cap": None}, maximum=100)
    scheme["colour_bands"][0]["min"] = 90
    colours = []
    for events in (899_950, 899_949):
        facts = [{"branch": "b", "month": "2026-04", "indicator": "X", "part": "", "key": "events", "value": events}]
        colours.append(score(scheme, [BRANCH], facts, [], quarter=QUARTER).row(0)["colour"])

    assert colours == ["red", "grey"]


@pytest.mark.parametrize("veto", [row["code"] for row in default_scheme()["vetoes"]])
def test_a_veto_lowers_to_its_colour_and_keeps_the_score(veto):
    scheme = default_scheme()
    effect = next(row["effect"] for row in scheme["vetoes"] if row["code"] == veto)
    clean = score(scheme, [STATION], full_facts(scheme), [], quarter=QUARTER).row(0)
    event = {"branch": STATION["code"], "kind": "veto", "code": veto, "points": None}

    row = score(scheme, [STATION], full_facts(scheme), [event], quarter=QUARTER).row(0)

    colours = [one["code"] for one in scheme["colour_bands"]]
    lowest = effect.get("colour") or effect.get("colour_cap")
    assert clean["colour"] == "red"
    assert colours.index(row["colour"]) >= colours.index(lowest)
    assert veto in row["caps_held"]
    if "index_zero" not in effect:
        assert (row["colour"], row["total"]) == (lowest, clean["total"])


def test_an_overdue_notice_lowers_to_yellow_and_no_cap_ever_raises():
    scheme = default_scheme()
    overdue = {"branch": STATION["code"], "kind": "overdue", "code": "N1", "points": None}
    grey = {"branch": STATION["code"], "kind": "veto", "code": "Z1", "points": None}

    alone = score(scheme, [STATION], full_facts(scheme), [overdue], quarter=QUARTER).row(0)
    both = score(scheme, [STATION], full_facts(scheme), [overdue, grey], quarter=QUARTER).row(0)

    assert (alone["colour"], both["colour"]) == ("yellow", "grey")
    assert set(both["caps_held"]) >= {"C4", "Z1"}


def test_bonus_and_penalty_stop_at_their_caps_and_the_total_at_nothing():
    scheme = default_scheme()
    events = [{"branch": "s", "kind": "bonus", "code": code, "points": 9} for code in ("A1", "A2", "A3", "A4")]
    rich = score(scheme, [STATION], full_facts(scheme), events, quarter=QUARTER).row(0)
    events = [{"branch": "s", "kind": "penalty", "code": code, "points": 40} for code in ("P1", "P2", "P3")]
    poor = score(scheme, [STATION], [], events, quarter=QUARTER).row(0)

    assert (rich["bonus"], rich["total"]) == ("10.00", "110.00")
    assert poor["penalty"] == "15.00"
    assert poor["total"] == f"{max(Decimal(0), Decimal(poor['base_total']) - 15):.2f}"


def test_equal_in_every_key_share_the_place_and_the_next_is_skipped():
    total, base = np.array([9000, 9000, 8000, 9000]), np.array([90, 90, 80, 85])

    rank, tied = ranks([total, base])

    assert rank.tolist() == [1, 1, 4, 3]
    assert tied.tolist() == [True, True, False, False]


def test_places_are_those_of_a_plain_sort():
    lot = random.Random(7)
    for _round in range(200):
        keys = [np.array([lot.randint(0, 3) for _ in range(12)]) for _key in range(3)]
        rows = list(zip(*(key.tolist() for key in keys), strict=True))

        rank, tied = ranks(keys)

        assert rank.tolist() == [1 + sum(other > row for other in rows) for row in rows]
        assert tied.tolist() == [rows.count(row) > 1 for row in rows]


def test_missing_is_not_zero_and_not_applicable_is_neither():
    rule = {"type": "ratio", "full_at": 1, "zero_at": 0, "when_denominator_zero": "zero", "when_missing": "not_applicable"}
    given = [{"branch": "b", "month": "2026-04", "indicator": "X", "part": "", "key": key, "value": value}
             for key, value in (("num", 0), ("den", 4))]
    decided = [{"branch": "b", "kind": "not_applicable", "code": "X", "points": None}]

    points = [
        score(one_rule_scheme({**rule, "when_missing": missing}), [BRANCH], facts, events, quarter=QUARTER)
        .row(0)["indicator_points"]["X"]
        for missing, facts, events in (
            ("not_applicable", given, []), ("not_applicable", [], []), ("zero", [], []), ("zero", given, decided))
    ]

    assert points == ["0.00", None, "0.00", None]
