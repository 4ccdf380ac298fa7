"""What a reviewer does with ticked months: remind, give more days, waive lateness, export."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from branches.org.queries import branches_as_of
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.evidence.models_requests import Reminder
from indexmetrics.evidence.months import month_page
from indexmetrics.review.actions_months import extend, remind, waive
from indexmetrics.review.matrix import completeness
from scoring.verdicts.lateness import late_months
from tests import make

pytestmark = pytest.mark.django_db
ACT, EXPORT = "/matrix/2026Q2/act/", "/matrix/2026Q2/export/"
HEAD = 3  # title, filters, columns stand above the rows of a workbook
FERRY = "台风停航，舟山海事通告第17号"


@pytest.fixture
def island(second_quarter):
    """A branch on an island; April is overdue since 6 May."""
    return make.branch("dongji", attributes=["has_groups", "is_island"])


def late_of(branch) -> list[str]:
    """The months that cost a branch points."""
    return [row.month for row in late_months(make.quarter("2026Q2"), branches_as_of(clock.today())) if row.branch == branch.code]


def cell_of(branch, month: str):
    table = completeness(make.quarter("2026Q2"))
    rows = [row for group in table.groups for row in group.rows if row.branch.code == branch.code]
    return dict(rows[0].pairs)[month]


def test_a_reminder_reaches_the_home_page_and_the_warnings(sign_in, secretary, reviewer, own_branch, second_quarter):
    remind(branch=own_branch, quarter=second_quarter, month="2026-04", words="请于本周五前报送", by=reviewer)
    for page in ("/", "/warnings/"):
        assert "请于本周五前报送" in sign_in(secretary).get(page).content.decode(), page
    make.month_submitted(own_branch, "2026-04", by=secretary)
    assert "请于本周五前报送" not in sign_in(secretary).get("/").content.decode()
    assert Event.objects.filter(kind="month.reminded", branch_code=own_branch.code).count() == 1


def test_a_reminder_concerns_no_other_branch(sign_in, neighbour, reviewer, own_branch, second_quarter):
    remind(branch=own_branch, quarter=second_quarter, month="2026-04", words="请尽快", by=reviewer)
    for page in ("/", "/warnings/"):
        assert "请尽快" not in sign_in(neighbour).get(page).content.decode()


def test_what_is_in_or_not_begun_is_not_asked_for(reviewer, own_branch, secretary, second_quarter):
    make.month_submitted(own_branch, "2026-04", by=secretary)
    with pytest.raises(OutOfStep):
        remind(branch=own_branch, quarter=second_quarter, month="2026-04", by=reviewer)
    with clock.frozen("2026-05-20T09:00"), pytest.raises(OutOfStep):
        remind(branch=own_branch, quarter=second_quarter, month="2026-06", by=reviewer)


def test_an_island_gets_three_working_days(island, reviewer, second_quarter):
    with clock.frozen("2026-06-04T10:00"):
        row = extend(branch=island, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)
        assert row.extended_to == date(2026, 6, 10)
        assert month_page(island, second_quarter, "2026-05").due == date(2026, 6, 10)
    with clock.frozen("2026-06-09T10:00"):
        assert not cell_of(island, "2026-05").late and late_of(island) == ["2026-04"]
        record = make.record(island)
        make.month_submitted(island)
        assert not Record.objects.get(pk=record.pk).is_late
    with clock.frozen("2026-06-20T10:00"):
        assert late_of(island) == ["2026-04"] and not cell_of(island, "2026-05").late


def test_beyond_the_given_days_it_is_late(island, reviewer, second_quarter):
    with clock.frozen("2026-06-04T10:00"):
        extend(branch=island, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)
    with clock.frozen("2026-06-16T10:00"):
        assert cell_of(island, "2026-05").late and late_of(island) == ["2026-04", "2026-05"]


def test_days_given_afterwards_cover_a_month_that_came_within_them(island, reviewer, second_quarter):
    with clock.frozen("2026-06-09T10:00"):
        make.month_submitted(island)
        assert "2026-05" in late_of(island) or cell_of(island, "2026-05").late
        extend(branch=island, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)
        assert not cell_of(island, "2026-05").late and "2026-05" not in late_of(island)


def test_more_days_are_for_islands_once_with_a_reason(own_branch, island, reviewer, second_quarter):
    with pytest.raises(Refused):
        extend(branch=own_branch, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)
    with pytest.raises(Refused):
        extend(branch=island, quarter=second_quarter, month="2026-05", reason=" ", by=reviewer)
    extend(branch=island, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)
    with pytest.raises(OutOfStep):
        extend(branch=island, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)


def test_waived_lateness_costs_nothing_and_says_why(own_branch, reviewer, secretary, second_quarter):
    assert late_of(own_branch) == ["2026-04"]
    make.month_submitted(own_branch, "2026-04", by=secretary)
    waive(branch=own_branch, quarter=second_quarter, month="2026-04", reason="全员参加抢险", by=reviewer)
    assert late_of(own_branch) == []
    assert not cell_of(own_branch, "2026-04").late and "全员参加抢险" in cell_of(own_branch, "2026-04").why
    with pytest.raises(OutOfStep):
        waive(branch=own_branch, quarter=second_quarter, month="2026-04", reason="再次", by=reviewer)
    with pytest.raises(OutOfStep):
        waive(branch=own_branch, quarter=second_quarter, month="2026-05", reason="还没到期", by=reviewer)


@pytest.mark.parametrize("act", [remind, extend, waive])
def test_only_reviewers_and_never_for_the_own_branch(act, island, reviewer, committee, secretary, second_quarter):
    appoint(user=reviewer, role=Role.SECRETARY, branch=island, by=None)
    given = {"words": "x"} if act is remind else {"reason": "x"}
    for person in (committee, secretary, type(reviewer).objects.get(pk=reviewer.pk)):
        with pytest.raises(Forbidden):
            act(branch=island, quarter=second_quarter, month="2026-04", by=person, **given)


@pytest.mark.parametrize("act", [remind, extend, waive])
@pytest.mark.parametrize("state", ["confirmed", "published", "archived"])
def test_a_confirmed_quarter_is_left_alone(act, state, island, reviewer):
    given = {"words": "x"} if act is remind else {"reason": "x"}
    with pytest.raises(OutOfStep):
        act(branch=island, quarter=make.quarter("2026Q2", state), month="2026-04", by=reviewer, **given)


def test_a_selection_is_done_row_by_row(sign_in, reviewer, own_branch, other_branch, secretary):
    make.month_submitted(own_branch, "2026-04", by=secretary)
    cells = [f"{own_branch.code}|2026-04", f"{other_branch.code}|2026-04", "nobody|2026-04", "broken"]
    client = sign_in(reviewer)
    sent = {"act": "remind", "cell": cells, "reason": "请报"}
    asked = client.post(ACT, sent | {"_key": "r"})
    text = asked.content.decode()
    assert asked.status_code == 200 and not Reminder.objects.exists()
    assert "请报" in text and str(secretary) in text and other_branch.name in text and "nobody" not in text
    assert client.post(ACT, sent | {"_key": "s", "sure": "1"}).status_code == 302
    assert [row.branch for row in Reminder.objects.all()] == [other_branch]
    text = client.get("/matrix/?quarter=2026Q2").content.decode()
    assert "2 项中完成 1 项" in text and "该月已报送" in text
    assert "该月已报送" not in client.get("/matrix/?quarter=2026Q2").content.decode()


def test_the_page_is_for_reviewers(client, sign_in, reviewer, committee, secretary, own_branch):
    assert client.post(ACT, {"_key": "x"}).status_code == 302 and client.post(EXPORT).status_code == 302
    for person in (secretary, committee):
        assert sign_in(person).post(EXPORT).status_code == 403
        assert sign_in(person).post(ACT, {"_key": "y", "act": "waive"}).status_code == 403
    client = sign_in(reviewer)
    assert 'value="waive"' in client.get("/matrix/").content.decode()
    assert client.get(ACT).status_code == 405
    assert client.post(ACT, {"_key": "z", "act": "waive", "reason": "x"}).status_code == 422
    assert client.post(ACT, {"_key": "q", "act": "drop", "cell": ["a|b"]}).status_code == 404
    assert client.post("/matrix/2031Q1/export/").status_code == 404
    odd = {"_key": "m", "sure": "1", "act": "remind", "cell": [f"{own_branch.code}|2031-13", f"{own_branch.code}|2026-01"]}
    assert client.post(ACT, odd).status_code == 302 and not Reminder.objects.exists()


def test_the_workbook_holds_the_selection_as_text(sign_in, reviewer, own_branch, other_branch):
    type(own_branch).objects.filter(pk=own_branch.pk).update(name='=HYPERLINK("http://x","y")')
    answer = sign_in(reviewer).post(EXPORT, {"cell": [f"{own_branch.code}|2026-04"]})
    assert answer["Content-Type"].endswith("sheet")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=HEAD + 1))
    assert len(rows) == 1 and rows[0][3].value == "2026-04" and rows[0][4].value == "未报"
    assert rows[0][1].value.startswith("=HYPERLINK") and rows[0][1].data_type == "s"
    everything = load_workbook(BytesIO(sign_in(reviewer).post(EXPORT).content)).active
    assert everything.max_row == HEAD + 2 * 3
    assert Event.objects.filter(kind="report.exported").count() == 2


def test_a_month_of_days_given_has_no_submission_yet(island, reviewer, second_quarter):
    extend(branch=island, quarter=second_quarter, month="2026-05", reason=FERRY, by=reviewer)
    assert Submission.objects.get().submitted_at is None
    assert month_page(island, second_quarter, "2026-05").is_submitted is False


def test_a_reviewer_of_one_branch_sees_and_reminds_that_one(sign_in, own_branch, other_branch):
    client = sign_in(make.user("of-one", role=Role.REVIEWER, at=own_branch))
    text = client.get("/matrix/").content.decode()
    assert own_branch.short_name in text and other_branch.short_name not in text
    cells = [f"{code}|2026-04" for code in (own_branch.code, other_branch.code)]
    client.post(ACT, {"_key": "o", "act": "remind", "cell": cells, "sure": "1"})
    assert [row.branch for row in Reminder.objects.all()] == [own_branch]
    sheet = load_workbook(BytesIO(client.post(EXPORT, {"cell": cells}).content)).active
    assert sheet.max_row == HEAD + 1
