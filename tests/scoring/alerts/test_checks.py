"""W1–W14: when each begins, what clears it, whom it names."""

import json
from datetime import date, timedelta

import pytest

from branches.basics import clock
from branches.org import actions as org
from branches.org.models import Branch, Profile
from indexmetrics.evidence.models import Decision, Record
from indexmetrics.periods.models import Holiday
from scoring.alerts import queries, snapshot
from scoring.alerts.escalation import escalations
from scoring.boards.models import Card, Edition
from scoring.rectify.actions import plan
from scoring.runs.models import Run
from tests import make

pytestmark = pytest.mark.django_db


def codes(branch=None) -> list[str]:
    found = queries.all_alerts(snapshot.take())
    return [alert.code for alert in found if branch is None or alert.branch == branch.code]


def only(code, branch=None):
    found = [a for a in queries.all_alerts(snapshot.take()) if a.code == code and (not branch or a.branch == branch.code)]
    return found[0] if found else None


def on(day: str):
    return clock.frozen(day)


def test_w1_speaks_three_days_before_and_grows(own_branch):
    with on("2026-06-01"):
        assert [a.key for a in queries.all_alerts(snapshot.take()) if a.code == "W1"] == ["2026-04"]
    levels = {}
    for day in ("2026-06-02", "2026-06-04", "2026-06-05", "2026-06-08"):
        with on(day):
            levels[day] = next(
                a.level for a in queries.all_alerts(snapshot.take()) if (a.code, a.key) == ("W1", "2026-05"))
    assert list(levels.values()) == ["info", "warning", "warning", "error"]


def test_w1_follows_the_working_calendar(own_branch):
    Holiday.objects.create(day=date(2026, 6, 5), name="调休")
    with on("2026-06-04"):
        assert "2026-05" not in [a.key for a in queries.all_alerts(snapshot.take()) if a.code == "W1"]


def test_w1_goes_when_the_month_is_sent(own_branch, secretary):
    make.month_submitted(own_branch, "2026-04", by=secretary)
    make.month_submitted(own_branch, "2026-05", by=secretary)
    assert "W1" not in codes()


def test_w1_is_silent_once_the_quarter_is_frozen(own_branch):
    make.quarter("2026Q2", state="frozen")
    assert "W1" not in codes()


def test_w2_from_the_twentieth_until_a_party_day_is_recorded(own_branch, secretary):
    with on("2026-06-19"):
        assert "W2" not in codes()
    with on("2026-06-22"):
        assert only("W2").since == date(2026, 6, 20)
        make.record(own_branch, day=date(2026, 6, 22), by=secretary)
        assert "W2" not in codes()


@pytest.mark.parametrize(("code", "kind"), [("W3", "members_meeting"), ("W4", "party_lecture")])
def test_w3_and_w4_in_the_last_month_of_the_quarter(own_branch, secretary, code, kind):
    with on("2026-05-31"):
        assert code not in codes()
    assert only(code).since == date(2026, 6, 1)
    make.record(own_branch, kind=kind, day=date(2026, 4, 10), by=secretary)
    assert code not in codes()


def test_w4_is_cleared_by_a_party_day_that_counts_as_lecture(own_branch, secretary):
    make.record(own_branch, day=date(2026, 5, 18), by=secretary, tags=("B3",))
    assert "W4" not in codes()


def test_w5_until_the_dues_are_collected_in_full(own_branch, secretary):
    with on("2026-06-25"):
        assert "W5" in codes()
        make.record(own_branch, kind="dues", day=date(2026, 6, 24), by=secretary, title="", data={"fully_collected": False})
        assert "W5" in codes()
        Record.objects.all().delete()
        make.record(own_branch, kind="dues", day=date(2026, 6, 24), by=secretary, title="", data={"fully_collected": True})
        assert "W5" not in codes()


@pytest.mark.parametrize(("left", "level"), [(181, None), (180, "info"), (90, "warning"), (30, "warning"), (-1, "error")])
def test_w6_before_and_after_the_end_of_term(own_branch, left, level):
    org.start_term(
        branch=own_branch, started_on=date(2023, 1, 1), ends_on=clock.today() + timedelta(days=left), by=None)
    found = only("W6")
    assert (found and found.level) == level


def test_w7_after_sixty_days_and_never_for_abolished_seats(own_branch):
    seat = org.seat(branch=own_branch, kind="publicity", holder="某同志", since=date(2024, 1, 1), by=None)
    org.vacate(seat=seat, until=clock.today() - timedelta(days=60), by=None)
    found = only("W7")
    assert found and "某同志" not in found.what + found.clears
    org.vacate(seat=seat, until=clock.today() - timedelta(days=59), by=None)
    assert "W7" not in codes()
    org.vacate(seat=seat, until=clock.today() - timedelta(days=99), abolished=True, by=None)
    assert "W7" not in codes()


