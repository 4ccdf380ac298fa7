"""The words of /healthz, and what a disk or a database that refuses means for the visitor."""

import errno
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from branches.audit.actions import record
from branches.audit.append_only import install, remove
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock, room
from config import health
from config.outage import outage_of
from config.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    cache.delete("health-chain")
    yield
    cache.delete("health-chain")


def words() -> dict:
    return Client().get("/healthz").json()


def test_all_is_well():
    record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id="a.zip")
    answer = Client().get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(("database", "storage", "disk", "backup", "chain"), "ok")


def test_backup_is_none_then_old():
    assert words()["backup"] == "none"
    record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id="a.zip", at=clock.now() - timedelta(hours=27))
    assert words()["backup"] == "old"


@pytest.mark.parametrize("change", ["content", "tail"])
def test_a_broken_chain_is_named(change):
    for number in range(3):
        record(EventKind.ACCESS_LOGIN, by=None, subject="user", subject_id=str(number))
    assert words()["chain"] == "ok"
    cache.delete("health-chain")
    remove(connection, "branches_event")
    try:
        if change == "content":
            Event.objects.filter(subject_id="1").update(reason="changed")
        else:
            Event.objects.filter(subject_id="2").delete()
    finally:
        install(connection, "branches_event")

    answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()["chain"]) == (200, "broken")


def test_short_disk_and_read_only_store_are_words_of_a_serving_system(monkeypatch):
    monkeypatch.setattr(room, "is_short", lambda _path: True)
    monkeypatch.setattr(health.os, "access", lambda *_about: False)
    answer = Client().get("/healthz")

    assert answer.status_code == 200
    assert (answer.json()["disk"], answer.json()["storage"]) == ("low", "read-only")


def test_a_store_that_is_away_is_503(settings, tmp_path):
    file = tmp_path / "no-folder"
    file.write_text("x")
    settings.MEDIA_ROOT = file / "evidence"
    answer = Client().get("/healthz")

    assert answer.status_code == 503 and answer.json()["storage"] == "unavailable" and answer["Retry-After"]


OUTAGES = [
    (OperationalError("database or disk is full"), True, 507),
    (OperationalError('could not extend file "base/1": No space left on device'), True, 507),
    (OperationalError("attempt to write a readonly database"), True, 503),
    (OperationalError("database is locked"), True, 503),
    (OperationalError("connection refused"), False, 503),
    (OSError(errno.ENOSPC, "No space left on device"), True, 507),
    (OSError(errno.EROFS, "Read-only file system"), True, 503),
    (OperationalError("no such table: x"), True, None),
    (ValueError("a mistake"), True, None),
]


@pytest.mark.parametrize(("error", "answers", "status"), OUTAGES, ids=[str(row[0])[:30] for row in OUTAGES])
def test_what_an_error_means(error, answers, status):
    found = outage_of(error, answers)

    assert (found.status if found else None) == status


def test_what_caused_an_error_counts():
    try:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as cause:
            raise DatabaseError("the act failed") from cause
    except DatabaseError as error:
        assert outage_of(error, True).status == 507


@pytest.mark.parametrize("said", ["database or disk is full", "database is locked: others have been writing for a minute"])
def test_the_answer_stays_while_sessions_cannot_be_renewed(sign_in, secretary, monkeypatch, settings, said):
    settings.SESSION_RENEWED_EVERY = 0
    client, refused = sign_in(secretary), []
    client.get("/help/")  # notes when the session began

    def refuse(*_about, **_more):
        refused.append(said)
        raise OperationalError(said)

    monkeypatch.setattr(Session, "save", refuse)

    assert client.get("/help/").status_code == 200 and refused == [said]
    with pytest.raises(OperationalError):
        SessionStore().create()


def test_what_a_session_holds_is_not_lost_in_silence(sign_in, secretary, monkeypatch):
    """Others write too long: told as busy, not as a session that is gone."""
    held = SessionStore(sign_in(secretary).session.session_key)

    def locked(*_about, **_more):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Session, "save", locked)
    held["step"] = "second"
    with pytest.raises(OperationalError) as told:
        held.save()
    assert outage_of(told.value, True).status == 503


def test_a_session_that_is_gone_is_told_as_gone(sign_in, secretary):
    held = SessionStore(sign_in(secretary).session.session_key)
    held["step"] = "second"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        held.save()
