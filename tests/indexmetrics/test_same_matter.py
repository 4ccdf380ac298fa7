"""The same matter counts once: asked about when it may be another meeting, refused when it would count twice."""

from datetime import date

import pytest

from branches.basics.refusals import Refused
from indexmetrics.evidence import actions
from indexmetrics.evidence.models import Record
from tests import make

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 18)
NEW = "/evidence/2026-05/event/new/?kind=party_day"


def once(branch, *, kind="party_day", title="重温入党誓词", tags=(), day=DAY, **more):
    return actions.record_event(
        branch=branch, kind=kind, day=day, title=title, tags=list(tags), by=None, data={"due": 18, "present": 16}, **more)


def test_one_matter_under_two_kinds_never_counts_twice(own_branch):
    make.record(own_branch, tags=("L1",))
    for apart in (False, True):
        with pytest.raises(Refused) as refused:
            once(own_branch, kind="study", title="重温 入党誓词！", apart=apart)
        assert refused.value.code == "twice" and refused.value.details["certain"]
    once(own_branch, kind="committee_meeting")  # shares no indicator with it
    with pytest.raises(Refused, match="L1"):
        once(own_branch, kind="committee_meeting", title="重温入党誓词", tags=["L1"])


def test_another_meeting_of_the_same_evening_is_asked_about(own_branch):
    once(own_branch, kind="group_meeting", title="学习党章")
    with pytest.raises(Refused) as refused:
        once(own_branch, kind="group_meeting", title="学习党章")
    assert not refused.value.details["certain"]
    once(own_branch, kind="group_meeting", title="学习党章", apart=True)
    once(own_branch, kind="group_meeting", title="学习党章", day=date(2026, 5, 19))
    assert Record.objects.count() == 3


def test_a_draft_cannot_be_changed_into_what_is_there(own_branch):
    make.record(own_branch, tags=("L1",))
    study = once(own_branch, kind="study", title="学习党章")
    with pytest.raises(Refused, match="L1"):
        actions.amend(record=study, by=None, day=DAY, title="重温入党誓词", data={"due": 18, "present": 16}, tags=[])
    study.refresh_from_db()
    actions.amend(record=study, by=None, day=DAY, title="学习党章", data={"due": 18, "present": 15}, tags=[])


def test_void_records_and_other_branches_do_not_matter(own_branch, other_branch):
    make.record(own_branch, state="void")
    make.record(other_branch)
    assert once(own_branch).state == "draft"


def test_the_form_asks_and_takes_the_answer(sign_in, secretary, own_branch):
    first = make.record(own_branch, by=secretary)
    sent = {"_key": "a", "_version": "", "kind": "party_day", "date": "2026-05-18", "title": "重温入党誓词", "due": "18", "present": "9"}
    client = sign_in(secretary)
    answer = client.post(NEW, sent)
    text = answer.content.decode()
    assert answer.status_code == 422 and 'data-reason="twice"' in text and f"/evidence/record/{first.pk}/edit/" in text
    assert 'value="9"' in text and Record.objects.count() == 1
    assert client.post(NEW, sent | {"_key": "b", "apart": "1"}).status_code == 302
    assert Record.objects.count() == 2
