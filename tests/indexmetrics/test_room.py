"""Too little room: files are refused first, in words, and texts are still saved."""

import errno
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from branches.basics import clock, room
from branches.basics.refusals import NoRoom
from indexmetrics.evidence import actions
from indexmetrics.evidence.models import Attachment, Record
from tests import make

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "party_day", "date": "2026-05-18", "title": "守初心", "due": "18", "present": "15", "excused_duty": "2",
    "_version": "", "save": "1",
}
NEW = "/evidence/2026-05/event/new/?kind=party_day"


@pytest.fixture
def client(sign_in, secretary, second_quarter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    with clock.frozen("2026-05-20"):
        yield sign_in(secretary)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(room, "is_short", lambda _path: True)


def test_a_file_is_refused_and_the_text_stays_in_the_form(client, short):
    answer = client.post(NEW, {**FORM, "files": SimpleUploadedFile("签到表.pdf", make.PDF)})

    assert answer.status_code == 507
    assert "服务器剩余空间不足" in answer.text and "守初心" in answer.text
    assert not Record.objects.exists() and not Attachment.objects.exists()


def test_the_text_alone_is_saved(client, short):
    assert client.post(NEW, FORM).status_code == 302
    assert Record.objects.get().title == "守初心"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_disk_that_refuses_half_way_leaves_nothing(client, secretary, own_branch, monkeypatch, settings, code):
    record = make.record(own_branch, by=secretary)

    def refuses(_file):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuses)

    with pytest.raises(NoRoom):
        actions.attach(record=record, name="签到表.pdf", chunks=[make.PDF], by=secretary)

    assert not Attachment.objects.exists() and not [file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]


def test_other_errors_stay_errors(client, secretary, own_branch, monkeypatch):
    record = make.record(own_branch, by=secretary)

    def breaks(_file):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", breaks)

    with pytest.raises(OSError, match="Input/output"):
        actions.attach(record=record, name="签到表.pdf", chunks=[make.PDF], by=secretary)
