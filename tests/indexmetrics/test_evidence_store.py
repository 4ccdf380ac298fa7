"""The store of files: scanner, room, damage, what is swept, what a browser is told."""

import os
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branches.audit.models import Event
from branches.basics.refusals import OutOfStep, Refused
from indexmetrics.evidence import actions, leftovers
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from tests import make
from tests.indexmetrics.inspection import files
from tests.indexmetrics.test_evidence_files import FORM, NEW, look

pytestmark = pytest.mark.django_db
SCANNER = "#!/bin/sh\n{}\n"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"


@pytest.fixture
def scanner(settings, tmp_path):
    """A scanner that does as told, wired in."""

    def says(what: str) -> None:
        script = tmp_path / "scanner"
        script.write_text(SCANNER.format(what))
        script.chmod(0o700)
        settings.EVIDENCE_SCANNER = f"{script} --quiet"
        settings.EVIDENCE_SCANNER_SECONDS = 1

    return says


def attach(record: Record, by, content: bytes = make.PDF, name: str = "签到表.pdf") -> Attachment:
    return actions.attach(record=record, name=name, chunks=[content], by=by)


def test_a_clean_file_is_taken(scanner, own_branch, secretary):
    scanner('test -s "$2" && exit 0')
    assert attach(make.record(own_branch, by=secretary), secretary).size == len(make.PDF)


@pytest.mark.parametrize(("what", "code", "result"), [
    ("exit 1", "virus", "infected"), ("sleep 5", "scanner", "timeout"), ("exit 2", "scanner", "exit 2")])
def test_infected_or_unsure_is_refused_and_on_record(scanner, sign_in, secretary, what, code, result):
    scanner(what)
    answer = sign_in(secretary).post(NEW, FORM | {"files": [SimpleUploadedFile("签到表.pdf", make.PDF)]})

    assert answer.status_code == 422 and "签到表.pdf" in answer.text
    assert not Record.objects.exists() and not Attachment.objects.exists()
    event = Event.objects.get(kind="file.refused")
    assert (event.by_name, event.after["result"], event.after["name"]) == ("secretary", result, "签到表.pdf")
    assert code in ("virus", "scanner") and not list(leftovers.leftovers(older_than=-60))


def test_a_scanner_that_is_not_there(settings, own_branch, secretary):
    record = make.record(own_branch, by=secretary)
    settings.EVIDENCE_SCANNER = "/no/such/scanner"
    with pytest.raises(Refused, match="签到表"):
        attach(record, secretary)
    settings.EVIDENCE_SCANNER, settings.EVIDENCE_SCANNER_REQUIRED = "", True
    with pytest.raises(Refused, match="签到表"):
        attach(record, secretary)
    settings.EVIDENCE_SCANNER_REQUIRED = False
    assert attach(record, secretary)


@pytest.mark.parametrize(("name", "code"), [("EVIDENCE_MONTH_MB", "month"), ("EVIDENCE_YEAR_MB", "year")])
def test_room_of_a_month_and_a_year(settings, own_branch, secretary, name, code):
    first, second = make.record(own_branch, by=secretary), make.record(own_branch, by=secretary, title="又一次")
    bytes_each = make.PDF.replace(b"trailer", b"8 0 obj<</L 1>>stream\n" + b"a" * 600_000 + b"\nendstream endobj trailer")
    setattr(settings, name, 1)
    taken = attach(first, secretary, bytes_each)
    with pytest.raises(Refused) as refusal:
        attach(second, secretary, bytes_each + b"%2")
    assert refusal.value.code == code
    first.refresh_from_db()
    actions.detach(attachment=taken, by=secretary)
    assert attach(second, secretary, bytes_each + b"%2")


def test_number_of_files_beside_a_record(own_branch, secretary):
    record = make.record(own_branch, by=secretary)
    for number in range(3):
        attach(record, secretary, make.PDF + b"%%%d" % number, f"{number}.pdf")
    with pytest.raises(Refused) as refusal:
        attach(record, secretary, name="3.pdf")
    assert refusal.value.code == "files"


def test_a_file_that_changed_on_disk_is_withheld_and_named(sign_in, own_branch, secretary):
    found = attach(make.record(own_branch, by=secretary), secretary)
    with stored_at(found.path).open("r+b") as opened:
        opened.write(b"%PDX")
    answer = look(sign_in(secretary), found.pk)

    assert answer.status_code == 409 and b"PDX" not in answer.content
    assert Event.objects.get(kind="file.damaged").subject_id == str(found.pk)
    assert not Event.objects.filter(kind="file.viewed").exists()


@pytest.mark.parametrize(("spoil", "status", "words"), [
    (lambda path: path.write_bytes(b"%PDX"), 409, "与报送时不一致"), (lambda path: path.unlink(), 404, "没有内容"),
])
def test_a_frame_says_why_it_shows_nothing(sign_in, own_branch, secretary, spoil, status, words):
    found = attach(make.record(own_branch, by=secretary), secretary)
    spoil(stored_at(found.path))
    answer = sign_in(secretary).get(reverse("evidence-file", args=[found.pk]) + "?framed=1")

    assert answer.status_code == status and words in answer.text and "PDX" not in answer.text
    assert answer["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "<script" not in answer.text and "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_headers_of_what_is_saved(sign_in, own_branch, secretary):
    name = "长" * 100 + ".docx"
    found = attach(make.record(own_branch, by=secretary), secretary, files.docx(), name)
    answer = look(sign_in(secretary), found.pk)
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == found.content_type and answer["X-Frame-Options"] == "DENY"


def test_evidence_is_no_static_file(client, own_branch, secretary):
    found = attach(make.record(own_branch, by=secretary), secretary)
    for address in (f"/media/{found.path}", f"/static/{found.path}", f"/evidence/{found.path}", f"/static/../{found.path}",
                    f"/static/%2e%2e/evidence/{found.path}", f"/{found.path}"):
        assert client.get(address).status_code in (302, 404), address
    mode = stored_at(found.path).stat().st_mode & 0o777
    assert mode == 0o600 and stored_at(found.path).parent.stat().st_mode & 0o077 == 0


def test_a_new_file_beside_an_old_one_changes_no_row(own_branch, secretary):
    record = make.record(own_branch, by=secretary)
    old = attach(record, secretary)
    record.refresh_from_db()
    actions.detach(attachment=old, by=secretary)
    record.refresh_from_db()
    new = attach(record, secretary, make.PDF + b"%2")
    old.refresh_from_db()

    assert old.removed_at and old.pk != new.pk and stored_at(old.path).is_file()
    make.walk(Record.objects.get(), "accepted", by=secretary)
    with pytest.raises(OutOfStep):
        actions.detach(attachment=Attachment.objects.get(pk=new.pk), by=secretary)


def test_leftovers_are_swept_after_a_day(settings, own_branch, secretary):
    known = attach(make.record(own_branch, by=secretary), secretary)
    root, incoming = Path(settings.MEDIA_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR)
    (root / "ab").mkdir(exist_ok=True)
    stale = [root / ".incoming-x", root / "ab" / ("a" * 64 + ".pdf"), incoming / "tmp1.upload"]
    for file in stale:
        file.write_bytes(b"x")
        os.utime(file, (time.time() - 25 * 3600,) * 2)
    young = root / ".incoming-y"
    young.write_bytes(b"x")

    assert sorted(leftovers.leftovers()) == sorted(stale)
    assert leftovers.sweep() == 3
    assert young.is_file() and stored_at(known.path).is_file() and not any(file.exists() for file in stale)
