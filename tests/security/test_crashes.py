"""kill -9 in the middle of publishing, backing up and restoring: nothing acknowledged is lost, nothing is half done."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50 if os.environ.get("WUSETU_LONG") == "1" else 3


class House:
    """An installation in a folder of its own, worked by real processes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.base = folder, folder / "base.sqlite3"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("WUSETU_", "DJANGO_"))},
            "SECRET_KEY": "only-for-tests-" * 5, "AUDIT_KEY": "only-for-test-audit-" * 4,
            "MEDIA_ROOT": str(folder / "evidence"), "DEMO_PASSWORD": "Kiefer-Nadel-7-Wald",
            "DATABASE_URL": f"sqlite:///{folder / 'live.sqlite3'}",
        }

    @property
    def live(self) -> Path:
        """The database file in use."""
        return self.folder / "live.sqlite3"

    def start(self, *command: str) -> subprocess.Popen:
        """A command as its own process group."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *command: str) -> tuple[int, str]:
        """A command to its end."""
        process = self.start(*command)
        said, _nothing = process.communicate(timeout=120)
        return process.returncode, said

    def fresh(self, source: Path | None) -> None:
        """Begin again with a copy, or with nothing."""
        for leftover in self.folder.glob("live.sqlite3*"):
            leftover.unlink()
        if source:
            shutil.copy(source, self.live)

    def killed(self, after: float, *command: str) -> tuple[int, str]:
        """Start, wait, kill -9; its exit code (negative when the kill came in time) and what it had said."""
        process = self.start(*command)
        time.sleep(after)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        said, _nothing = process.communicate(timeout=120)
        return process.returncode, said

    def count(self, table: str) -> int:
        """Rows of a table, read past Django."""
        with sqlite3.connect(self.live) as connection:
            return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(tmp_path_factory.mktemp("house"))
    code, said = made.run("migrate", "--verbosity", "0")
    assert code == 0, said
    code, said = made.run("load_demo", "--branches", "12", "--quarters", "2", "--today", "2026-11-20")
    assert code == 0, said
    with sqlite3.connect(made.live) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(made.live, made.base)
    return made


def moments(house: House, *command: str) -> list[float]:
    """Moments to kill at, spread over the time that the command takes."""
    began = time.monotonic()
    house.run(*command)
    took = time.monotonic() - began
    lot = random.Random(len(command))
    return [took * (0.35 + 0.6 * lot.random()) for _number in range(KILLS)]


def test_publishing_is_whole_or_nothing(house):
    command = ("publish_board", "2026Q3", "--meeting", "第30次", "--reason", "更正")
    house.fresh(house.base)
    before, cards = house.count("scoring_edition"), house.count("scoring_card")
    code, said = house.run("publish_board", "2026Q4", "--meeting", "第31次", "--reason", "演练")
    command = ("publish_board", "2026Q4", "--meeting", "第31次", "--reason", "演练")
    if code:
        pytest.fail(said)
    more = house.count("scoring_card") - cards
    house.fresh(house.base)
    for after in moments(house, *command):
        house.fresh(house.base)
        code, said = house.killed(after, *command)
        assert (house.count("scoring_edition"), house.count("scoring_card")) in ((before, cards), (before + 1, cards + more))
        if code == 0:
            assert house.count("scoring_edition") == before + 1, f"acknowledged and lost: {said}"
        code, said = house.run("verify_audit")
        assert code == 0, said


def test_backup_appears_whole_or_not_at_all(house, tmp_path):
    house.fresh(house.base)
    target = tmp_path / "copy.zip"
    for after in moments(house, "backup", str(target)):
        target.unlink(missing_ok=True)
        house.killed(after, "backup", str(target))
        if target.exists():
            house.fresh(None)
            code, said = house.run("restore", str(target), "--yes")
            assert code == 0, said
            house.fresh(house.base)


def test_restore_is_whole_or_nothing_and_may_be_repeated(house, tmp_path):
    house.fresh(house.base)
    target = tmp_path / "copy.zip"
    assert house.run("backup", str(target))[0] == 0
    house.fresh(None)
    for after in moments(house, "restore", str(target), "--yes"):
        house.fresh(None)
        house.killed(after, "restore", str(target), "--yes")
        code, said = house.run("restore", str(target), "--yes")
        assert code == 0 or "empty" in said or "空" in said, said
        assert house.run("verify_audit")[0] == 0
        assert house.count("scoring_edition") > 0
