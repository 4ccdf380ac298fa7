"""What benchmarks with a real server share: an installation of the wanted size, times and processor time of its processes."""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

from tests.security.browsing import Visitor
from tests.security.house import FILES, PROGRAM, ROOT, House, free_port, kill, processor, tree

PAGE = os.sysconf("SC_PAGE_SIZE")
VERSION = re.compile(r'name="_version" value="([^"]*)"')
KEY = re.compile(r'name="_key" value="([^"]*)"')
WAYS = ("start", "serve")
BUILDING = 4 * 3600  # seconds that ten thousand branches may take on a busy machine


def bureau(folder: Path, branches: int, quarters: int) -> House:
    """An installation with a demonstration bureau of this size, whose every secretary may sign in; built once."""
    house, finished = House(folder), folder / "built"
    if not finished.exists():
        shutil.rmtree(house.var, ignore_errors=True)
        renew(folder)
        house.longest = BUILDING
        house.var.mkdir(mode=0o700)
        house.done("migrate", "--verbosity", "0")
        print(f"building {branches} branches, {quarters} quarters", flush=True)
        house.done("load_demo", "--branches", str(branches), "--quarters", str(quarters))
        house.done("shell", "--no-imports", "-c", LET_IN)
        finished.touch()
    return house


def renew(folder: Path) -> None:
    """Put the program as it is now into an installation; its data stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PROGRAM:
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)


# The demonstration gives most secretaries no password; hashed once, all of them get the same.
LET_IN = """
import os
from django.contrib.auth.hashers import make_password
from branches.access.models import User
User.objects.filter(username__startswith="sj-").update(password=make_password(os.environ["DEMO_PASSWORD"]))
"""


def secretaries(house: House, count: int) -> list[str]:
    """So many of those who may sign in; a smaller bureau is no answer."""
    found = [name for (name,) in house.ask("SELECT username FROM branches_user WHERE username LIKE 'sj-%' ORDER BY id LIMIT ?", count)]
    assert len(found) == count, f"only {len(found)} secretaries"
    return found


def on_every_way(run: Callable[..., bool], *usual: float, size: Callable[..., tuple[int, int]], ways: tuple[str, ...] = WAYS) -> int:
    """`run(house, way, numbers…)` for each way on an installation of its own; says whether all goals were kept; 1 when not.

    The command line names ways and then numbers in their order; what it leaves out is as usual. `size` tells how many
    branches and quarters these numbers need.
    """
    given = sys.argv[1:]
    told = iter(one for one in given if one not in WAYS)
    numbers, kept = [type(one)(next(told, one)) for one in usual], True
    for way in [one for one in given if one in WAYS] or ways:
        with tempfile.TemporaryDirectory(prefix="wusetu-live-") as folder:
            kept &= run(bureau(Path(folder, "house"), *size(*numbers)), way, *numbers)
    print("goals kept" if kept else "GOALS MISSED")
    return 0 if kept else 1


class Live:
    """A running server, in one of the two shipped ways: `start` (waitress) or `serve` (gunicorn, here without its nginx)."""

    def __init__(self, house: House, way: str) -> None:
        self.house, self.way, self.port = house, way, free_port()
        self.said = house.folder / f"{way}.txt"
        self.said.unlink(missing_ok=True)

    @contextmanager
    def serving(self) -> Iterator["Live"]:
        """Ready to answer; killed at the end."""
        if self.way == "serve":
            self.house.done("start", "--no-demo", "--no-serve")
        self._begin()
        try:
            yield self
        finally:
            kill(self.process)

    def killed(self) -> float:
        """kill -9 for all of it, and begin again at the same door; seconds until it answers."""
        kill(self.process)
        began = time.monotonic()
        self._begin()
        return time.monotonic() - began

    def _begin(self) -> None:
        ways = {"serve": ("serve", "--bind", f"127.0.0.1:{self.port}"), "start": ("start", "--no-demo", "--port", str(self.port))}
        with self.said.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", *ways[self.way]], cwd=self.house.folder,
                env={**self.house.environment, "ALLOWED_HOSTS": "127.0.0.1"}, start_new_session=True, stdout=out,
                stderr=subprocess.STDOUT)
        try:
            self._wait()
        except BaseException:
            kill(self.process)
            raise

    def _wait(self) -> None:
        until = time.monotonic() + 120
        while True:
            with suppress(OSError):
                if Visitor(self.port, timeout=10).get("/healthz").status == 200:
                    return
            assert self.process.poll() is None and time.monotonic() < until, self.said.read_text(encoding="utf-8")
            time.sleep(0.1)

    def processor(self) -> float:
        """Seconds of the processor that its processes took so far."""
        return processor(self.process.pid)

    def resident(self) -> float:
        """MiB in memory of all its processes together; what they share is counted for each."""
        return sum(_pages(pid) for pid in tree(self.process.pid)) * PAGE / 1024**2

    def error_lines(self) -> list[str]:
        """Lines of its log that speak of an error."""
        text = self.said.read_text(encoding="utf-8", errors="replace")
        return [line for line in text.splitlines() if re.search(r" (ERROR|CRITICAL) |Traceback", line)]


def _pages(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return 0


def p95(times: list[float]) -> float:
    """The time that 95 of 100 keep."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def hidden(pattern: re.Pattern[str], text: str) -> str:
    """The value of a hidden field of a page."""
    found = pattern.search(text)
    assert found, f"no field {pattern.pattern} in: {text[:300]}"
    return found[1]


def row(name: str, times: list[float]) -> str:
    """One line of figures, in seconds."""
    return f"{name:22} n {len(times):5}  p50 {statistics.median(times):6.3f}  p95 {p95(times):6.3f}  max {max(times):6.3f} s"


def took(visitor: Visitor, path: str, status: int = 200) -> float:
    """Seconds of one answer."""
    began = time.monotonic()
    answer = visitor.get(path)
    seconds = time.monotonic() - began
    assert answer.status == status, (path, answer.status, answer.text[:300])
    return seconds
