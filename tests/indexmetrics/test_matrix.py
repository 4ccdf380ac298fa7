"""The table of completeness: states, reasons, sums, and who may read it."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from branches.basics import clock
from branches.org.actions import close
from indexmetrics.review.matrix import completeness
from tests import make

pytestmark = pytest.mark.django_db


def cells(branch, by="month"):
    table = completeness(make.quarter("2026Q2"), by)
    rows = {row.branch.code: row.cells for group in table.groups for row in group.rows}
    return dict(zip([code for code, _name in table.columns], rows[branch.code], strict=True))


def test_months_have_their_state_and_every_blank_its_reason(own_branch):
    make.record(own_branch, state="submitted")
    make.month_submitted(own_branch)
    found = cells(own_branch)
    assert [found[month].state for month in ("2026-04", "2026-05", "2026-06")] == ["missing", "submitted", "missing"]
    assert found["2026-04"].late and not found["2026-05"].late
    assert all(cell.why for cell in found.values())


def test_a_branch_that_was_not_there_owes_nothing(second_quarter):
    young = make.branch("young", founded_on=date(2026, 6, 1))
    old = make.branch("old")
    close(branch=old, by=None, day=date(2026, 4, 30))
    assert cells(young)["2026-04"].state == "not_applicable" and "2026-06-01" in cells(young)["2026-04"].why
    assert [cells(old)[month].state for month in ("2026-04", "2026-05")] == ["missing", "not_applicable"]


def test_indicators_say_what_is_missing(own_branch):
    clock.advance(timedelta(days=35))
    for month in ("04", "05", "06"):
        make.record(own_branch, day=date(2026, int(month), 15), state="accepted")
    found = cells(own_branch, "indicator")
    assert found["B4"].state == "accepted"
    assert found["B2"].state == "missing" and "支委会" in found["B2"].why
    assert found["V4B"].state == "not_applicable"
    assert found["I5"].state == "not_due"


def test_sums_count_what_is_in_and_what_was_on_time(own_branch, other_branch):
    make.month_submitted(own_branch)
    group = completeness(make.quarter("2026Q2")).groups[0]
    assert group.sums[1] == (1, 1, 2)


@pytest.mark.parametrize("query", ["", "?by=indicator", "?quarter=2026Q2"])
def test_reviewers_read_it(sign_in, reviewer, own_branch, query):
    assert sign_in(reviewer).get(f"/matrix/{query}").status_code == 200


def test_others_do_not(client, sign_in, secretary, discipline, viewer):
    assert client.get("/matrix/").status_code == 302
    for person in (secretary, discipline, viewer):
        assert sign_in(person).get("/matrix/").status_code == 403


def test_it_is_read_only_and_knows_its_quarters(sign_in, reviewer):
    client = sign_in(reviewer)
    assert client.post("/matrix/").status_code == 405
    assert client.get("/matrix/?quarter=2031Q1").status_code == 404


def test_counters_narrow_to_branches_and_leave_the_sums(sign_in, reviewer, own_branch, other_branch):
    make.record(own_branch, state="returned")
    make.month_submitted(own_branch)
    client = sign_in(reviewer)
    body = client.get("/matrix/?state=returned").content.decode().split("<table")[1]
    assert own_branch.short_name in body and other_branch.short_name not in body and "已报 1/2" in body
    assert other_branch.short_name in client.get("/matrix/?state=nonsense").content.decode()
    table = completeness(make.quarter("2026Q2"))
    assert table.counts() == {"missing": 2, "submitted": 0, "returned": 1, "accepted": 0}


@pytest.mark.parametrize("by", ["month", "indicator"])
def test_a_crossing_leads_to_what_was_given(sign_in, reviewer, own_branch, by):
    make.record(own_branch, state="submitted")
    text = sign_in(reviewer).get(f"/matrix/?by={by}").content.decode()
    assert f'href="/review/{own_branch.code}/2026-05/"' in text
    assert all(cell.why for cell in cells(own_branch, by).values())


def test_the_table_by_indicators_is_exported_too(sign_in, reviewer, own_branch):
    make.record(own_branch, state="accepted")
    answer = sign_in(reviewer).post("/matrix/2026Q2/export/", {"by": "indicator"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[2][3] == "指标"
    assert next(row for row in rows if row[2] == own_branch.code and row[3].startswith("B4 "))[4] == "未报"
