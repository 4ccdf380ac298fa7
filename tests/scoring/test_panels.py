"""Panels lent to entry and review: the private estimate, points before and after a record."""

from datetime import date
from decimal import Decimal

import pytest
from django.test.utils import override_settings

from branches import panels
from scoring.estimates.panels import month_estimate
from scoring.estimates.record import record_points
from tests import make
from tests.indexmetrics.test_query_counts import measured, settle

pytestmark = pytest.mark.django_db
MAY = "/evidence/2026-05/"
BOX = "/estimate/2026Q2/?box=1"
MOST = {MAY: 15, BOX: 16, f"{MAY}check/": 15, f"{MAY}event/new/?kind=party_day": 16, "/": 26}


def test_places_are_read_from_the_settings():
    panels._lenders.cache_clear()
    with override_settings(PANELS={"somewhere": ["tests.scoring.test_panels.lent", "tests.scoring.test_panels.silent"]}):
        assert panels.panels("somewhere", word="five") == ["<b>five</b>"]
        assert panels.panels("elsewhere") == []
    panels._lenders.cache_clear()


def lent(*, word: str) -> str:
    return f"<b>{word}</b>"


def silent(*, word: str) -> str:
    return ""


def test_the_month_form_leads_to_the_own_check(sign_in, secretary, own_branch):
    client = sign_in(secretary)
    text = client.get(MAY).content.decode()
    assert f'data-load="{BOX}&amp;branch={own_branch.code}"' in text and "本支部自测" in text
    before = client.get(BOX).content.decode()
    assert "7月" in before and "<html" not in before
    make.record(own_branch, by=secretary)
    assert total(client.get(BOX).content.decode()) > total(before)


def total(text: str) -> Decimal:
    """The printed total of the own check."""
    return Decimal(text.split('class="self-test-total"><b>')[1].split("</b>")[0])


def test_what_is_lost_stands_apart(sign_in, secretary, own_branch, frozen_clock):
    frozen_clock("2026-06-20T10:00")
    text = sign_in(secretary).get(BOX).content.decode()
    lost = text.split('class="is-lost"')[1].split("</ul>")[0]
    assert "<b>B4 −" in lost and "<b>L2 −" not in lost


@pytest.mark.parametrize("who", ["reviewer", "committee", "viewer", "neighbour"])
def test_the_box_is_the_own_branch_s_alone(request, sign_in, own_branch, who):
    asked = f"{BOX}&branch={own_branch.code}"
    make.quarter("2026Q2")
    assert sign_in(request.getfixturevalue(who)).get(asked).status_code in (403, 404)


def test_nobody_else_gets_the_own_check(reviewer, committee, viewer, neighbour, secretary, own_branch):
    from indexmetrics.evidence.months import month_page

    page = month_page(own_branch, make.quarter("2026Q2"), "2026-05")
    for person in (reviewer, committee, viewer, neighbour):
        assert month_estimate(user=person, page=page) == ""
    assert month_estimate(user=secretary, page=page)


def test_review_pages_never_show_the_own_check(sign_in, reviewer, committee, own_branch, secretary):
    make.record(own_branch, by=secretary, state="submitted")
    for person in (reviewer, committee):
        assert "self-test" not in sign_in(person).get(f"/review/{own_branch.code}/2026-05/").content.decode()


def test_points_before_and_after_a_record(own_branch, secretary):
    record = make.record(own_branch, by=secretary, state="submitted")
    row = next(one for one in record_points(record) if one.code == "B4")
    assert (row.before, row.maximum, row.is_changed) == ("0.00", "6.00", True)
    assert Decimal(row.points) > 0 and Decimal(row.change) == Decimal(row.points)
    assert row.lines


def test_a_record_that_is_accepted_counts_once(own_branch, secretary):
    waiting = make.record(own_branch, by=secretary, state="submitted")
    promised = {row.code: row.points for row in record_points(waiting)}
    from indexmetrics.review.actions import accept

    accept(record=waiting, by=None)
    assert {row.code: row.points for row in record_points(waiting)} == promised
    assert {row.code: row.before for row in record_points(waiting)} == promised


def test_the_three_columns_show_the_points_to_those_who_decide(sign_in, reviewer, committee, own_branch, secretary):
    make.record(own_branch, by=secretary, state="submitted")
    page = f"/review/{own_branch.code}/2026-05/"
    text = sign_in(reviewer).get(page).content.decode()
    assert "通过后" in text and "6.00" in text
    assert "points-after" not in sign_in(committee).get(page).content.decode()


def test_an_exempt_indicator_has_no_points(own_branch, secretary):
    from indexmetrics.review.actions import rule_out

    record = make.record(own_branch, by=secretary, state="submitted")
    rule_out(branch=own_branch, quarter=record.quarter, indicator="B4", reason="全员抢险", by=None)
    row = next(one for one in record_points(record) if one.code == "B4")
    assert row.points is None and row.change == ""


@pytest.mark.parametrize("page", MOST)
def test_a_secretary_s_pages_ask_a_fixed_number_of_questions(sign_in, secretary, own_branch, record_property, page):
    """At most 15 for the month form, with a returned record in it; the same at 10 branches as at 300, and fast."""
    for state, day in (("accepted", 8), ("returned", 12), ("draft", 20)):
        make.record(own_branch, by=secretary, day=date(2026, 5, day), state=state)
    client = sign_in(secretary)
    settle(9)
    few, _ms = measured(client, page)
    settle(290)
    many, spent = measured(client, page)
    record_property("milliseconds at 300 branches", round(spent))
    record_property("queries", len(many))
    assert len(many) == len(few) <= MOST[page], "\n".join(many)
