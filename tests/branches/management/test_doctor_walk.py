"""A sound installation is spoilt in one place at a time: the doctor names just that, with its remedy, and ends with 1."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.utils import ConnectionHandler

from branches.access.actions import create_user
from branches.access.models import Assignment
from branches.access.roles import Role
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock, floors, room
from branches.management import advice, archive, examinations
from branches.management.archive import Archive
from config import env

pytestmark = pytest.mark.django_db
KEY = "a7Kq9xZ2mVb4Rt6Yp1Lw8Nc3Jd5Hf0GsUeQiOoTrEaWsXdCvFgBh"


class House:
    """What the doctor looks at, all of it sound."""

    def __init__(self, settings, folder: Path, monkeypatch) -> None:
        self.settings, self.folder, self.patch = settings, folder, monkeypatch
        settings.VAR, settings.MEDIA_ROOT = folder, folder / "evidence"
        settings.MEDIA_ROOT.mkdir(mode=0o700)
        folder.chmod(0o700)
        settings.DEBUG, settings.BEHIND_TLS, settings.ALLOW_PLAIN_HTTP = False, True, False
        settings.ALLOWED_HOSTS, settings.LOOPBACK = ["board.example"], ["127.0.0.1"]
        settings.SECRET_KEY, settings.AUDIT_KEY = KEY, KEY[::-1]
        settings.SECOND_FACTOR_REQUIRED, settings.FOUR_EYES, settings.EVIDENCE_SCANNER = True, True, "clamdscan"
        monkeypatch.setattr(advice, "clock_is_set", lambda: True)
        self.database()
        (folder / "secret_key").touch(mode=0o600)
        record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id="daily.zip")

    def database(self, pragma: str = "", mode: str = "IMMEDIATE") -> None:
        """A file of its own: the test's database lives in memory and has no modes."""
        (self.folder / "w.sqlite3").touch(mode=0o600)
        made = env.database("sqlite:///w.sqlite3", self.folder)
        made["OPTIONS"]["init_command"] += pragma
        made["OPTIONS"]["transaction_mode"] = mode
        self.patch.setattr(examinations, "connection", ConnectionHandler({"default": made})["default"])

    def set(self, **values) -> None:
        for name, value in values.items():
            setattr(self.settings, name, value)

    def person(self, name: str, password: str, *, demo: bool = False) -> None:
        user, _password = create_user(username=name, password=password, name="x", is_demo=demo, by=None)
        Assignment.objects.create(user=user, role=Role.REVIEWER, since=clock.today())

    def event(self, kind: EventKind, age: timedelta) -> None:
        with clock.frozen(clock.now() - age):
            record(kind, by=None, subject=kind.value.partition(".")[0], subject_id="1")

    def open_postgres(self) -> None:
        for name, value in (("HOST", "db.example"), ("PASSWORD", "")):
            self.patch.setitem(self.settings.DATABASES["default"], name, value)


def _unreachable(*_more):
    raise DatabaseError("connection refused")


AT = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)


def _archived(house, **about) -> None:
    house.patch.setattr(archive, "archive", lambda: Archive(**about))


