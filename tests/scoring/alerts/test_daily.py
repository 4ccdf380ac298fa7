"""`run_daily`: freezes on the day, proposes what the registers show, may be run twice."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from branches.access.models import Receipt
from branches.audit.models import Event
from branches.basics import clock
from branches.org import actions as org
from indexmetrics.periods.models import Quarter
from scoring.verdicts.actions import drop
from scoring.verdicts.models import Verdict
from tests import make

pytestmark = pytest.mark.django_db


def run(day: str) -> str:
    out = StringIO()
    with clock.frozen(day):
        call_command("run_daily", stdout=out)
    return out.getvalue()


def test_freezes_on_the_schemes_day_and_not_before(own_branch, second_quarter):
    run("2026-07-07")
    assert Quarter.objects.get().state == "open"
    assert "2026Q2" in run("2026-07-08")
    assert Quarter.objects.get().state == "frozen"
    assert Event.objects.filter(kind="period.moved", by_name="system").count() == 1


def test_three_months_without_organisational_life_propose_a_veto(own_branch, other_branch, secretary, second_quarter):
    make.record(other_branch, by=None, state="submitted")
    assert "Z3" not in run("2026-07-06")

    assert "Z3" in run("2026-07-07")

    veto = Verdict.objects.get()
    assert (veto.branch, veto.code, veto.state, veto.proposed_by) == (own_branch, "Z3", "proposed", None)
    assert veto.document_number == f"Z3-{own_branch.code}-2026-06"


def test_second_run_changes_nothing(own_branch, second_quarter):
    run("2026-07-08")
    events = Event.objects.count()
    again = run("2026-07-08")
    assert Event.objects.count() == events
    assert "Z3-" not in again and Verdict.objects.count() == 1


def test_a_dropped_veto_is_not_raised_again(own_branch, committee, second_quarter):
    run("2026-07-07")
    drop(verdict=Verdict.objects.get(), by=committee, reason="第14次，出海执勤")
    run("2026-07-08")
    assert [row.state for row in Verdict.objects.all()] == ["dropped"]


def test_months_before_the_first_quarter_are_not_held_against_a_branch(own_branch, second_quarter):
    assert "Z3" not in run("2026-06-10")


def test_a_new_branch_is_not_accused(second_quarter):
    make.branch("new", founded_on=date(2026, 5, 1))
    run("2026-07-08")
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(("end", "extended", "raised"), [
    (date(2025, 12, 1), None, True), (date(2025, 12, 3), None, False), (date(2025, 11, 1), date(2026, 9, 1), False),
])
def test_election_half_a_year_overdue(own_branch, second_quarter, end, extended, raised):
    term = org.start_term(branch=own_branch, started_on=date(2022, 12, 1), ends_on=end, by=None)
    term.extended_to = extended
    term.save()
    run("2026-06-02")
    assert Verdict.objects.filter(code="Z8").exists() is raised


def test_nothing_is_proposed_in_a_confirmed_quarter(own_branch, second_quarter):
    make.quarter("2026Q2", state="confirmed")
    run("2026-07-08")
    assert not Verdict.objects.exists()


def test_empty_installation_has_nothing_to_do(db):
    assert len(run("2026-07-08").splitlines()) == 2


def test_old_receipts_and_ended_sessions_are_forgotten(reviewer, second_quarter):
    for age in (31, 29):
        Receipt.objects.create(user=reviewer, key=f"k{age}", path="/", at=clock.now() - timedelta(days=age))
    Session.objects.create(session_key="old", session_data="", expire_date=clock.now() - timedelta(hours=1))
    Session.objects.create(session_key="new", session_data="", expire_date=clock.now() + timedelta(hours=1))
    call_command("run_daily", stdout=StringIO())
    assert [row.key for row in Receipt.objects.all()] == ["k29"]
    assert [row.session_key for row in Session.objects.all()] == ["new"]
