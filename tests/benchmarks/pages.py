"""The board beside a constant page with the same middleware and guard, signed in, taking turns.

python3 -m tests.benchmarks.pages [rounds]

Goals are judged by the processor time of the request's thread, so that a neighbour on the same
machine cannot decide; the time on the wall is printed beside it. Each number of branches has its
own database and its own constant page.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

# name, branches, what is done before each request, sends If-None-Match, goal (times the constant page, at p95)
CASES = (
    ("uncached", 100, True, False, 6.0),
    ("cached", 100, False, False, 2.0),
    ("304", 100, False, True, 1.5),
    ("cached", 1000, False, False, 3.0),
    ("304", 1000, False, True, 1.5),
    ("uncached", 1000, True, False, None),
)


def start(folder: str) -> None:
    """A throw-away installation: its own database, plain static names, the middleware of every day."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/pages.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    import django
    from django.conf import settings

    django.setup()
    settings.ROOT_URLCONF = "tests.benchmarks.constant_urls"
    settings.ALLOWED_HOSTS = ["localhost"]
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def visitor(name: str):
    """A signed-in leader's browser."""
    from django.test import Client

    from branches.access.roles import Role
    from tests import make

    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    client.force_login(make.user(name, role=Role.VIEWER))
    return client


class Times:
    """Milliseconds of requests: of the processor and on the wall."""

    def __init__(self):
        self.cpu: list[float] = []
        self.wall: list[float] = []

    def take(self, act) -> None:
        """Time one call."""
        wall, cpu = time.perf_counter(), time.thread_time()
        act()
        self.cpu.append((time.thread_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def __str__(self) -> str:
        return (
            f"p50 {statistics.median(self.cpu):6.2f} p95 {p95(self.cpu):6.2f} "
            f"(wall {statistics.median(self.wall):6.2f} / {p95(self.wall):7.2f}) ms"
        )


def answered(client, address: str, status: int, **headers) -> None:
    """One request with the answer it must have."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, (address, answer.status_code)


def measure(client, board: str, *, cold: bool, fresh: bool, rounds: int) -> tuple[Times, Times]:
    """Times of the constant page and of the board, one after the other in turns."""
    from django.core.cache import cache

    headers = {"if-none-match": client.get(board)["ETag"]} if fresh else {}
    constant, boards = Times(), Times()
    for _warm in range(2):  # both have their templates compiled and their connection open
        answered(client, "/constant/", 200)
        answered(client, board, 200)
    for _round in range(rounds):
        constant.take(lambda: answered(client, "/constant/", 200))
        if cold:
            cache.clear()
        boards.take(lambda: answered(client, board, 304 if fresh else 200, **headers))
    return constant, boards


def p95(times: list[float]) -> float:
    """The time that 95 of 100 requests keep."""
    return statistics.quantiles(times, n=20)[-1]


def report(count: int, name: str, goal: float | None, constant: Times, boards: Times) -> bool:
    """One line; does it keep the goal?"""
    times = p95(boards.cpu) / p95(constant.cpu)
    good = goal is None or times <= goal
    print(
        f"{count:5} branches {name:9} {boards}  constant {constant}  p95 {times:5.2f}x"
        f"  goal {goal or '-'}  {'kept' if good else 'MISSED'}",
        flush=True,
    )
    return good


def run(count: int, rounds: int) -> int:
    """The cases of one number of branches; 1 when a goal is missed."""
    from config.memory import settle
    from tests import make_edition

    make_edition.bureau(count)
    for quarter in ("2026Q1", "2026Q2"):
        make_edition.published(quarter)
    client, kept = visitor("leader"), True
    settle()
    for name, size, cold, fresh, goal in CASES:
        if size == count:
            few = max(40, rounds // 2) if cold else rounds
            constant, boards = measure(client, "/board/2026Q2/", cold=cold, fresh=fresh, rounds=few)
            kept &= report(count, name, goal, constant, boards)
    return 0 if kept else 1


def main(rounds: int, count: int | None) -> int:
    """Every number of branches in a process and a database of its own."""
    if count is None:
        command = [sys.executable, "-m", "tests.benchmarks.pages", str(rounds)]
        sizes = sorted({case[1] for case in CASES})
        return max(subprocess.run([*command, str(size)], check=False).returncode for size in sizes)
    with tempfile.TemporaryDirectory() as scratch:
        start(scratch)
        return run(count, rounds)


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    raise SystemExit(main(given[0] if given else 200, given[1] if len(given) > 1 else None))
