"""Every command that changes something leaves its events, with the account of the operating system that gave it."""

import io
import json
import os
import pwd
import socket
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from branches.account.models import SecondFactor
from branches.audit import origin
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import first_broken
from branches.basics import clock
from indexmetrics.periods import states
from scoring.demo import names
from scoring.keeping import scratch
from scoring.management.commands import start
from tests import make
from tests.laws.project import APPS

ME = f"li → {pwd.getpwuid(os.geteuid()).pw_name}@{socket.gethostname()}"
# Commands that change no row: each says what it does instead.
READING = {
    "archiving": "prints settings", "backup_key": "writes a key that nobody else has", "board": "prints an edition", "doctor": "examines", "export_scheme": "writes a file", "nginx": "prints a configuration",
    "routes": "prints the matrix", "run_task": "acts for the person of a page, from its address", "sbom": "prints the packages", "score_files": "reads and writes files", "self_audit": "proves",
    "serve": "becomes the server", "verify_audit": "proves", "verify_board": "proves", "words": "compiles catalogues",
}


class Place:
    """An installation with a quarter, and files to take in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, text: str) -> str:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    def publish(self) -> None:
        make.quarter()
        make.branch("pcs-2")
        with clock.frozen("2026-07-01"):
            call_command("run_daily")
        with clock.frozen("2026-07-24"):
            call_command("publish_board", "2026Q2", "--meeting", "第14次", "--reason", "未报事项不再等待")


def _create_user(place: Place) -> None:
    call_command("create_user", "zhang", "--role", "reviewer")


def _reset_second_factor(place: Place) -> None:
    SecondFactor.objects.create(user=make.user("chief"), sealed="x", begun_at=clock.now(), confirmed_at=clock.now())
    call_command("reset_second_factor", "chief")


def _load_scheme(place: Place) -> None:
    call_command("load_scheme", place.file("s.json", json.dumps(make.document(), default=float)), "--lock")


def _import_branches(place: Place) -> None:
    make.quarter()
    call_command("import_branches", place.file("t.csv", "code,name,short_name,type_code,members\nxcb,宣教科党支部,宣教科,office,9\n"))


def _import_users(place: Place) -> None:
    make.branch("pcs-2")
    call_command("import_users", place.file("t.csv", "username,name,role,branch\nli.hua,李华,branch_secretary,pcs-2\n"))


def _import_facts(place: Place) -> None:
    make.quarter()
    make.branch("pcs-2")
    call_command("import_facts", place.file("t.csv", "branch,month,indicator,part,key,value\npcs-2,2026-06,H2,,num,4.5\n"))


def _compute_board(place: Place) -> None:
    make.quarter()
    make.branch("pcs-2")
    call_command("compute_board", "2026Q2")


def _export_report(place: Place) -> None:
    place.publish()
    call_command("export_report", "2026Q2", "--out", str(place.folder / "report.docx"))


def _export_audit(place: Place) -> None:
    call_command("export_audit", "--output", str(place.folder / "trail.csv"))


def _run_daily(place: Place) -> None:
    quarter = make.quarter()
    with clock.frozen("2026-07-20"):
        call_command("run_daily")
    quarter.refresh_from_db()
    assert quarter.state == states.FROZEN


def _retention(place: Place) -> None:
    branch, quarter = make.branch("pcs-2"), make.quarter()
    make.record(branch, by=None)
    quarter.state = states.PUBLISHED
    quarter.save()
    with clock.frozen("2027-06-01"):
        call_command("retention")
    assert not branch.records.exists()


def _load_demo(place: Place) -> None:
    call_command("load_demo", "--branches", str(names.SMALLEST), "--quarters", "1", "--today", "2026-05-20")


def _start(place: Place) -> None:
    call_command("start", "--no-demo", "--no-serve")


def _backup(place: Place) -> None:
    call_command("backup", str(place.folder / "all.zip"))


def _drill(place: Place) -> None:
    _backup(place)
    call_command("drill", str(place.folder / "all.zip"))


def _restore(place: Place) -> None:
    _backup(place)
    call_command("flush", interactive=False, verbosity=0)
    call_command("restore", str(place.folder / "all.zip"), "--yes")


# Those that need the database to themselves: a backup reads it as of one moment, a restore needs an empty one.
ALONE = {"backup": _backup, "drill": _drill, "restore": _restore}
TOGETHER = {
    "create_user": _create_user, "reset_second_factor": _reset_second_factor, "load_scheme": _load_scheme,
    "import_branches": _import_branches, "import_users": _import_users, "import_facts": _import_facts,
    "compute_board": _compute_board, "publish_board": Place.publish, "export_report": _export_report,
    "export_audit": _export_audit, "run_daily": _run_daily, "retention": _retention, "load_demo": _load_demo, "start": _start,
}


@pytest.fixture
def place(tmp_path, settings, monkeypatch):
    """Nothing outside of the test's folder is touched; sudo was called by li."""
    monkeypatch.setenv("SUDO_USER", "li")
    monkeypatch.setenv("DEMO_PASSWORD", "harbour-lamp-4711")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    monkeypatch.setattr(scratch, "prove", lambda source, key_file, tell: {"editions": 0})
    monkeypatch.setattr(start, "collect_static", lambda: False)
    settings.VAR, settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "var", tmp_path / "evidence", tmp_path
    settings.VAR.mkdir()
    return Place(tmp_path)


def test_every_own_command_is_on_a_list():
    own = {name for name, app in get_commands().items() if app in APPS}

    assert own == READING.keys() | TOGETHER.keys() | ALONE.keys()
    assert not READING.keys() & (TOGETHER.keys() | ALONE.keys())


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("name", TOGETHER)
def test_a_command_leaves_the_account_that_gave_it(name, place):
    _holds(TOGETHER[name], place)


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ALONE)
def test_a_command_of_keeping_leaves_it_too(name, place):
    _holds(ALONE[name], place)


def _holds(run, place: Place) -> None:
    run(place)

    assert Event.objects.filter(by_name="system").exists()
    assert list(Event.objects.exclude(origin=ME).values_list("kind", "origin")) == []
    assert first_broken() is None, "where it came from is signed with the rest"


@pytest.mark.django_db
def test_the_page_shows_it(sign_in, admin, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "li")
    record(EventKind.BRAND_CHANGED, by=None, subject="brand", subject_id="1")

    assert ME in sign_in(admin).get("/audit/?by=system").text


@pytest.fixture
def anew():
    """The account is asked once a process; these tests ask again."""
    origin.os_user.cache_clear()
    yield
    origin.os_user.cache_clear()


@pytest.mark.pure
def test_an_account_without_an_entry_is_named_by_its_number(anew, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_123)
    monkeypatch.setattr(socket, "gethostname", lambda: "server\n1")

    assert origin.os_user() == "uid 4000123@server1"
    assert origin.os_user("li\x1b[31m" + "x" * 200) == "li[31m" + "x" * 58 + " → uid 4000123@server1"


@pytest.mark.pure
def test_within_a_request_it_is_the_address_and_nothing_else(monkeypatch):
    monkeypatch.setenv("SUDO_USER", "li")
    with origin.asked_from("10.1.2.3"):
        assert origin.origin() == "10.1.2.3"
        with origin.asked_from(""):
            assert origin.origin() == "", "a socket that knows no address is no command"

    assert origin.origin() == ME
