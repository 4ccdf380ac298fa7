"""The private estimate: what is recorded counts as if accepted, and only the branch itself sees it."""

from datetime import date

import pytest

from branches.basics import clock
from indexmetrics.evidence import actions as evidence
from scoring.estimates.queries import estimate
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter():
    with clock.frozen("2026-04-02"):
        return make.quarter("2026Q2")


def test_estimate_counts_drafts_and_names_what_can_still_be_won(quarter, secretary):
    branch = secretary.own_branches[0]
    with clock.frozen("2026-05-20"):
        before = estimate(branch, quarter)
        evidence.record_event(
            branch=branch, kind="members_meeting", day=date(2026, 5, 18), title="党员大会", tags=[], by=secretary,
            data={"due": 18, "present": 17},
        )
        after = estimate(branch, quarter)

    open_codes = [gain.row["code"] for gain in before.gains]
    assert "B1" in open_codes and "B1" not in [gain.row["code"] for gain in after.gains]
    assert after.row["indicator_points"]["B1"] == "4.00"
    assert after.counts_drafts and not before.counts_drafts
    assert after.next["colour"] in {"red", "orange", "yellow", "blue"}


def test_missed_month_is_lost_for_good(quarter, secretary):
    with clock.frozen("2026-06-20"):
        shown = estimate(secretary.own_branches[0], quarter)

    lost = {gain.row["code"]: gain.lost for gain in shown.lost}
    assert lost["L1"] == "3.33"  # April and May were due: two of three months of five points


def test_estimate_page_is_the_secretary_s_alone(secretary, reviewer, committee, viewer, other_branch, sign_in):
    assert sign_in(secretary).get("/estimate/").status_code == 200
    assert sign_in(secretary).get(f"/estimate/?branch={other_branch.code}").status_code == 404
    for stranger in (reviewer, committee, viewer):
        assert sign_in(stranger).get("/estimate/").status_code == 403
