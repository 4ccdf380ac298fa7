"""What the home pages are told, and that every page also speaks English."""

import pytest

from indexmetrics.evidence.queries import own_months, reporting_month, todo_for
from indexmetrics.review.queries import queue_counts
from tests import make

pytestmark = pytest.mark.django_db


def test_returned_months_come_first(own_branch, secretary):
    make.record(own_branch, by=secretary, day=make.date(2026, 4, 9), kind="committee_meeting", state="returned")
    make.month_submitted(own_branch, "2026-04", by=secretary)
    todo = todo_for(secretary)
    assert [page.month for page in todo.pages] == ["2026-04"]
    assert [line.record.return_reason for _page, line in todo.returned] == ["缺少到会人数"]
    assert not todo.is_done and todo.open_count > 0


def test_the_oldest_month_not_submitted_is_asked_for(own_branch, secretary):
    assert reporting_month(own_months(secretary)).month == "2026-04"
    make.month_submitted(own_branch, "2026-04", by=secretary)
    assert reporting_month(own_months(secretary)).month == "2026-05"
    assert [page.month for page in todo_for(secretary).pages] == ["2026-05"]


def test_nobody_without_a_branch_has_anything_to_do(reviewer):
    assert todo_for(reviewer).pages == [] and own_months(reviewer) == []


def test_a_new_event_is_offered_the_kind_that_is_open(own_branch, secretary):
    page = todo_for(secretary).pages[0]
    assert page.first_kind == "study"
    make.record(own_branch, kind="study", day=make.date(2026, 4, 9), by=secretary)
    assert todo_for(secretary).pages[0].first_kind == "committee_meeting"


def test_the_queue_is_counted(own_branch, secretary, reviewer, discipline):
    make.record(own_branch, by=secretary, state="submitted")
    counts = queue_counts(reviewer)
    assert (counts.branches, counts.records, counts.passing, counts.overdue) == (1, 1, 1, 0)
    assert queue_counts(discipline).records == 0


@pytest.mark.parametrize(("who", "address"), [
    ("secretary", "/evidence/"), ("secretary", "/evidence/2026-05/"), ("secretary", "/evidence/2026-05/check/"),
    ("secretary", "/evidence/2026-05/event/new/?kind=party_lecture"), ("reviewer", "/review/"),
    ("reviewer", "/review/pcs-2/2026-05/"), ("reviewer", "/matrix/"), ("reviewer", "/registers/2026Q2/L4/"),
])
def test_pages_speak_english_too(request, sign_in, own_branch, secretary, who, address):
    make.record(own_branch, by=secretary, state="submitted")
    client = sign_in(request.getfixturevalue(who))
    client.cookies["language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Language"] == "en"
