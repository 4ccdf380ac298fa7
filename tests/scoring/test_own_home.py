"""A secretary's home: what came back first, what is open and until when, what changed since, who was before."""

from datetime import date

import pytest
from django.urls import reverse

from branches.access.actions import appoint
from branches.access.roles import Role
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from indexmetrics.evidence.months import month_page
from indexmetrics.evidence.visits import hand_over_to, news_since_last_visit
from indexmetrics.review import actions as review
from tests import make

pytestmark = pytest.mark.django_db


def visit(user):
    audit(EventKind.ACCESS_LOGIN, by=user, subject=user)


def test_what_came_back_is_one_click_from_its_field(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary, state="returned")
    text = sign_in(secretary).get("/").content.decode()
    back = text.split('class="home-back"')[1].split("</section>")[0]
    address = reverse("evidence-month", args=["2026-05"]) + f"#back-{record.pk}"
    assert "缺少到会人数" in back and address in back
    assert f'id="back-{record.pk}"' in sign_in(secretary).get("/evidence/2026-05/").content.decode()


def test_what_is_open_stands_with_its_deadline(sign_in, secretary, own_branch):
    make.record(own_branch, by=secretary, day=date(2026, 4, 20), state="accepted")
    make.month_submitted(own_branch, "2026-04", by=secretary)
    text = sign_in(secretary).get("/").content.decode()
    now = text.split('class="home-now')[1].split("</div>")[0]
    assert "2026年5月" in now and "#row-B4" in now and "6月5日 周五 24:00" in now
    assert "剩 3 天" in now
    assert 'data-load="/estimate/2026Q2/?box=1&amp;branch=' in text


def test_a_finished_month_says_what_comes_next(sign_in, secretary, own_branch, frozen_clock):
    frozen_clock("2026-05-20T10:00")
    for month in ("2026-04", "2026-05"):
        page = month_page(own_branch, make.quarter("2026Q2"), month)
        make.month_submitted(own_branch, month, by=secretary, declared={line.code: "本月无此项" for line in page.open_lines})
    text = sign_in(secretary).get("/").content.decode()
    assert "home-now is-done" in text and "2026年6月要报：" in text


def test_news_are_what_others_did_since_the_visit_before(secretary, neighbour, own_branch, other_branch):
    early = make.record(own_branch, by=secretary, state="submitted")
    review.accept(record=early, by=None)
    assert news_since_last_visit(secretary, own_branch) is None
    visit(secretary)
    late = make.record(own_branch, by=secretary, day=date(2026, 5, 20), state="submitted")
    review.send_back(record=late, by=None, reason="请补充", fields=["files"])
    review.accept(record=make.record(other_branch, by=neighbour, state="submitted"), by=None)
    visit(secretary)
    assert news_since_last_visit(secretary, own_branch).counts == [("记录退回", 1)]
    visit(secretary)
    assert news_since_last_visit(secretary, own_branch).counts == []


def test_who_takes_over_is_told_from_whom(sign_in, secretary, own_branch):
    assert hand_over_to(secretary, own_branch) is None  # long in the post
    successor = make.user("successor")
    appoint(user=successor, role=Role.SECRETARY, branch=own_branch, since=date(2026, 5, 28), by=None)
    successor = type(successor).objects.get(pk=successor.pk)
    told = hand_over_to(successor, own_branch)
    assert (told.since, told.before) == (date(2026, 5, 28), str(secretary))
    make.quarter("2026Q2")
    assert f"从{secretary}接任" in sign_in(successor).get("/").content.decode()