# What is broken → how, what is named, the remedy.
BROKEN = {
    "DEBUG": (lambda h: h.set(DEBUG=True), "DEBUG", "DEBUG"),
    "any host": (lambda h: h.set(ALLOWED_HOSTS=["*"]), "ALLOWED_HOSTS", "主机"),
    "short secret key": (lambda h: h.set(SECRET_KEY="x7" * 9), "SECRET_KEY", "50"),
    "plain secret key": (lambda h: h.set(SECRET_KEY="a" * 60), "SECRET_KEY", "50"),
    "short trail key": (lambda h: h.set(AUDIT_KEY="x7" * 9), "AUDIT_KEY", "50"),
    "one key for both": (lambda h: h.set(AUDIT_KEY=KEY), "AUDIT_KEY", "单独"),
    "http": (lambda h: h.set(BEHIND_TLS=False), "board.example", "BEHIND_TLS=1"),
    "no database password": (lambda h: h.open_postgres(), "密码", "DATABASE_URL"),
    "old package": (lambda h: h.patch.setattr(floors, "too_old", lambda: ["django 5.2.0"]), "django 5.2.0", "manage.py start"),
    "no write-ahead log": (lambda h: h.database("PRAGMA journal_mode=DELETE;"), "journal_mode=delete", "随附"),
    "not synchronous": (lambda h: h.database("PRAGMA synchronous=NORMAL;"), "synchronous=1", "随附"),
    "no foreign keys": (lambda h: h.database("PRAGMA foreign_keys=OFF;"), "foreign_keys=0", "随附"),
    "deferred transactions": (lambda h: h.database(mode="DEFERRED"), "IMMEDIATE", "随附"),
    "network file system": (lambda h: h.patch.setattr(examinations, "file_system", lambda path: "nfs4"), "nfs4", "PostgreSQL"),
    "no database": (lambda h: h.patch.setattr(examinations, "_sqlite", _unreachable), "connection refused", "DATABASE_URL"),
    "failing archive": (lambda h: _archived(h, is_on=True, last_at=AT, failed_at=AT + timedelta(hours=1), failed="0A"), "0A", "manage.py archiving"),
    "archive that never worked": (lambda h: _archived(h, is_on=True, failed_at=AT, failed="01"), "2026-06-01 12:00", "manage.py archiving"),
    "open key": (lambda h: (h.folder / "secret_key").chmod(0o640), "secret_key", "chmod 0600"),
    "open database": (lambda h: (h.folder / "w.sqlite3").chmod(0o644), "w.sqlite3", "chmod 0600"),
    "open evidence": (lambda h: h.settings.MEDIA_ROOT.chmod(0o755), "evidence", "chmod 0700"),
    "open folder": (lambda h: h.folder.chmod(0o755), "0755", "chmod 0700"),
    "full disk": (lambda h: h.patch.setattr(room, "is_short", lambda folder: True), "MiB", "清理"),
    "closed evidence": (lambda h: h.patch.setattr(os, "access", lambda *_more: False), "evidence", "账户"),
    "old backup": (lambda h: h.event(EventKind.BACKUP_MADE, timedelta(hours=27)), "备份", "manage.py backup"),
    "demonstration account": (lambda h: h.person("shown", "Q7-long-and-odd", demo=True), "shown", "--no-demo"),
    "guessed password": (lambda h: h.person("boss", "boss123"), "boss", "重置"),
    "drafts for ever": (lambda h: h.set(DRAFT_KEPT_DAYS=0), "DRAFT_KEPT_DAYS", "请"),
    "evidence for ever": (lambda h: h.set(EVIDENCE_KEPT_YEARS=0), "EVIDENCE_KEPT_YEARS", "请"),
    "clock set back": (lambda h: h.event(EventKind.BRAND_CHANGED, -timedelta(hours=1)), "时钟", "校准"),
}  # fmt: skip
WEAKER = {
    "second factor": (lambda h: h.set(SECOND_FACTOR_REQUIRED=False), "第二因子", "SECOND_FACTOR_REQUIRED=1"),
    "four eyes": (lambda h: h.set(FOUR_EYES=False), "更正", "FOUR_EYES=1"),
    "plain http": (lambda h: h.set(ALLOW_PLAIN_HTTP=True), "ALLOW_PLAIN_HTTP", "TLS"),
    "scanner": (lambda h: h.set(EVIDENCE_SCANNER=""), "病毒", "EVIDENCE_SCANNER"),
    "archive": (lambda h: _archived(h, is_on=False), "归档", "manage.py archiving"),
    "clock": (lambda h: h.patch.setattr(advice, "clock_is_set", lambda: False), "时钟", "chrony"),
}


@pytest.fixture
def house(settings, tmp_path, monkeypatch):
    made = House(settings, tmp_path, monkeypatch)
    yield made
    examinations.connection.close()


def examined(capsys) -> tuple[int, list[str]]:
    """The exit code and the lines of the doctor."""
    try:
        call_command("doctor")
        code = 0
    except CommandError as error:
        code = error.returncode
    return code, [line for line in capsys.readouterr().out.splitlines() if line.startswith("- ")]


def the_one_line(house, capsys, spoil, named: str, remedy: str) -> tuple[int, str]:
    """Exit code and the only line once this is spoilt; the line names it and its remedy."""
    spoil(house)
    code, lines = examined(capsys)
    assert len(lines) == 1 and named in lines[0] and remedy in lines[0], lines
    return code, lines[0]


@pytest.mark.once
def test_a_sound_installation_has_no_line(house, capsys):
    assert examined(capsys) == (0, [])


@pytest.mark.once
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_with_its_remedy(house, capsys, name):
    code, _line = the_one_line(house, capsys, *BROKEN[name])

    assert code == 1


@pytest.mark.once
@pytest.mark.parametrize("name", WEAKER)
def test_what_is_weaker_is_advice_and_no_failure(house, capsys, name):
    code, line = the_one_line(house, capsys, *WEAKER[name])

    assert code == 0 and "建议" in line


@pytest.mark.once
@pytest.mark.parametrize(("about", "said"), [({"last_at": AT, "failed_at": AT - timedelta(hours=1), "failed": "0A"}, "2026-06-01 12:00"), ({}, "无")])
def test_an_archive_that_goes_on_is_told_and_no_fault(house, capsys, about, said):
    _archived(house, is_on=True, **about)
    call_command("doctor")
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2 and "归档" in told[0] and said in told[0] and not told[0].startswith("-")


@pytest.mark.postgres_only
def test_whoever_owns_one_database_may_ask_after_the_archive():
    """The server of the tests archives nothing."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE plain")
        cursor.execute("SET LOCAL ROLE plain")
    found = archive.archive()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert found == Archive(is_on=False) and "manage.py archiving" in "".join(archive.advice())
    assert list(archive.findings()) == list(archive.notes()) == []


@pytest.mark.once
def test_the_kernel_is_asked_about_its_clock():
    assert advice.clock_is_set() in (True, False, None)


@pytest.mark.postgres_only
def test_weak_modes_of_postgresql_are_named():
    """The server of the tests is one: nothing of it has to survive a power cut, and its user may do everything."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    said = "\n".join(examinations.database())

    assert "synchronous_commit=off" in said and "fsync=off" in said and "full_page_writes=off" in said and "超级用户" in said
