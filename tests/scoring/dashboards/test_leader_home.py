"""The leader's home: this edition, who moved, whom to praise and to ask with the reason, months in time, rectification."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from branches.access.roles import Role
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence.models import Submission
from scoring.boards.queries import Past, board_for
from scoring.dashboards.queries_board import newest_board, overview, punctuality
from scoring.dashboards.standing import standing_of
from scoring.rectify.models import Notice
from tests import make, make_edition
from tests.indexmetrics.test_query_counts import measured

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture(scope="module")
def two_quarters(stands):
    """Twelve branches with two published quarters."""
    make_edition.bureau(12)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")


@pytest.fixture
def branches(db, two_quarters):
    """The twelve."""
    return list(Branch.objects.order_by("code"))


def row(board, **changes) -> dict:
    """The first row of a board, altered."""
    return {**board.rows[0], "caps_held": [], **changes}


def test_each_name_comes_with_its_reason(branches):
    board = board_for("2026Q2")
    rows = [
        row(board, branch="a", rank=1, colour="red", total="95.00", previous={"colour": "red", "total": "94.00", "rank": 1}, change="+1.00"),
        row(board, branch="b", rank=2, colour="red", total="91.00", previous={"colour": "yellow", "total": "75.00", "rank": 5}, change="+16.00"),
        row(board, branch="c", rank=3, colour="grey", total="55.00", previous={"colour": "orange", "total": "85.00", "rank": 2}, change="-30.00"),
        row(board, branch="d", rank=4, colour="orange", total="92.00", caps_held=["C1"], previous=None, change=None),
        row(board, branch="e", rank=5, colour="orange", total="85.00", previous={"colour": "orange", "total": "85.00", "rank": 5}, change="+0.00"),
    ]
    past = {"a": [Past("2025Q4", Decimal(95), "red"), Past("2026Q1", Decimal(94), "red")]}
    found = standing_of(board.rules, rows, past, {"e": 3})
    assert {one.row["branch"]: one.reasons for one in found.praise} == {
        "a": ["A类第一", "连续3个季度红"], "b": ["由黄转红（+16.00）"]}
    assert {one.row["branch"]: one.reasons for one in found.ask} == {
        "c": ["居末两色", "由橙转灰（−30.00）"], "d": ["总分92.00，按C1限为橙"], "e": ["整改逾期3天"]}
    assert next(iter(found.ask)).row["branch"] == "c"
    assert ([one.row["branch"] for one in found.rose], [one.row["branch"] for one in found.fell]) == (["b"], ["c"])
    assert (found.same, found.fresh) == (2, 1)


def test_which_veto_it_was_is_never_told(branches):
    board = board_for("2026Q2")
    found = standing_of(board.rules, [row(board, colour="grey", total="91.00", caps_held=["Z6"], previous=None, change=None)], {}, {})
    said = " ".join(found.ask[0].reasons)
    assert "否决条款" in said and "Z6" not in said


def test_a_month_is_in_time_by_the_day_that_held_for_the_branch(branches):
    quarters = newest_board().quarters
    quarter, late = quarters[-1].edition.quarter, clock.at(date(2026, 7, 30))
    in_time = clock.at(date(2026, 6, 2))
    for branch, about in zip(branches, [
        {"submitted_at": in_time}, {"submitted_at": late}, {"submitted_at": late, "extended_to": date(2026, 7, 31)},
        {"waived_at": late}, {}], strict=False):
        signed = {f"{verb}_by": make.user(f"{verb}-{branch.code}") for verb in ("submitted", "waived") if f"{verb}_at" in about}
        Submission.objects.create(branch=branch, quarter=quarter, month="2026-05", **about, **signed)
    last = punctuality(quarters)[-1]
    assert (last.quarter, last.in_time, last.due) == ("2026Q2", 3, 36)


def test_a_branch_founded_in_the_quarter_owes_only_its_own_months(branches):
    branches[0].founded_on = date(2026, 5, 4)
    branches[0].save()
    assert punctuality(newest_board().quarters)[-1].due == 36 - 1


def test_open_rectification_counts_and_tells_how_late(branches):
    first, *rest = Notice.objects.order_by("finish_on", "number")
    Notice.objects.filter(pk__in=[one.pk for one in rest]).update(finish_on=first.finish_on + timedelta(days=9))
    with clock.frozen(first.finish_on + timedelta(days=4)):
        found = overview(newest_board())
    assert (found.open, found.overdue, found.signed_off) == (1 + len(rest), 1, 0)
    assert [one.days for one in found.notices] == ([-4] + [5] * len(rest))[:len(found.notices)]


def test_the_page_says_it_all_without_a_person(client, branches):
    client.force_login(make.user("leader", role=Role.VIEWER))
    page = client.get("/").content.decode()
    for words in ("值得表扬", "需要过问", "升档支部", "降档支部", "各季度五色分布", "月报按时情况", "整改", "与上季度相比", "第16次会议"):
        assert words in page
    assert len(re.findall(r'<g transform="translate\(\d+ 0\)">', page)) == 2
    assert all(not one["secretary"] or one["secretary"] not in page for one in board_for("2026Q2").rows)


@pytest.mark.parametrize(("role", "told"), [(Role.COMMITTEE, True), (Role.REVIEWER, True), (Role.DISCIPLINE, False), (Role.ADMIN, False)])
def test_who_decides_nothing_is_told_no_one_to_ask(client, branches, role, told):
    client.force_login(make.user(role=role))
    assert ("需要过问" in client.get("/").content.decode()) is told


def test_as_many_queries_for_many_branches(client, branches):
    client.force_login(make.user("leader", role=Role.VIEWER))
    few = len(measured(client, "/")[0])
    make_edition.published("2026Q3")
    assert len(measured(client, "/")[0]) == few <= MOST_QUERIES


def test_the_administrator_is_told_of_the_last_backup(client, branches):
    client.force_login(make.user("admin", role=Role.ADMIN))
    assert "还没有备份" in client.get("/").content.decode()
    with clock.frozen("2026-08-09T10:00"):
        record(EventKind.BACKUP_MADE, by=None, subject="backup")
    page = client.get("/").content.decode()
    assert "8月9日" in page and "还没有备份" not in page
