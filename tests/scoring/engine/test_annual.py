"""The year's score by the scheme's formula and rules."""

import pytest

from scoring.engine import annual
from tests.scoring.engine.cases import default_scheme

pytestmark = pytest.mark.pure
MARKS = {"secretary_report_review": 90, "members_and_masses_vote": "88.5"}


def quarters(*totals, **last):
    rows = [
        {"quarter": f"2026Q{n + 1}", "total": total, "colour": "red"}
        for n, total in enumerate(totals)
    ]
    rows[-1].update(last)
    return rows


def test_year_is_four_fifths_quarters_and_one_fifth_appraisal():
    year = annual(default_scheme(), quarters("92.00", "90.74", "91.11", "93.37"), MARKS)

    # mean 91.805, appraisal 89.25: 73.444 + 17.85 = 91.294
    assert (year["mean"], year["appraisal"], year["total"], year["colour"]) == (
        "91.81",
        "89.25",
        "91.29",
        "red",
    )
    assert year["rules_held"] == []


def test_grey_by_veto_keeps_the_year_at_yellow():
    year = annual(
        default_scheme(), quarters("95", "95", "95", "95", colour="grey", veto_grey=True), MARKS
    )

    assert (year["colour"], year["rules_held"]) == ("yellow", ["grey_by_veto"])


def test_two_grey_quarters_and_a_new_branch_are_named():
    rows = [{**row, "colour": "grey"} for row in quarters("50", "40")]

    year = annual(default_scheme(), rows, MARKS)

    assert year["rules_held"] == ["backward", "few_quarters"]
    assert year["marked"]


def test_no_total_without_the_appraisal():
    year = annual(default_scheme(), quarters("90"), {"secretary_report_review": 90})

    assert (year["total"], year["colour"], year["mean"]) == (None, None, "90.00")
