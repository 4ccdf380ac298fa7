"""At the end of its time evidence is deleted from rows and disk; what was published, decided and noted stays whole."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import OutOfStep
from branches.org.queries import branches_as_of
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.facts import fact_table
from indexmetrics.periods.models import Quarter
from indexmetrics.review import actions as review
from scoring.boards.actions import _texts
from scoring.boards.document import content_sha256
from scoring.boards.models import Edition
from scoring.keeping.actions import backup, restore
from scoring.retention.actions import delete_month
from tests import make
from tests.scoring.retention.conftest import AFTER, SHEET, TITLE, TOLD, aged, daily, said

pytestmark = pytest.mark.django_db
PROOFS = (("verify_board", "2026Q2"), ("verify_audit",), ("self_audit", "--no-backups"))


def frozen_texts() -> list:
    return list(Edition.objects.get().cards.order_by("position").values_list("row_text", "trail_text"))


def unproved() -> list[str]:
    """What the three proofs find."""
    return [line for words in PROOFS if "!" in (line := said(*words))]


@pytest.mark.once
def test_nothing_goes_before_its_time_nor_without_thirty_days_of_notice(edition):
    file = stored_at(Attachment.objects.get().path)

    daily("2029-05-30")
    assert not Event.objects.filter(kind__startswith="retention.").exists()
    late = daily("2029-07-20")  # nobody ran it in June
    assert "2029-08-19" in late and Event.objects.filter(kind=EventKind.RETENTION_ANNOUNCED).count() == 1
    daily("2029-08-18")
    assert file.exists() and Record.objects.get().title == TITLE
    daily("2029-08-19")
    assert not file.exists()
    assert Event.objects.filter(kind=EventKind.RETENTION_ANNOUNCED).count() == 1


def test_texts_and_files_go_and_what_counts_stays(edition, own_branch):
    before, counted = frozen_texts(), facts_now()
    path = stored_at(Attachment.objects.get().path)
    daily(TOLD)
    daily(AFTER)

    record, file = Record.objects.get(), Attachment.objects.get()
    assert not path.exists() and not [one for one in path.parent.parent.rglob("*") if one.is_file()]
    assert (record.title, file.name) == ("", "")
    assert record.data == {"due": 18, "present": 17} and record.state == "accepted"
    assert file.sha256 == hashlib.sha256(make.PDF).hexdigest() and file.size == len(make.PDF)
    assert facts_now() == counted and counted
    assert frozen_texts() == before
    edition.refresh_from_db()
    assert content_sha256(edition.header_text, _texts(edition.run)) == edition.content_sha256
    told = Event.objects.get(kind=EventKind.RETENTION_EVIDENCE)
    assert (told.branch_code, told.period_code, told.by_name) == (own_branch.code, "2026-05", "system")
    assert {"records": 1, "files": 1, "bytes": len(make.PDF)}.items() <= told.after.items()
    daily(AFTER)
    assert Event.objects.filter(kind=EventKind.RETENTION_EVIDENCE).count() == 1


def facts_now() -> list:
    """The facts as the next correction would count them."""
    quarter = Quarter.objects.select_related("scheme").get()
    return fact_table(quarter, branches_as_of(clock.today()))


def test_every_proof_holds_afterwards(expired):
    assert unproved() == []


@pytest.mark.once
def test_the_trail_of_the_point_says_it_in_words(expired, sign_in, secretary, reviewer):
    file = Attachment.objects.get()
    page = sign_in(reviewer).get(reverse("board-branch", args=["2026Q2", "pcs-2"])).content.decode()

    assert SHEET in page and TITLE in page, "the edition keeps names and titles"
    assert "已于2029年7月6日按保存期限规定删除" in page and reverse("evidence-file", args=[file.pk]) not in page
    for who in (reviewer, secretary):
        answer = sign_in(who).get(reverse("evidence-file", args=[file.pk]))
        assert answer.status_code == 410 and "2029年7月6日" in answer.content.decode()
        assert file.sha256 in answer.content.decode()


@pytest.mark.once
def test_pages_of_the_record_say_it_too(expired, sign_in, secretary, reviewer, committee):
    record, file = Record.objects.get(), Attachment.objects.get()
    with clock.frozen(AFTER):
        for who, address in (
            (secretary, reverse("evidence-edit", args=[record.pk])), (secretary, reverse("evidence-month", args=["2026-05"])),
            (reviewer, reverse("review-work", args=["pcs-2", "2026-05"])), (committee, reverse("review-work", args=["pcs-2", "2026-05"])),
            (reviewer, reverse("review-indicator", args=["L1", "2026-05"])), (secretary, reverse("evidence-reopen", args=[record.pk])),
        ):
            answer = sign_in(who).get(address, follow=True)
            page = answer.content.decode()
            assert answer.status_code in (200, 409), address
            assert reverse("evidence-file", args=[file.pk]) not in page and "张三" not in page and "李四" not in page, address
        page = sign_in(secretary).get(reverse("evidence-edit", args=[record.pk])).content.decode()
    assert "2029年7月6日" in page and "17" in page


@pytest.mark.once
def test_the_folder_of_the_quarter_lists_what_is_gone(expired, sign_in, reviewer):
    answer = sign_in(reviewer).get(reverse("report-folder", args=["2026Q2", "pcs-2"]))
    packed = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    sheet = load_workbook(BytesIO(packed.read(next(name for name in packed.namelist() if "清单" in name)))).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]

    assert not [name for name in packed.namelist() if name.endswith(".pdf")]
    assert any("2029-07-06" in cell for cell in cells), cells


@pytest.mark.once
def test_it_stands_as_it_was_decided(expired, reviewer):
    """After three years nobody can reopen, undo or return what cannot be looked at any more."""
    with pytest.raises(OutOfStep) as refused:
        review.send_back(record=Record.objects.get(), by=reviewer, reason="再看一遍", fields=["present"])

    assert refused.value.code == "expired" and "2029" in str(refused.value)


def test_the_same_contents_beside_another_record_stay(edition, second_quarter, own_branch, other_branch, secretary):
    with clock.frozen("2028-05-20"):
        make.quarter("2028Q2")
        other = make.record(other_branch, day=clock.today())
        evidence.attach(record=other, name="同一份.pdf", chunks=[make.PDF], by=None)
    aged()
    path = stored_at(Attachment.objects.first().path)
    daily(TOLD)
    daily(AFTER)

    assert path.exists() and Attachment.objects.in_store().get().record_id == other.pk
    assert unproved() == []


@pytest.mark.once
def test_broken_off_between_rows_and_files_the_next_run_ends_it(edition, own_branch, monkeypatch):
    daily(TOLD)
    monkeypatch.setattr("scoring.retention.daily.erase", lambda paths: 0)
    monkeypatch.setattr("scoring.management.commands.run_daily.sweep", lambda: 0)
    path = stored_at(Attachment.objects.get().path)
    daily(AFTER)
    assert path.exists() and Attachment.objects.get().expired_at
    monkeypatch.undo()

    daily(AFTER)

    assert not path.exists() and unproved() == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_made_later_restores(edition, store, tmp_path):
    daily(TOLD)
    before = tmp_path / "before.zip"
    backup(target=before, by=None, tell=str)
    daily(AFTER)
    texts = frozen_texts()
    backup(target=tmp_path / "after.zip", by=None, tell=str)
    with zipfile.ZipFile(tmp_path / "after.zip") as packed:
        assert not [name for name in packed.namelist() if name.startswith("files/")]
    call_command("flush", interactive=False, verbosity=0)

    restore(source=tmp_path / "after.zip", by=None, tell=str)
    assert frozen_texts() == texts and unproved() == []

    # An older backup brings back what it held, and the next daily run deletes it again.
    call_command("flush", interactive=False, verbosity=0)
    restore(source=before, by=None, tell=str)
    assert Record.objects.get().title == TITLE and Attachment.objects.in_store().count() == 1
    aged()
    daily(AFTER)
    assert Record.objects.get().title == "" and not [one for one in store.rglob("*.pdf")]
    assert unproved() == []


@pytest.mark.once
@pytest.mark.parametrize("change", ["number", "tag", "hash", "state", "back", "hidden"])
def test_a_deletion_hides_no_change(expired, second_quarter, other_branch, change):
    """Whoever uses the gap to change what is left, or calls a file deleted that was not, is found and named."""
    record = Record.objects.get()
    if change == "number":
        Record.objects.update(data={"due": 18, "present": 18})
    elif change == "tag":
        record.tags.filter(indicator="L1").delete()
    elif change == "hash":
        Attachment.objects.update(sha256="a" * 64)
    elif change == "state":
        Record.objects.update(state="void")
    elif change == "back":
        Record.objects.update(expired_at=None)
    else:
        Record.objects.filter(pk=record.pk).update(expired_at=clock.at(clock.today(), 3))

    found = said("verify_audit")
    assert "!" in found and ("2026-05" in found or f"{record.pk}" in found or record.files.get().path in found), found


def test_what_is_opened_again_meanwhile_stays(edition, own_branch):
    """The list is made first; each month is looked at once more in its own transaction."""
    quarter = edition.quarter
    Record.objects.update(state="returned")

    with clock.frozen(AFTER):
        assert delete_month(branch=own_branch, month="2026-05", quarter=quarter, by=None) is None
    assert Record.objects.get().title == TITLE
