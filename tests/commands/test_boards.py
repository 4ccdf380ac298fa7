"""Commands over boards and proofs, on a small published quarter."""

import hashlib
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from pypdf import PdfReader

from branches.access.models import User
from branches.audit.models import ChainHead
from branches.basics.printing import seal_digits
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment
from scoring.boards.models import Edition
from scoring.demo import names
from tests.scoring.demo.loading import load

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 30)


def said(*call, **options) -> str:
    out = io.StringIO()
    call_command(*call, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def store(django_db_setup, django_db_blocker, tmp_path_factory):
    """One load for the whole module, taken back at its end; the folder of its files."""
    root = tmp_path_factory.mktemp("evidence")
    with override_settings(MEDIA_ROOT=root), django_db_blocker.unblock(), transaction.atomic():
        load(branches=names.SMALLEST, quarters=2, today=TODAY)
        yield root
        transaction.set_rollback(True)


@pytest.fixture
def published(store):
    """The corrected edition; files that a test spoils are whole again afterwards."""
    whole = {file: file.read_bytes() for file in store.rglob("*") if file.is_file()}
    yield Edition.objects.newest_of("2026Q3")
    for file in store.rglob("*"):
        if file.is_file():
            file.unlink()
    for file, content in whole.items():
        file.write_bytes(content)


def test_board_json_is_canonical(published):
    text = said("board", "2026Q3", "--json")
    result = json.loads(text)

    assert result["seal"] == published.seal
    assert (result["edition"], result["meeting"]) == (2, published.meeting)
    assert {"branch", "name", "indicator_points", "caps_held"} <= set(result["branches"][0])
    assert text == json.dumps(result, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert published.seal_short in said("board", "2026Q3")
    assert json.loads(said("board", "2026Q3", "--json", "--edition", "1"))["edition"] == 1


def test_editions_prove_themselves(published):
    assert f"seal {published.seal}" in said("verify_board", "2026Q3")
    assert published.seal not in said("verify_board", "2026Q3", "--edition", "1")
    assert said("self_audit").startswith("0")
    assert str(Edition.objects.count()) in said("verify_audit")


def test_what_a_sheet_shows_is_held_against_the_program(published):
    head = published.header["audit_head"]
    printed = seal_digits(head)

    assert published.seal in said("verify_board", "2026Q3", "--seal", published.seal_short)
    assert said("verify_audit", "--head", head) == said("verify_audit", "--head", printed) == said("verify_audit")
    for call in (
        ("verify_board", "2026Q3", "--seal", "0000-1111-2222"), ("verify_board", "2026Q3", "--seal", published.seal_short[:4]),
        ("verify_audit", "--head", "0000-1111-2222"), ("verify_audit", "--head", printed[:4]),
    ):
        with pytest.raises(CommandError):
            call_command(*call)


def test_compute_and_publish(published):
    assert "seal" in said("compute_board", "2026Q4")
    with pytest.raises(CommandError):
        call_command("publish_board", "2026Q4", "--meeting", "第20次")
    with pytest.raises(CommandError):
        call_command("publish_board", "2026Q3", "--meeting", "第20次")
    with pytest.raises(CommandError):
        call_command("publish_board", "2026Q3", "--meeting", "第20次", "--reason", "没有任何变化")
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("call", [
    ("board", "2020Q1"), ("board", "2026Q3", "--edition", "9"), ("verify_board", "nonsense"),
    ("compute_board", "2020Q1"), ("publish_board", "2020Q1", "--meeting", "1"),
])
def test_what_is_not_there_is_one_line(db, call):
    with pytest.raises(CommandError) as refused:
        call_command(*call)
    assert len(str(refused.value).splitlines()) == 1


def test_changed_evidence_is_found(published):
    file = Attachment.objects.order_by("path").first()
    stored_at(file.path).write_bytes(b"something else")

    for command in ("verify_audit", "self_audit"):
        with pytest.raises(CommandError):
            call_command(command, stdout=io.StringIO())
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert file.path in str(refused.value)


def test_missing_and_stray_evidence_is_found(published, store):
    file = Attachment.objects.order_by("path").first()
    stored_at(file.path).unlink()
    stray = store / "ab" / (hashlib.sha256(b"x").hexdigest() + ".pdf")
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("self_audit", stdout=out)
    assert file.path in out.getvalue() and stray.name in out.getvalue()


def test_cut_trail_is_found(published):
    ChainHead.objects.update(number=10**6)
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit")
    assert "1000000" in str(refused.value)


def test_the_head_of_the_trail_stands_on_board_chart_and_sheet(published, client):
    printed = seal_digits(published.header["audit_head"])
    client.force_login(User.objects.get(username="leader"))

    for address in ("/board/2026Q3/", "/board/2026Q3/wallchart/"):
        assert printed in client.get(address).content.decode()
    pages = PdfReader(io.BytesIO(client.get("/board/2026Q3/wallchart.pdf").content)).pages
    assert printed in "".join(page.extract_text() for page in pages)