def published(branch, loyalty: dict[str, str], reasons: dict[str, str], colours: dict[str, str] | None = None):
    """Two editions: quarter → points of index L (of 25), and the reason B4 lost points."""
    for code, points in loyalty.items():
        quarter = make.quarter(code, state="published")
        run = Run.objects.create(
            quarter=quarter, kind="final", engine="1", scheme_sha256="0" * 64, inputs_sha256="0" * 64, seal="0" * 64,
            computed_at=clock.now())
        header = {"scheme": json.loads(quarter.scheme.document_text)}
        edition = Edition.objects.create(
            quarter=quarter, quarter_code=code, number=1, run=run, meeting="第1次", header_text=json.dumps(header),
            seal="0" * 64, content_sha256=f"{branch.pk}-{code}-{points}".ljust(64, "0"), published_at=clock.now())
        row = {"indices": {"L": points}, "index_max": {"L": "25.00"}, "colour": (colours or {}).get(code, "orange")}
        cell = {"indicator": "B4", "loss": "2.00", "reason": {"code": reasons.get(code, "full")}}
        Card.objects.create(
            edition=edition, branch_code=branch.code, position=0, colour=row["colour"], total="80.00",
            row_text=json.dumps(row), trail_text=json.dumps({"cells": [cell]}))


@pytest.mark.parametrize(("points", "warned"), [("16.25", True), ("18.75", False), ("17.50", False)])
def test_w8_when_an_index_fell_by_more_than_fifteen(own_branch, points, warned):
    """From 90 % to 65 % warns, to 75 % does not, nor from 85 % to 70 %: exactly fifteen is not more."""
    before = "21.25" if points == "17.50" else "22.50"
    published(own_branch, {"2025Q4": before, "2026Q1": points}, {})
    assert ("W8" in codes(own_branch)) is warned


def test_w9_only_for_the_same_reason(own_branch):
    published(own_branch, {"2025Q4": "20.00", "2026Q1": "20.00"}, {"2025Q4": "missing", "2026Q1": "missing"})
    assert "B4" in only("W9", own_branch).what


def test_w9_not_for_another_reason(own_branch):
    published(own_branch, {"2025Q4": "20.01", "2026Q1": "20.01"}, {"2025Q4": "missing", "2026Q1": "tiered"})
    assert "W9" not in codes(own_branch)


def test_escalation_takes_the_better_of_two_quarters(own_branch):
    published(own_branch, {"2025Q4": "20.02", "2026Q1": "20.02"}, {}, {"2025Q4": "blue", "2026Q1": "grey"})
    found = escalations(snapshot.take())
    assert [(step.branch, step.colours) for step in found] == [(own_branch.code, ("blue", "grey"))]


def test_w10_for_measures_and_for_the_end(own_branch, second_quarter, secretary):
    notice = make.notice(own_branch, second_quarter, "yellow")
    with clock.frozen("2026-06-06"):
        assert "W10" not in codes()
    with clock.frozen("2026-06-07"):
        assert only("W10").level == "warning"
    with clock.frozen("2026-06-13"):
        assert only("W10").level == "error"
        plan(notice=notice, text="措施", by=secretary)
        assert "W10" not in codes()
    with clock.frozen("2026-06-28"):
        assert "W10" in codes()


def test_w11_after_five_days(own_branch, secretary):
    made = make.record(own_branch, by=secretary, state="returned")
    assert "W11" not in codes()
    with clock.frozen("2026-06-07"):
        assert only("W11").since == Decision.objects.get(record=made).decided_at.date() + timedelta(5)


def attended(branch, secretary, month: int, present: int):
    make.record(branch, day=date(2026, month, 18), by=secretary, data={"due": 20, "present": present, "excused": {}})


def test_w12_needs_two_low_months(own_branch, secretary):
    attended(own_branch, secretary, 4, 10)
    assert "W12" not in codes()
    attended(own_branch, secretary, 5, 13)
    assert "65%" in only("W12").what


def test_w12_leaves_excused_absences_out(own_branch, secretary):
    for month in (4, 5):
        make.record(own_branch, day=date(2026, month, 18), by=secretary,
                    data={"due": 20, "present": 12, "excused": {"duty": 5}})
    assert "W12" not in codes()


def test_w13_after_two_months_and_not_for_drafts(own_branch, secretary):
    made = make.record(own_branch, by=secretary)
    assert only("W13").level == "error"
    make.walk(made, "submitted", by=secretary)
    assert "W13" not in codes()


def test_w14_after_five_working_days(own_branch, secretary):
    make.record(own_branch, by=secretary, state="submitted")
    with clock.frozen("2026-06-09"):
        assert "W14" not in codes()
    with clock.frozen("2026-06-10"):
        assert "W14" in codes()


def test_what_is_not_asked_of_a_branch_is_not_warned_about(second_quarter):
    functional = make.branch(type_code="functional", attributes=[])
    outline = second_quarter.scheme.outline
    asked = {row.code for row in outline.asked(branch_type="functional", attributes=[], quarter=2)}
    found = set(codes(functional))
    assert ("W3" in found) is ("B1" in asked) and ("W4" in found) is ("B3" in asked)


def many(count: int) -> None:
    made = Branch.objects.bulk_create(
        Branch(code=f"b-{n}", name=f"b{n}", short_name=f"b{n}", founded_on=date(2020, 1, 1), position=n)
        for n in range(count))
    Profile.objects.bulk_create(
        Profile(branch=row, since=date(2020, 1, 1), type_code="police_station", members=10, groups=2) for row in made)


@pytest.mark.parametrize("count", [10, 300])
def test_the_same_number_of_queries_at_ten_and_three_hundred_branches(
    second_quarter, django_assert_num_queries, count,
):
    many(count)
    with django_assert_num_queries(15):
        found = queries.all_alerts(snapshot.take())
    assert sum(alert.code == "W1" for alert in found) == 2 * count
