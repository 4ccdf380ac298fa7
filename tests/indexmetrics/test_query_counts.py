"""The same number of queries at 10 and at 300 branches: queue, month form, table of completeness."""

import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.basics import clock
from branches.org.models import Branch, Profile
from indexmetrics.evidence.models import Record, Submission, Tag
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # the number of reads is the same on every database
MOST = 15
TRANSACTION = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def settle(count: int) -> None:
    """So many further branches, each with four records of May that wait."""
    quarter, start = make.quarter("2026Q2"), Branch.objects.count()
    rows = Branch.objects.bulk_create(
        Branch(code=f"many-{start + n}", name=f"第{start + n}支部", short_name=f"{start + n}", position=start + n,
               founded_on=date(2020, 1, 1)) for n in range(count))
    Profile.objects.bulk_create(
        Profile(branch=row, since=date(2020, 1, 1), type_code="police_station", members=18, groups=2,
                attributes=["has_committee", "has_groups"]) for row in rows)
    now = clock.now()
    kinds = ("party_day", "committee_meeting", "dues", "study")
    records = Record.objects.bulk_create(
        Record(branch=row, quarter=quarter, month="2026-05", kind=kind, date=date(2026, 5, 10 + n), title="学习党章党规",
               data={"due": 18, "present": 16}, state="submitted", recorded_at=now, submitted_at=now)
        for row in rows for n, kind in enumerate(kinds))
    own = {"party_day": "B4", "committee_meeting": "B2", "dues": "B7", "study": "L1"}
    Tag.objects.bulk_create(Tag(record=record, indicator=own[record.kind], is_own=True) for record in records)
    Submission.objects.bulk_create(
        Submission(branch=row, quarter=quarter, month="2026-05", submitted_at=now) for row in rows)


def measured(client, page: str) -> tuple[list[str], float]:
    """The statements of one request, without savepoints, and its milliseconds once everything is warm."""
    client.get(page)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    asked = [row["sql"] for row in caught.captured_queries if not row["sql"].startswith(TRANSACTION)]
    assert asked, "a signed-in page reads at least its session"  # the next request empties the log
    began = time.perf_counter()
    client.get(page)
    spent = (time.perf_counter() - began) * 1000
    return asked, spent


@pytest.mark.parametrize(("who", "page"), [
    ("reviewer", "/review/"), ("reviewer", "/matrix/"), ("reviewer", "/matrix/?by=indicator"),
    ("reviewer", "/review/indicator/B4/2026-05/"), ("secretary", "/evidence/"),
    ("reviewer", "/registers/2026Q2/V5/"),
])
def test_queries_do_not_grow_with_branches(request, sign_in, own_branch, record_property, who, page):
    person = request.getfixturevalue(who)
    client = sign_in(person)
    settle(9)
    few, _ms = measured(client, page)
    settle(290)
    many, spent = measured(client, page)
    record_property("milliseconds at 300 branches", round(spent))
    assert len(many) == len(few) <= MOST, "\n".join(many)


def test_one_branchs_month_needs_few_queries_too(sign_in, reviewer, own_branch):
    settle(9)
    client = sign_in(reviewer)
    page = "/review/many-1/2026-05/"
    few, _ms = measured(client, page)
    settle(290)
    many, _ms = measured(client, page)
    assert len(many) == len(few) <= 20, "\n".join(many)
