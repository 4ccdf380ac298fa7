"""The form of one event: recorded, changed, mended, taken back, given up; nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indexmetrics.evidence.models import Record
from indexmetrics.evidence.scratch import Scratch
from indexmetrics.review import actions as review
from tests import make

pytestmark = pytest.mark.django_db
NEW = "/evidence/2026-05/event/new/?kind=party_day"


def sent(**changed) -> dict:
    return {"_key": "k1", "_version": "", "kind": "party_day", "date": "2026-05-18", "title": "重温入党誓词",
            "due": "18", "present": "15", "excused_duty": "2", "tags": ["L1", "I1"]} | changed


def test_an_event_is_recorded_with_its_tags(sign_in, secretary):
    client = sign_in(secretary)
    assert client.get(NEW).status_code == 200
    answer = client.post(NEW, sent())
    assert answer.status_code == 302 and answer["Location"].endswith("#row-B4")
    record = Record.objects.get()
    assert record.data == {"due": 18, "present": 15, "excused": {"duty": 2}}
    assert sorted(tag.indicator for tag in record.tags.all()) == ["B4", "I1", "L1"]


def test_the_same_form_sent_twice_makes_one_record(sign_in, secretary):
    client = sign_in(secretary)
    assert client.post(NEW, sent()).status_code == client.post(NEW, sent()).status_code == 302
    assert Record.objects.count() == 1


@pytest.mark.parametrize(("wrong", "field"), [
    ({"date": "2026-06-01"}, "date"), ({"title": ""}, "title"), ({"present": "19"}, "present"),
    ({"tags": ["L1", "I1", "B3"]}, "tags"), ({"due": "-1"}, "due"),
])
def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(sign_in, secretary, wrong, field):
    answer = sign_in(secretary).post(NEW, sent(place="x") | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422 and not Record.objects.exists()
    assert f'id="error-{field}"' in text or field == "tags"
    assert 'value="15"' in text or wrong.get("present")


def test_a_draft_is_changed_with_the_version_that_was_seen(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary)
    client = sign_in(secretary)
    page = f"/evidence/record/{record.pk}/edit/"
    assert "重温入党誓词" in client.get(page).content.decode()
    client.post(page, sent(title="学习党章", _version=record.version))
    record.refresh_from_db()
    assert record.title == "学习党章"


def test_a_stale_form_shows_both_texts_and_loses_none(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary)
    client, page = sign_in(secretary), f"/evidence/record/{record.pk}/edit/"
    old = record.version
    client.post(page, sent(title="第一个人写的", _version=old))
    answer = client.post(page, sent(title="第二个人写的", _version=old, _key="k2"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "第一个人写的" in text and 'value="第二个人写的"' in text
    record.refresh_from_db()
    assert record.title == "第一个人写的"
    again = sent(title="第二个人写的", _version=record.version, _key="k3")
    assert client.post(page, again).status_code == 302


def test_a_returned_record_opens_only_the_named_fields(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary, state="returned")
    client, page = sign_in(secretary), f"/evidence/record/{record.pk}/edit/"
    client.post(page, sent(title="换了题目", present="16", _version=record.version, send="1"))
    record.refresh_from_db()
    assert (record.title, record.data["present"], record.state) == ("重温入党誓词", 16, "submitted")
    assert record.data["excused"] == {"duty": 2}


def test_a_submitted_record_is_read_and_taken_back_until_it_is_opened(sign_in, secretary, own_branch, reviewer):
    record = make.record(own_branch, by=secretary, state="submitted")
    client = sign_in(secretary)
    assert "evidence/record" in client.get(f"/evidence/record/{record.pk}/edit/").content.decode()
    assert client.post(f"/evidence/record/{record.pk}/withdraw/", {"_key": "w", "_version": record.version}).status_code == 302
    record.refresh_from_db()
    assert record.state == "draft"
    make.walk(record, "submitted", by=secretary)
    review.open_record(record=record, by=reviewer)
    record.refresh_from_db()
    assert client.post(f"/evidence/record/{record.pk}/withdraw/", {"_key": "x", "_version": record.version}).status_code == 409


def test_a_draft_is_given_up_after_a_question(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary)
    client, page = sign_in(secretary), f"/evidence/record/{record.pk}/discard/"
    assert client.get(page).status_code == 200 and Record.objects.exists()
    assert client.post(page, {"_key": "d", "_version": record.version}).status_code == 302
    assert not Record.objects.exists()


@pytest.mark.parametrize("path", ["edit", "discard"])
def test_a_neighbours_record_is_missing(sign_in, neighbour, own_branch, path):
    record = make.record(own_branch)
    client = sign_in(neighbour)
    assert client.get(f"/evidence/record/{record.pk}/{path}/").status_code == 404
    assert client.post(f"/evidence/record/{record.pk}/{path}/", {"_key": "z"}).status_code == 404
    assert client.post(f"/evidence/record/{record.pk}/withdraw/", {"_key": "y"}).status_code == 404


def test_others_may_not_open_the_form(client, sign_in, reviewer):
    assert client.get(NEW).status_code == 302
    assert sign_in(reviewer).get(NEW).status_code == 403


def test_an_unknown_kind_is_missing(sign_in, secretary):
    assert sign_in(secretary).get("/evidence/2026-05/event/new/?kind=parade").status_code == 404


@pytest.mark.parametrize("state", ["frozen", "confirmed", "archived"])
def test_a_closed_quarter_takes_no_event(sign_in, secretary, own_branch, state):
    make.quarter("2026Q2", state)
    assert sign_in(secretary).post(NEW, sent()).status_code == 409
    assert not Record.objects.exists()


@pytest.mark.parametrize("words", [
    "联系人 13857212345", "身份证 11010519491231002X", "舟公（普）受案字〔2026〕123号", "机密★1年",
])
def test_what_must_not_be_sent_is_asked_about_first(sign_in, secretary, words):
    client = sign_in(secretary)
    answer = client.post(NEW, sent(title=f"走访 {words}"))
    text = answer.content.decode()
    assert answer.status_code == 422 and 'data-reason="sensitive"' in text and not Record.objects.exists()
    assert client.post(NEW, sent(title=f"走访 {words}", confirmed="1")).status_code == 302


def test_eighteen_digits_that_are_no_identity_number_pass(sign_in, secretary):
    assert sign_in(secretary).post(NEW, sent(title="编号 110105194912310021")).status_code == 302


def test_a_file_name_is_looked_at_too(sign_in, secretary):
    file = SimpleUploadedFile("张三13857212345.pdf", make.PDF)
    answer = sign_in(secretary).post(NEW, sent(files=[file]))
    assert answer.status_code == 422 and not Record.objects.exists()


def test_typed_text_is_kept_on_the_server_and_dropped_when_saved(sign_in, secretary):
    client = sign_in(secretary)
    kept = client.post("/evidence/keep/", {"_place": NEW, "title": "写到一半", "_version": ""})
    assert kept.status_code == 200 and len(make.now_json(kept)["at"]) == 8
    assert 'value="写到一半"' in client.get(NEW).content.decode()
    client.post(NEW, sent())
    assert not Scratch.objects.exists()


def test_kept_text_is_seen_by_nobody_else(client, secretary, neighbour):
    client.force_login(secretary)
    client.post("/evidence/keep/", {"_place": NEW, "title": "只给自己看"})
    client.force_login(neighbour)
    assert "只给自己看" not in client.get(NEW).content.decode()


def test_kept_text_can_be_thrown_away(sign_in, secretary):
    client = sign_in(secretary)
    client.post("/evidence/keep/", {"_place": NEW, "title": "不要了"})
    assert client.post("/evidence/forget/", {"_place": NEW})["Location"] == NEW
    assert client.post("/evidence/keep/", {"_place": "https://else.where/", "title": "x"}).status_code == 422
    assert not Scratch.objects.exists()
