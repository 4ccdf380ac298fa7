"""The pages of quarters and of the working calendar."""

from datetime import date

import pytest

from branches.audit.models import Event
from indexmetrics.periods import actions
from indexmetrics.periods.calendar_lines import read_lines
from indexmetrics.periods.models import Holiday, Quarter
from indexmetrics.periods.queries import timetable
from tests import make
from tests.confirming import confirmed

pytestmark = pytest.mark.django_db
KEY = {"_key": "key-1"}
STEP = {"confirmed": "on", **KEY}


def state(code: str = "2026Q2") -> str:
    return Quarter.objects.get(code=code).state


def test_quarters_are_listed_with_due_days(sign_in, admin):
    page = sign_in(admin).get("/periods/")

    assert page.status_code == 200 and page.context["rows"][0]["quarter"].code == "2026Q2"


@pytest.mark.parametrize("who", ["secretary", "viewer", "committee", "discipline", "nobody"])
@pytest.mark.parametrize("address", ["/periods/", "/periods/new/", "/periods/calendar/", "/periods/2026Q2/to/frozen/"])
def test_pages_ask_a_right(sign_in, request, who, address):
    assert sign_in(request.getfixturevalue(who)).get(address).status_code == 403


@pytest.mark.parametrize("address", [
    "/periods/2020Q1/to/frozen/", "/periods/2026Q2/to/nowhere/", "/periods/calendar/2026-99-99/drop/"])
def test_unknown_is_missing(sign_in, admin, address):
    client = confirmed(sign_in(admin))

    assert client.post(address, KEY).status_code == 404


def test_open_next_quarter(sign_in, admin):
    client = sign_in(admin)
    form = client.get("/periods/new/").context["form"]
    scheme = form.fields["scheme"].queryset.get()
    client.post("/periods/new/", {"code": form.fields["code"].initial, "scheme": scheme.pk, **KEY})

    assert state("2026Q3") == "open"
    assert Event.objects.filter(kind="period.opened", by_name="admin").exists()


@pytest.mark.parametrize("code", ["2026Q2", "2026Q5", "2035Q1", "abc"])
def test_bad_quarters_are_refused(sign_in, admin, code):
    scheme = make.scheme()

    assert sign_in(admin).post("/periods/new/", {"code": code, "scheme": scheme.pk, **KEY}).status_code == 422


def test_draft_rules_are_no_choice(sign_in, admin):
    from indexmetrics.schemes.actions import load
    draft = load(document={**make.document(), "scheme": {**make.document()["scheme"], "version": 99}}, by=None)[0]

    answer = sign_in(admin).post("/periods/new/", {"code": "2026Q3", "scheme": draft.pk, **KEY})

    assert answer.status_code == 422 and not Quarter.objects.filter(code="2026Q3").exists()


def test_reviewer_freezes(sign_in, reviewer):
    confirmed(sign_in(reviewer)).post("/periods/2026Q2/to/frozen/", STEP)

    assert state() == "frozen"


def test_administrator_does_not_freeze(sign_in, admin):
    assert confirmed(sign_in(admin)).post("/periods/2026Q2/to/frozen/", STEP).status_code == 403
    assert state() == "open"


def test_step_asks_the_password(sign_in, reviewer):
    answer = sign_in(reviewer).post("/periods/2026Q2/to/frozen/", STEP)

    assert answer.status_code == 403 and state() == "open"


def test_back_needs_a_reason_and_a_second_person(sign_in, reviewer, reviewer2):
    actions.move(quarter=make.quarter(), to="frozen", by=reviewer)
    back = {**STEP, "reason": "补报一条"}

    assert confirmed(sign_in(reviewer)).post("/periods/2026Q2/to/open/", back).status_code == 403
    assert confirmed(sign_in(reviewer2)).post("/periods/2026Q2/to/open/", STEP).status_code == 422
    confirmed(sign_in(reviewer2)).post("/periods/2026Q2/to/open/", {**back, "_key": "b"})

    assert state() == "open"
    assert Event.objects.get(kind="period.moved", reason="补报一条").by_name == "reviewer2"


@pytest.mark.parametrize(("now", "to"), [
    ("open", "published"), ("published", "confirmed"), ("archived", "published"), ("frozen", "published")])
def test_other_steps_do_not_exist(sign_in, reviewer, now, to):
    make.quarter(state=now)

    assert confirmed(sign_in(reviewer)).post(f"/periods/2026Q2/to/{to}/", {**STEP, "reason": "x"}).status_code == 409
    assert state() == now


def test_board_steps_are_not_taken_here(sign_in, reviewer):
    make.quarter(state="frozen")

    assert confirmed(sign_in(reviewer)).post("/periods/2026Q2/to/preliminary/", STEP).status_code == 403


def test_marked_day_moves_the_deadline(sign_in, admin, second_quarter):
    before = timetable(second_quarter).months["2026-05"]
    sign_in(admin).post("/periods/calendar/", {"day": before.isoformat(), "is_worked": "0", "name": "停电", **KEY})

    assert timetable(second_quarter).months["2026-05"] > before


def test_day_is_taken_out_again(sign_in, admin):
    Holiday.objects.create(day=date(2026, 10, 1), name="国庆节")
    client = sign_in(admin)
    client.post("/periods/calendar/2026-10-01/drop/", KEY)

    assert not Holiday.objects.exists()
    assert client.post("/periods/calendar/2026-10-01/drop/", {"_key": "b"}).status_code == 409
    assert Event.objects.filter(kind="period.calendar").count() == 1


def test_reviewer_reads_the_calendar_only(sign_in, reviewer):
    client = sign_in(reviewer)

    assert client.get("/periods/calendar/").status_code == 200
    assert client.post("/periods/calendar/", {"day": "2026-10-01", "is_worked": "0", **KEY}).status_code == 403
    assert client.get("/periods/calendar/list/").status_code == 403


def test_list_is_taken_in_whole(sign_in, admin):
    text = "2026-10-01..2026-10-07 国庆节\n2026-10-10 上班 国庆节调休\n# 说明"
    sign_in(admin).post("/periods/calendar/list/", {"lines": text, **KEY})

    assert Holiday.objects.filter(is_worked=False).count() == 5  # 3 and 4 October are a weekend anyway
    assert Holiday.objects.get(is_worked=True).day == date(2026, 10, 10)


def test_one_bad_line_and_nothing_is_taken(sign_in, admin):
    answer = sign_in(admin).post("/periods/calendar/list/", {"lines": "2026-10-01 国庆节\n2026-10-32 x\n十月一日", **KEY})

    assert answer.status_code == 422 and not Holiday.objects.exists()
    assert len(answer.context["form"].errors["lines"]) == 2


@pytest.mark.parametrize("line", [
    "2026-10-03 x", "2026-10-07..2026-10-01 x", "2026-01-01..2026-12-31 x", "2026-10-01 " + "x" * 41,
    "2026-10-01 a\n2026-10-01 b", "2026-10-12 worked x",
])
def test_bad_lines_are_told(line):
    assert read_lines(line)[1]
