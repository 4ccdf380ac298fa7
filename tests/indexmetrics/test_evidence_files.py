"""Files beside records: taken in, cleaned, shown, and to whom."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branches.audit.models import Event
from branches.basics.refusals import Refused
from indexmetrics.evidence import actions
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from tests import make

pytestmark = pytest.mark.django_db
NEW = "/evidence/2026-05/event/new/?kind=party_day"
FORM = {"_key": "k", "_version": "", "date": "2026-05-18", "title": "重温入党誓词", "due": "18", "present": "15",
        "excused_duty": "2"}


def look(client, pk: int, query: str = ""):
    """The answer for a file, with its stream read to the end and closed."""
    answer = client.get(f"/evidence/file/{pk}/{query}")
    if answer.streaming:
        answer.body = b"".join(answer.streaming_content)
    return answer


@pytest.fixture
def picture(own_branch, secretary):
    record = make.record(own_branch, by=secretary)
    return actions.attach(record=record, name="现场照片.jpg", chunks=[make.picture(exif=True)], by=secretary)


@pytest.fixture
def paper(own_branch, secretary):
    record = make.record(own_branch, by=secretary)
    return actions.attach(record=record, name="签到表.pdf", chunks=[make.PDF], by=secretary)


def test_files_come_with_the_form(sign_in, secretary):
    name = "主题党日签到表" * 14 + ".pdf"
    files = [SimpleUploadedFile(name, make.PDF), SimpleUploadedFile("照片.jpg", make.picture())]
    assert sign_in(secretary).post(NEW, FORM | {"files": files}).status_code == 302
    assert sorted(file.name for file in Attachment.objects.all()) == sorted([name, "照片.jpg"])


def test_place_and_device_leave_a_photograph(picture):
    raw = stored_at(picture.path).read_bytes()
    with Image.open(BytesIO(raw)) as seen:
        assert seen.size == (40, 30) and not dict(seen.getexif())
    assert b"CAMERA-MODEL" in make.picture(exif=True) and b"CAMERA-MODEL" not in raw


@pytest.mark.parametrize(("name", "content"), [
    ("x.jpg", b"no picture"), ("x.exe", b"MZ"), ("x.pdf", b"<html>"), ("x.pdf", b""), ("x.png", make.picture()),
])
def test_what_is_not_what_its_name_says_is_refused(own_branch, secretary, name, content):
    record = make.record(own_branch, by=secretary)
    with pytest.raises(Refused):
        actions.attach(record=record, name=name, chunks=[content], by=secretary)
    assert not Attachment.objects.exists()


def test_a_refused_file_leaves_no_half_record(sign_in, secretary):
    answer = sign_in(secretary).post(NEW, FORM | {"files": [SimpleUploadedFile("x.pdf", b"<html>")]})
    assert answer.status_code == 422 and not Record.objects.exists()


def test_a_picture_opens_in_a_locked_page(sign_in, secretary, picture):
    answer = look(sign_in(secretary), picture.pk)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    seen = Event.objects.get(kind="file.viewed")
    assert (seen.by_name, seen.after["name"]) == ("secretary", "现场照片.jpg")


def test_a_paper_opens_in_place_or_is_saved(sign_in, secretary, paper):
    client = sign_in(secretary)
    answer = look(client, paper.pk)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert look(client, paper.pk, "?save=1")["Content-Disposition"].startswith("attachment")


def test_who_may_see_a_file(client, own_branch, secretary, neighbour, reviewer, discipline, committee, viewer, admin,
                            nobody, picture):
    def status(person):
        client.force_login(person)
        return look(client, picture.pk).status_code

    drafts = [status(person) for person in (secretary, neighbour, reviewer, committee, discipline)]
    assert drafts == [200, 404, 404, 404, 404]
    make.walk(Record.objects.get(), "submitted", by=secretary)
    handed = [status(person) for person in (secretary, neighbour, reviewer, committee, discipline)]
    assert handed == [200, 404, 200, 200, 404]
    assert [status(person) for person in (viewer, admin, nobody)] == [403, 403, 403]


def test_the_discipline_office_sees_its_own_indicators(client, own_branch, secretary, discipline):
    record = make.record(own_branch, kind="supervision_record", data={}, by=secretary)
    file = actions.attach(record=record, name="监督记录.pdf", chunks=[make.PDF], by=secretary)
    make.walk(Record.objects.get(), "submitted", by=secretary)
    client.force_login(discipline)
    assert look(client, file.pk).status_code == 200


def test_nobody_without_a_log_in_and_nothing_by_post(client, sign_in, secretary, picture):
    assert look(client, picture.pk).status_code == 302
    assert sign_in(secretary).post(f"/evidence/file/{picture.pk}/").status_code == 405
    assert sign_in(secretary).get("/evidence/file/999999/").status_code == 404


def test_a_file_taken_away_is_gone_from_sight(sign_in, secretary, picture):
    record = Record.objects.get()
    sent = FORM | {"_version": record.version, "remove": [str(picture.pk)]}
    assert sign_in(secretary).post(f"/evidence/record/{record.pk}/edit/", sent).status_code == 302
    assert look(sign_in(secretary), picture.pk).status_code == 404


def test_a_file_of_the_same_name_is_its_next_version(sign_in, secretary, own_branch):
    record = make.record(own_branch, by=secretary)
    for number in range(3):
        actions.attach(record=record, name=f"照片{number}.jpg", chunks=[make.picture(size=(20 + number, 20))], by=secretary)
    old = record.files.get(name="照片1.jpg")
    new = actions.attach(record=record, name="照片1.jpg", chunks=[make.picture(size=(50, 50))], by=secretary)
    old.refresh_from_db()
    assert old.removed_at and old.sha256 != new.sha256 and record.files.filter(removed_at=None).count() == 3
    make.walk(record, "submitted", by=secretary)
    text = sign_in(secretary).get(f"/evidence/record/{record.pk}/edit/").content.decode()
    assert "照片1.jpg，旧版" in text and old.sha256[:8] in text
