"""A whole installation in a folder of its own: its program, its database, its files, worked by real processes."""

import compileall
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

from branches.audit.chain import FIELDS, digest_of
from tests.security.browsing import Visitor
from tests.security.stores import Database, File

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("branches", "config", "indexmetrics", "scoring", "static", "templates")
FILES = ("manage.py", "pyproject.toml", "requirements.lock")
PASSWORD = "Kiefer-Nadel-7-Wald"
READY = 10.0
LONGEST = 180
TICK = os.sysconf("SC_CLK_TCK")


class House:
    """An installation that may be killed, filled up and robbed of its database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.var, self.longest = folder, folder / "var", LONGEST
        self.store: File | Database = File(self.live)
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("WUSETU_", "DJANGO_"))}
        outside.pop("DATABASE_URL", None)
        self.environment = {
            **outside, "SECRET_KEY": "only-for-tests-" * 5, "AUDIT_KEY": "only-for-test-audit-" * 4,
            "DEMO_PASSWORD": PASSWORD, "PYTHONDONTWRITEBYTECODE": "1",
        }

    @property
    def live(self) -> Path:
        """The database file in use."""
        return self.var / "wusetu.sqlite3"

    @property
    def evidence(self) -> Path:
        """Where its evidence files lie."""
        return self.var / "evidence"

    def start(self, *command: str, program: tuple[str, ...] = ("manage.py",)) -> subprocess.Popen:
        """A command as its own process group."""
        return subprocess.Popen(
            [sys.executable, *program, *command], cwd=self.folder, env=self.environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, *command: str) -> tuple[int, str]:
        """A command to its end."""
        process = self.start(*command)
        said, _nothing = process.communicate(timeout=self.longest)
        return process.returncode, said

    def done(self, *command: str) -> str:
        """A command that must succeed; what it said."""
        code, said = self.run(*command)
        assert code == 0, said
        return said

    def killed(self, after: float, *command: str) -> tuple[int, str]:
        """Start, wait, kill -9; its exit code (negative when the kill came in time) and what it had said.

        It is killed after so many seconds of the processor: on a busy machine too the kill falls into the same work.
        """
        process = self.start(*command)
        while process.poll() is None and processor(process.pid) < after:
            time.sleep(0.01)
        kill(process)
        said, _nothing = process.communicate(timeout=self.longest)
        return process.returncode, said

    def keep(self, name: str) -> None:
        """Put the present state aside under a name."""
        self.store.keep(name)
        shutil.copytree(self.var, self.folder / name, dirs_exist_ok=True)

    def back_to(self, name: str) -> None:
        """The state that was kept under a name; "" is an empty installation."""
        self.store.back_to(name)
        shutil.rmtree(self.evidence, ignore_errors=True)
        if name:
            shutil.copytree(self.folder / name, self.var, dirs_exist_ok=True)

    def ask(self, question: str, *values) -> list[tuple]:
        """Rows of the database, read past Django."""
        return self.store.ask(question, values)

    def count(self, table: str) -> int:
        """Rows of a table."""
        return self.ask(f"SELECT COUNT(*) FROM {table}")[0][0]  # noqa: S608

    @property
    def month(self) -> str:
        """The month that its secretaries are filling in."""
        return self.ask("SELECT MAX(month) FROM indexmetrics_record WHERE state = 'draft'")[0][0]

    @property
    def quarter(self) -> str:
        """The newest published quarter."""
        return self.ask("SELECT MAX(quarter_code) FROM scoring_edition")[0][0]

    def trail_is_whole(self) -> bool:
        """Walk the chain as `verify_audit` does, without starting a process for it."""
        names = (*FIELDS, "at", "digest")
        previous, expected = "0" * 64, 0
        for row in self.ask(f"SELECT {', '.join(names)} FROM branches_event ORDER BY number"):  # noqa: S608
            event = SimpleNamespace(**dict(zip(names, row, strict=True)))
            event.at = self.store.moment(event.at)
            event.before, event.after = self.store.document(event.before), self.store.document(event.after)
            expected += 1
            if event.number != expected or digest_of(event, previous) != event.digest:
                return False
            previous = event.digest
        return self.ask("SELECT number, digest FROM branches_chainhead") in ([(expected, previous)], [])

    @contextmanager
    def serving(self, *more: str):
        """The server as `start` runs it, ready to answer."""
        server = Server(self, *more)
        try:
            server.wait()
            yield server
        finally:
            kill(server.process)


class Server:
    """One running server of a house."""

    def __init__(self, house: House, *more: str, before: tuple[str, ...] = ()) -> None:
        self.port = free_port()
        self.said = house.folder / "server.txt"
        self.began, self.ready_after = time.monotonic(), 0.0
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(
                [*before, sys.executable, "manage.py", "start", "--no-demo", "--port", str(self.port), *more],
                cwd=house.folder, env=house.environment, start_new_session=True, stdout=out, stderr=subprocess.STDOUT)

    def wait(self, longest: float = 60) -> float:
        """Until it answers; the seconds since it was started."""
        while True:
            with suppress(OSError):
                answer = Visitor(self.port, timeout=10).get("/healthz")
                assert answer.status == 200, answer.text
                self.ready_after = time.monotonic() - self.began
                return self.ready_after
            assert self.process.poll() is None, self.said.read_text(encoding="utf-8")
            assert time.monotonic() - self.began < longest, "the server does not become ready"
            time.sleep(0.05)

    def visitor(self, name: str = "", timeout: float = 60) -> Visitor:
        """A browser at its door; signed in when a name is given."""
        made = Visitor(self.port, timeout=timeout)
        if name:
            made.sign_in(name, PASSWORD)
        return made


def kill(process: subprocess.Popen) -> None:
    """kill -9 for a process and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def processor(pid: int) -> float:
    """Seconds of the processor that a process, its living descendants and those they waited for took so far."""
    taken = 0
    for one in tree(pid):
        with suppress(OSError):
            rest = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            taken += sum(int(ticks) for ticks in rest[11:15])
    return taken / TICK


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            for child in (task / "children").read_text().split():
                found += tree(int(child))
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def built(folder: Path, shared: Path) -> House:
    """A house with the demonstration bureau in its smallest size; built once for all tests of a run."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (shared / "ready").exists():
            _build(shared / "house")
            (shared / "ready").touch()
    shutil.copytree(shared / "house", folder, symlinks=True)
    return House(folder)


def _build(folder: Path) -> None:
    folder.mkdir()
    for name in PROGRAM:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    # Compiled once; its hundred commands and servers only read it, whatever kills them or fills the disk.
    assert compileall.compile_dir(folder, quiet=1)
    made = House(folder)
    made.var.mkdir(mode=0o700)
    made.done("migrate", "--verbosity", "0")
    made.done("load_demo", "--branches", "15", "--quarters", "2")
    made.done("start", "--no-demo", "--no-serve")
    made.keep("base")
