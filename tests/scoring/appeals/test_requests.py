"""Review requests: lodged from the own preliminary result, answered by somebody else."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from branches.access.actions import appoint
from branches.access.models import User
from branches.access.roles import Role
from branches.basics import clock
from indexmetrics.review.actions import accept
from scoring.appeals.models import Appeal
from scoring.appeals.queries import answer_due, points_to_ask
from scoring.runs.models import Run, Standing
from scoring.verdicts.actions import propose
from tests import make

pytestmark = pytest.mark.django_db
NEW = "/appeals/new/2026Q2/"


def cell(code, points, loss, most="6.00"):
    return {
        "indicator": code, "index": code[0], "points": points, "max": most, "loss": loss, "state": "accepted",
        "parts": [], "reason": {"code": "missing", "values": {"policy": "zero"}},
    }


@pytest.fixture
def preliminary(own_branch, other_branch, during):
    """The quarter shows its preliminary result since today; B4 and L1 have points, B5 does not apply."""
    quarter = make.quarter("2026Q2", state="preliminary")
    quarter.moved_at = clock.now()
    quarter.save()
    run = Run.objects.create(
        quarter=quarter, kind="preliminary", engine="1", scheme_sha256="0" * 64, inputs_sha256="0" * 64, seal="0" * 64,
        computed_at=clock.now())
    trail = {
        "cells": [cell("L1", "5.00", "0.00", "5.00"), cell("B4", "4.00", "2.00"), cell("B5", None, "0.00")],
        "events": [{"kind": "penalty", "code": "P1", "points": "0.50"}],
    }
    for position, branch in enumerate((own_branch, other_branch)):
        Standing.objects.create(
            run=run, branch_code=branch.code, position=position, row_text="{}", trail_text=json.dumps(trail))
    return quarter


@pytest.fixture
def asked(preliminary, own_branch, secretary):
    return lodged(own_branch, preliminary, secretary)


def lodged(branch, quarter, by, about="B4"):
    return Appeal.objects.create(
        branch=branch, quarter=quarter, about=about, text="5月党日记录漏算", old_points="4.00",
        lodged_at=clock.now(), lodged_by=by)


def form(**other):
    return {"about": "B4", "text": "5月党日记录漏算", "confirmed": "on", **other}


def reply(**other):
    return {"outcome": "upheld", "text": "补记后重算", "confirmed": "on", **other}


def test_secretary_lodges_with_the_points_of_the_preliminary_result(sign_in, secretary, preliminary):
    client = sign_in(secretary)
    text = client.get(NEW + "?about=B4").content.decode()
    assert 'value="B4" selected' in text and 'value="B5"' not in text and 'value="P1"' in text

    answer = client.post(NEW, form())

    made = Appeal.objects.get()
    assert answer["Location"] == reverse("appeal", args=[made.pk])
    assert (made.about, made.old_points, made.lodged_by) == ("B4", "4.00", secretary)


def test_what_cost_points_comes_first(preliminary, own_branch):
    assert [point.code for point in points_to_ask(own_branch, preliminary)] == ["B4", "L1", "P1"]


def test_a_proposed_veto_may_be_doubted(preliminary, own_branch):
    propose(branch=own_branch, quarter=preliminary, kind="veto", code="Z6", matter="事故", document_number="1号",
            dated=clock.today(), by=None)
    assert "Z6" in [point.code for point in points_to_ask(own_branch, preliminary)]


def test_one_round_for_each_point(sign_in, secretary, asked):
    client = sign_in(secretary)
    assert 'value="B4"' not in client.get(NEW).content.decode()
    assert client.post(NEW, form()).status_code == 422


@pytest.mark.parametrize("change", [{"about": "B5"}, {"about": "X9"}, {"text": " "}, {"confirmed": ""}])
def test_what_the_form_refuses(sign_in, secretary, preliminary, change):
    assert sign_in(secretary).post(NEW, form(**change)).status_code == 422
    assert not Appeal.objects.exists()


def test_window_closes_after_three_working_days(sign_in, secretary, preliminary):
    client = sign_in(secretary)
    clock.advance(timedelta(days=3))
    assert client.get(NEW).status_code == 200
    clock.advance(timedelta(days=1))
    assert client.get(NEW).status_code == 409
    answer = client.post(NEW, form())
    assert answer.status_code == 409 and "5月党日记录漏算" in answer.content.decode()


@pytest.mark.parametrize("state", ["open", "frozen", "confirmed", "published"])
def test_no_window_outside_the_preliminary_result(sign_in, secretary, preliminary, state):
    make.quarter("2026Q2", state=state)
    assert sign_in(secretary).post(NEW, form()).status_code == 409


def test_foreign_branch_is_missing(sign_in, secretary, preliminary, other_branch, neighbour):
    theirs = lodged(other_branch, preliminary, neighbour)
    client = sign_in(secretary)
    assert client.get(f"{NEW}?branch={other_branch.code}").status_code == 404
    assert client.get(reverse("appeal", args=[theirs.pk])).status_code == 404
    assert client.get("/appeals/9999/").status_code == 404
    assert other_branch.name not in client.get("/appeals/").content.decode()


@pytest.mark.parametrize("who", ["viewer", "admin", "discipline", "nobody"])
def test_others_are_refused(sign_in, request, asked, who):
    client = sign_in(request.getfixturevalue(who))
    pages = ("/appeals/", NEW, reverse("appeal", args=[asked.pk]))
    assert [client.get(one).status_code for one in pages] == [403] * 3


def test_stranger_signs_in_first(client, second_quarter):
    assert client.get("/appeals/")["Location"].startswith("/login/")


def test_wrong_methods(sign_in, reviewer, asked):
    client = sign_in(reviewer)
    assert client.post(reverse("appeal", args=[asked.pk])).status_code == 405
    assert client.get(reverse("appeal-answer", args=[asked.pk])).status_code == 405


def test_reviewer_answers(sign_in, reviewer, asked):
    client, address = sign_in(reviewer), reverse("appeal-answer", args=[asked.pk])

    assert client.post(address, reply(text="")).status_code == 422
    assert client.post(address, reply(new_points="7")).status_code == 422
    assert client.post(address, reply(outcome="rejected", new_points="5")).status_code == 422
    assert client.post(address, reply(new_points="5")).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.new_points, asked.answered_by) == ("upheld", "5.00", reviewer)
    assert client.post(address, reply()).status_code == 409


def test_the_first_reviewer_does_not_answer(sign_in, reviewer, reviewer2, asked, own_branch, secretary):
    make.quarter("2026Q2", state="open")
    record = make.record(own_branch, by=secretary, state="submitted")
    make.quarter("2026Q2", state="preliminary")
    accept(record=type(record).objects.get(pk=record.pk), by=reviewer)
    address = reverse("appeal-answer", args=[asked.pk])

    client = sign_in(reviewer)
    assert 'name="outcome"' not in client.get(reverse("appeal", args=[asked.pk])).content.decode()
    assert client.post(address, reply()).status_code == 403
    assert sign_in(reviewer2).post(address, reply()).status_code == 302


def test_who_entered_a_penalty_does_not_answer_for_it(sign_in, reviewer, reviewer2, preliminary, own_branch, secretary):
    propose(branch=own_branch, quarter=preliminary, kind="penalty", code="P3", level="city", matter="通报",
            document_number="3号", dated=clock.today(), by=reviewer)
    asked = lodged(own_branch, preliminary, secretary, about="P3")
    address = reverse("appeal-answer", args=[asked.pk])

    assert sign_in(reviewer).post(address, reply()).status_code == 403
    assert sign_in(reviewer2).post(address, reply()).status_code == 302


def test_vetoes_are_answered_by_the_committee(sign_in, reviewer, committee, preliminary, own_branch, secretary):
    asked = lodged(own_branch, preliminary, secretary, about="Z6")
    address = reverse("appeal-answer", args=[asked.pk])

    assert sign_in(reviewer).post(address, reply()).status_code == 403
    assert sign_in(committee).post(address, reply()).status_code == 302


def test_nobody_answers_for_his_own_branch(sign_in, asked, own_branch):
    both = make.user(role=Role.REVIEWER)
    appoint(user=both, role=Role.SECRETARY, branch=own_branch, by=None)
    client = sign_in(User.objects.get(pk=both.pk))
    assert client.post(reverse("appeal-answer", args=[asked.pk]), reply()).status_code == 403


def test_answer_is_due_in_five_working_days(asked):
    assert (answer_due(asked, {}) - clock.today()).days == 7


def test_empty_list_says_what_comes_next(sign_in, secretary):
    assert 'class="empty"' in sign_in(secretary).get("/appeals/").content.decode()


@pytest.mark.parametrize("count", [2, 12])
def test_list_needs_the_same_queries_however_long(
    sign_in, reviewer, preliminary, secretary, django_assert_max_num_queries, count,
):
    for _number in range(count):
        lodged(make.branch(), preliminary, secretary)
    client = sign_in(reviewer)
    with django_assert_max_num_queries(11):
        assert client.get("/appeals/").content.decode().count("B4") >= count
