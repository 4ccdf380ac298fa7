"""What a line of the trail says: every name as a word, nothing twice, tables as their number of rows."""

import pytest
from django.utils import translation

from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.origin import asked_from
from branches.trail.wording import described

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def lines(**kept) -> list[tuple[str, str, str]]:
    with translation.override("zh-hans"):
        return described(record(EventKind.BRAND_CHANGED, by=None, subject="brand", subject_id="1", **kept)).rows


def test_an_address_is_said_once(during, secretary, client, sign_in):
    sign_in(secretary)
    client.post("/login/", {"username": "secretary", "password": "no"}, REMOTE_ADDR="10.1.2.3")
    failed = described(Event.objects.get(kind=EventKind.ACCESS_LOGIN_FAILED))
    with asked_from("10.1.2.3"):
        same = lines(after={"address": "10.1.2.3", "all": True})
        other = lines(after={"address": "10.9.9.9"})

    assert failed.origin == "10.1.2.3" and not failed.rows
    assert same == [("全部会话", "", "是")]
    assert other == [("来自", "", "10.9.9.9")], "the address of the session that was ended is another one"


def test_what_a_form_asks_for_has_the_words_of_the_form(during):
    told = lines(after={"due": "2026-06-08", "data": {"due": 18, "present": 16, "excused": {"duty": 2}}})

    assert told == [("截止", "", "2026-06-08"), ("数据", "", "应到 18, 实到 16, 请假 duty 2")]


def test_an_import_says_how_many_rows_and_which(during):
    row = {"row": 5, "key": "pcs-2", "label": "王村派出所党支部", "is_new": False, "cells": [["A5", "name", "名称", "a", "b"]]}
    undone = {"indexmetrics.Record": {"came": {"1": {"title": "x"}}, "changed": {}}, "branches.Seat": {"came": {}, "changed": {"2": [{}, {}]}}}

    assert lines(after={"rows": [row]}) == [("条数", "", "王村派出所党支部")]
    assert [(word, new) for word, _old, new in lines(after=undone)] == [("记录", "新增 1, 改动 0"), ("支委岗位", "新增 0, 改动 1")]


def test_a_list_that_was_taken_out_is_named_with_its_filters(during, admin, sign_in):
    answer = sign_in(admin).get("/people/?as=xlsx&q=张")
    event = described(Event.objects.order_by("-number").first())

    assert answer.status_code == 200 and event.kind == EventKind.REPORT_EXPORTED
    assert str(event.subject_words) == "清单"
    assert ("筛选", "张") in [(word, new.split(" ")[-1]) for word, _old, new in event.rows]
