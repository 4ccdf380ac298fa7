"""Nothing published and nothing noted changes unseen: every change behind the program's back is found and named."""

import os
import random
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import override_settings

from branches.audit.chain import digest_of
from branches.audit.models import ChainHead, Event
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Record
from scoring.boards import document
from scoring.boards.models import Card, Edition
from tests.scoring.demo import loading
from tests.security.tampering import Thawed, one_character

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TRIES = 10_000 if os.environ.get("WUSETU_LONG") == "1" else 100


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, tmp_path_factory):
    """A bureau whose proof holds, built once in a transaction that the file's end rolls back."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("evidence"))
    with folder, django_db_blocker.unblock(), transaction.atomic():
        loading.load(branches=12, quarters=2)
        assert broken() == ""
        yield
        transaction.set_rollback(True)


@pytest.fixture
def proved(standing, db):
    """It, with whatever the test does taken back by its own transaction."""


def broken(*arguments: str) -> str:
    """What verify_audit names first; "" when all is whole."""
    try:
        call_command("verify_audit", *arguments, stdout=StringIO())
    except CommandError as error:
        return str(error)
    return ""


def found_after(change) -> str:
    """The finding after a change, which is then taken back."""
    with transaction.atomic():
        with Thawed():
            change()
        found = broken()
        transaction.set_rollback(True)
    return found


def test_one_character_anywhere_is_found(proved):
    lot, missed, tried = random.Random(7), [], 0
    while tried < TRIES:
        with transaction.atomic():
            with Thawed():
                where = one_character(lot)
            tried += bool(where)
            if where and not broken():
                missed.append(where)
            transaction.set_rollback(True)
    assert not missed, f"{len(missed)} of {tried} not seen: {missed[:5]}"


def test_the_first_broken_event_is_named(proved):
    number = Event.objects.order_by("number")[40].number
    assert f" {number}" in found_after(lambda: Event.objects.filter(number=number).update(reason="nie gewesen"))


@pytest.mark.parametrize("cut", [1, 7, 500])
def test_cut_tail_is_found_although_the_head_was_moved_too(proved, cut):
    """Editions name the head they were published under; what was printed names later ones."""
    head = ChainHead.objects.get().digest

    def act():
        last = ChainHead.objects.get()
        Event.objects.filter(number__gt=last.number - cut).delete()
        event = Event.objects.order_by("-number").first()
        ChainHead.objects.update(number=event.number, digest=event.digest)

    with transaction.atomic():
        with Thawed():
            act()
        assert broken("--head", head)
        transaction.set_rollback(True)
    assert not broken("--head", head)


def test_cut_behind_an_edition_is_found_without_any_paper(proved):
    published = Event.objects.filter(kind="board.published").order_by("number").first()

    def act():
        Event.objects.filter(number__gte=published.number).delete()
        event = Event.objects.order_by("-number").first()
        ChainHead.objects.update(number=event.number, digest=event.digest)

    assert found_after(act)


def test_chain_rewritten_without_the_key_is_found(proved, settings):
    def act():
        own, settings.AUDIT_KEY = settings.AUDIT_KEY, "guessed" * 10
        previous = "0" * 64
        for event in Event.objects.order_by("number"):
            event.digest = previous = digest_of(event, previous)
            Event.objects.filter(pk=event.pk).update(digest=previous)
        ChainHead.objects.update(digest=previous)
        settings.AUDIT_KEY = own

    assert "1" in found_after(act)


@pytest.mark.parametrize("change", ["swapped", "gap", "inserted"])
def test_events_in_another_order_are_found(proved, change):
    first, second = Event.objects.order_by("number")[10:12]

    def act():
        if change == "gap":
            first.delete()
        elif change == "inserted":
            Event.objects.create(**{
                name: getattr(first, name) for name in ("kind", "at", "by_name", "subject", "subject_id", "digest")
            }, number=ChainHead.objects.get().number + 1)
        else:
            Event.objects.filter(pk=first.pk).update(number=-1)
            Event.objects.filter(pk=second.pk).update(number=first.number)
            Event.objects.filter(pk=first.pk).update(number=second.number)

    assert found_after(act)


def test_edition_rewritten_with_its_own_hash_is_found(proved):
    """A plain hash beside the text proves nothing: the keyed trail knows the edition as it was."""
    edition = Edition.objects.first()

    def act():
        card = edition.cards.order_by("position").first()
        Card.objects.filter(pk=card.pk).update(row_text=card.row_text.replace('"total"', '"Total"'))
        texts = edition.cards.order_by("position").values_list("row_text", "trail_text")
        Edition.objects.filter(pk=edition.pk).update(content_sha256=document.content_sha256(edition.header_text, texts))

    assert str(edition) in found_after(act)


def test_edition_that_vanished_is_found(proved):
    edition = Edition.objects.order_by("-pk").first()

    def act():
        Card.objects.filter(edition=edition).delete()
        Edition.objects.filter(pk=edition.pk).delete()

    assert found_after(act)


def test_accepted_record_changed_in_the_database_is_found(proved):
    record = Record.objects.accepted().exclude(kind="figure").first()
    found = found_after(lambda: Record.objects.filter(pk=record.pk).update(title="hinterher ein anderer"))
    assert f" {record.pk}" in found or str(record.pk) in found


@pytest.mark.parametrize("how", ["swapped", "emptied", "gone", "with its hash"])
def test_changed_files_are_found(proved, how):
    import hashlib

    file = Attachment.objects.first()
    place = stored_at(file.path)
    before = place.read_bytes()
    other = b"%PDF-1.4 another paper"
    try:
        if how == "gone":
            place.unlink()
        else:
            place.write_bytes(b"" if how == "emptied" else other)
        if how == "with its hash":
            assert found_after(lambda: Attachment.objects.filter(path=file.path).update(
                sha256=hashlib.sha256(other).hexdigest()))
        else:
            assert file.path in broken()
    finally:
        place.write_bytes(before)


def test_the_database_itself_refuses(proved):
    from django.db.utils import DatabaseError

    for table in ("branches_event", "scoring_edition", "scoring_card", "indexmetrics_decision"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
