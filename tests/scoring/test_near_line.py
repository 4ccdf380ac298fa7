"""Branches near a colour line: who is named, to whom, and until when."""

import json
from decimal import Decimal

import pytest

from branches.access.roles import Role
from branches.basics import clock
from scoring.runs.models import Run, Standing
from scoring.runs.near_line import near_lines
from scoring.runs.panels import near_line_panel
from tests import make

pytestmark = pytest.mark.django_db
TOTALS = {"a": "90.00", "b": "89.50", "c": "89.49", "d": "80.51", "e": "60.20", "f": "0.30"}


@pytest.fixture
def run(second_quarter):
    """A trial computation with totals around the lines 90, 80, 70, 60."""
    made = Run.objects.create(
        quarter=second_quarter, kind=Run.Kind.TRIAL, engine="1", scheme_sha256="0" * 64, inputs_sha256="0" * 64,
        seal="0" * 64, computed_at=clock.now())
    Standing.objects.bulk_create(
        Standing(run=made, branch_code=code, position=n, trail_text="{}",
                 row_text=json.dumps({"branch": code, "name": f"支部{code}", "total": total}))
        for n, (code, total) in enumerate(TOTALS.items()))
    return made


def test_half_a_point_on_both_sides_the_nearest_first(run, second_quarter):
    found = near_lines(second_quarter, run)
    assert [(near.code, near.band["code"], near.over) for near in found] == [
        ("a", "red", Decimal("0.00")), ("e", "blue", Decimal("0.20")), ("b", "red", Decimal("-0.50"))]
    assert found[2].lacks == Decimal("0.50")


def test_only_those_who_review_the_bureau_see_them_and_not_after_confirming(run, second_quarter, reviewer, committee, own_branch):
    assert "支部b" in near_line_panel(user=reviewer, quarter=second_quarter)
    assert near_line_panel(user=committee, quarter=second_quarter) == ""
    assert near_line_panel(user=make.user("of-one", role=Role.REVIEWER, at=own_branch)) == ""
    assert near_line_panel(user=reviewer, quarter=make.quarter("2026Q2", "published")) == ""
