"""The committee's meeting on one sheet: colours, near lines, what is held, disputes, vetoes with numbers, changes."""

from datetime import date
from decimal import Decimal

import pytest

from branches.access.roles import Role
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.periods import states
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.boards.queries_pack import near_lines, pack_of
from scoring.runs.actions import compute
from scoring.verdicts.models import Verdict
from tests import make, make_edition

pytestmark = pytest.mark.django_db
ADDRESS = "/board/2026Q2/pack/"


@pytest.fixture(scope="module")
def shown(stands):
    """A quarter in its preliminary state, its list shown to the branches."""
    make_edition.bureau(12)
    make_edition.published("2026Q1")
    found = make.quarter("2026Q2")
    found.state = states.PRELIMINARY
    found.save()
    with make_edition.staged("2026Q2"):
        compute(quarter=found, by=None)
    return found.pk


@pytest.fixture
def quarter(db, shown):
    """The quarter, and the first of its branches."""
    found = Quarter.objects.get(pk=shown)
    found.first_branch = Branch.objects.order_by("code").first()
    return found


def test_near_a_line_means_half_a_point_and_not_held_down(quarter):
    rules, base = pack_of(quarter).board.rules, pack_of(quarter).board.rows[0]
    rows = [
        {**base, "branch": name, "total": total, "colour": colour, "position": n}
        for n, (name, total, colour) in enumerate([
            ("a", "90.50", "red"), ("b", "89.60", "orange"), ("c", "90.51", "red"), ("d", "90.10", "orange"), ("e", "80.00", "orange")])
    ]
    found = near_lines(rules, rows)
    assert [(one.row["branch"], one.gap, one.beyond["code"]) for one in found] == [
        ("e", Decimal("0.00"), "yellow"), ("b", Decimal("-0.40"), "red"), ("a", Decimal("0.50"), "orange")]


def test_the_sheet_tells_all_that_the_committee_decides_on(client, quarter):
    Verdict.objects.create(
        branch=quarter.first_branch, quarter=quarter, kind="veto", code="Z6", matter="查实", document_number="督〔2026〕7号",
        dated=date(2026, 5, 5), proposed_at=clock.now())
    Appeal.objects.create(
        branch=quarter.first_branch, quarter=quarter, about="L1", text="签到表漏传", old_points="3.00", lodged_at=clock.now())
    client.force_login(make.user("committee", role=Role.COMMITTEE))
    page = client.get(ADDRESS).content.decode()
    for row in pack_of(quarter).board.rows:
        assert row["short"] in page and row["total"] in page
    for words in ("督〔2026〕7号", "临界支部", "复核", "未了事项", pack_of(quarter).board.seal_short, "会议次数"):
        assert words in page
    assert "签到表漏传" not in page  # what a branch wrote stays on its own page


def test_what_changed_since_the_branches_saw_their_result(quarter):
    assert pack_of(quarter).changes == []
    first = {row["branch"]: row["total"] for row in pack_of(quarter).board.rows}
    with make_edition.staged("2026Q2", seed=2):
        compute(quarter=quarter, by=None)
    found = pack_of(quarter)
    now = {row["branch"]: row["total"] for row in found.board.rows}
    assert {one.row["branch"]: (one.old_total, one.row["total"]) for one in found.changes} == {
        code: (first[code], now[code]) for code in now if first[code] != now[code]}
    assert len(found.changes) > 3


def test_after_the_meeting_it_shows_what_was_confirmed(client, quarter):
    edition = make_edition.published("2026Q2")
    found = pack_of(quarter)
    assert found.board.edition == edition
    client.force_login(make.user("reviewer", role=Role.REVIEWER))
    assert "第16次会议" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.VIEWER, Role.DISCIPLINE, Role.ADMIN])
def test_nobody_else_sees_it(client, quarter, role):
    client.force_login(make.user("other", role=role, at=quarter.first_branch if role == Role.SECRETARY else None))
    assert client.get(ADDRESS).status_code == 403
