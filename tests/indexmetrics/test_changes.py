"""After a return: what changed stands beside what was, and only a new decision counts."""

import pytest

from branches.basics.refusals import Refused, Stale
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from indexmetrics.review import actions, queries
from indexmetrics.review.changes import changes_of, is_changed
from tests import make

pytestmark = pytest.mark.django_db


def fresh(record) -> Record:
    """The record as a page reads it."""
    return Record.objects.select_related("branch", "quarter__scheme").prefetch_related(
        "tags", "files", "decisions").get(pk=record.pk)


@pytest.fixture
def returned(own_branch, secretary):
    """A party day that came back for its number present."""
    record = make.record(own_branch, by=secretary, data={"due": 18, "present": 14, "excused": {"duty": 2}})
    evidence.attach(record=record, name="签到表.pdf", chunks=[make.PDF], by=secretary)
    return fresh(make.walk(fresh(record), "returned"))


def mend(record, secretary, **data):
    """Change the figures and hand it over again."""
    evidence.amend(record=record, by=secretary, day=record.date, title=record.title,
                   data=record.data | data, tags=["L1"] if data.get("tag") else [])
    return fresh(evidence.submit(record=fresh(record), by=secretary))


def test_old_and_new_stand_side_by_side(returned, secretary):
    again = mend(returned, secretary, present=15)
    rows = changes_of(again.quarter.scheme.outline, again)
    assert [row.name for row in rows] == ["present"]
    assert "14" in rows[0].old and "15" in rows[0].new and "88%" in rows[0].old


def test_files_that_came_and_went_are_named(returned, secretary):
    evidence.detach(attachment=returned.files.get(), by=secretary)
    evidence.attach(record=fresh(returned), name="现场照片.jpg", chunks=[make.picture()], by=secretary)
    again = fresh(evidence.submit(record=fresh(returned), by=secretary))
    rows = [(row.label, row.old, row.new) for row in changes_of(again.quarter.scheme.outline, again)]
    assert rows == [("移除材料", "签到表.pdf", ""), ("新增材料", "", "现场照片.jpg")]


def test_nothing_changed_is_said_and_keeps_it_out_of_the_bulk(returned, secretary, reviewer):
    again = fresh(evidence.submit(record=returned, by=secretary))
    assert not is_changed(again) and changes_of(again.quarter.scheme.outline, again) == []
    line = queries.queue(reviewer)[0]
    assert line.changed == 0 and [hint.code for hint in line.hints[again.pk]] == ["same"]


def test_the_queue_counts_changes(sign_in, reviewer, returned, secretary):
    mend(returned, secretary, present=15)
    assert queries.queue(reviewer)[0].changed == 1
    assert "有改动" in sign_in(reviewer).get("/review/").content.decode()
    assert returned.branch.name in sign_in(reviewer).get("/review/?chip=changed").content.decode()


def test_the_three_columns_show_the_difference(sign_in, reviewer, own_branch, returned, secretary):
    mend(returned, secretary, present=15)
    text = sign_in(reviewer).get(f"/review/{own_branch.code}/2026-05/").content.decode()
    assert "<del>" in text and "<ins>" in text and "自上次审核以来有 1 处改动" in text


def test_a_first_record_shows_no_difference(sign_in, reviewer, own_branch, secretary):
    record = make.record(own_branch, by=secretary, state="submitted")
    assert changes_of(record.quarter.scheme.outline, fresh(record)) == []
    assert "<del>" not in sign_in(reviewer).get(f"/review/{own_branch.code}/2026-05/").content.decode()


def test_a_decision_holds_only_for_what_it_saw(returned, secretary):
    seen = returned.content_hash()
    again = mend(returned, secretary, present=15)
    with pytest.raises(Stale):
        actions.accept(record=again, by=None, seen_hash=seen)
    assert fresh(again).state == "submitted" and not Record.objects.accepted().exists()
    actions.accept(record=again, by=None, seen_hash=again.content_hash())
    decision = fresh(again).decisions.last()
    assert decision.content == again.content() and decision.content_hash == again.content_hash()


def test_every_accepting_form_carries_what_was_seen(sign_in, reviewer, own_branch, secretary):
    record = make.record(own_branch, by=secretary, state="submitted")
    client, value = sign_in(reviewer), record.content_hash()
    for page in (f"/review/{own_branch.code}/2026-05/", "/review/indicator/B4/2026-05/", "/review/accept/"):
        assert value in client.get(page).content.decode(), page
    sent = {"_key": "all", "records": [str(record.pk)], f"seen-{record.pk}": "0" * 64}
    client.post("/review/accept/", sent)
    record.refresh_from_db()
    assert record.state == "submitted"


def test_mending_after_the_due_day_does_not_make_it_late(returned, secretary, frozen_clock):
    frozen_clock("2026-06-20T10:00")
    assert not mend(returned, secretary, present=15).is_late
    new = make.record(returned.branch, by=secretary, day=returned.date.replace(day=20), state="submitted")
    assert new.is_late


def test_of_a_returned_record_only_the_named_fields_change(own_branch, secretary):
    record = make.record(own_branch, by=secretary, data={"due": 18, "present": 14, "excused": {"duty": 2}}, state="submitted")
    actions.send_back(record=fresh(record), by=None, reason="到会人数不符", fields=["present"])
    with pytest.raises(Refused):
        mend(fresh(record), secretary, present=15, due=20)
    with pytest.raises(Refused):
        evidence.amend(record=fresh(record), by=secretary, day=record.date, title="换一个题目", data=record.data)
    again = mend(fresh(record), secretary, present=15)
    assert (again.data["present"], again.data["due"]) == (15, 18)
