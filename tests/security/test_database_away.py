"""PostgreSQL dies or falls silent under the server that `start` runs: pages say so in time, and all is well again by itself."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import needed
from tests.security.browsing import Answer
from tests.security.house import PASSWORD, Server
from tests.security.own_postgres import own_postgres
from tests.security.pulled_cable import forward

pytestmark = pytest.mark.once
SOON, BACK = 5.0, 10.0
BOUND = 15.0  # no page waits longer for a server that is there and says nothing
ASKED = ("/board/", "/", "/login/", "/account/", "/help/", "/board/2026Q2/")
ROUNDS = 4
INWARD = ("Traceback", "psycopg", "django", "Django", "OperationalError", "File &quot;", ".py", "wusetu-pg-", "5432")


@pytest.fixture(scope="module")
def running(house, tmp_path_factory):
    """That PostgreSQL, the server over it, and somebody signed in; each test leaves them well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        with own_postgres() as (postgres, url):
            house.environment["DATABASE_URL"] = url
            with house.serving() as server:
                subprocess.run(
                    [sys.executable, "manage.py", "create_user", "leader", "--role", "viewer"], cwd=house.folder, env=house.environment,
                    input=f"{PASSWORD}\n", text=True, check=True, capture_output=True)
                yield postgres, server, server.visitor("leader", timeout=SOON)


@contextmanager
def frozen(server):
    """Its processes stand still, as on a machine that hangs: every connection stays, nobody answers."""
    first = server.get_postmaster_info().process
    stopped = [first, *first.children(recursive=True)]
    for process in stopped:
        process.suspend()
    try:
        yield
    finally:
        for process in reversed(stopped):
            process.resume()


def socket_of(server) -> str:
    """The file by which it is reached on its own machine."""
    return f"{parse_qs(urlsplit(server.get_uri()).query)['host'][0]}/.s.PGSQL.5432"


def killed(server) -> None:
    """Its processes end at once, as after a crash: no connection is closed in order, nothing is written."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(10)


def health_becomes(server: Server, status: int, within: float, each: float = SOON) -> tuple[float, Answer]:
    """Seconds until `/healthz` answers with this status; each single answer comes in time as well."""
    began = time.monotonic()
    while True:
        asked = time.monotonic()
        answer = server.visitor(timeout=each).get("/healthz")
        assert time.monotonic() - asked < each
        if answer.status == status:
            return time.monotonic() - began, answer
        assert time.monotonic() - began < within, f"still {answer.status} after {within} s: {answer.text}"
        time.sleep(0.05)


def asked_by_many(visitor) -> list[tuple[str, Answer, float]]:
    """Every address several times, more at once than the server has threads: answer and seconds of each."""

    def ask(path: str) -> tuple[str, Answer, float]:
        began = time.monotonic()
        answer = visitor.get(path)
        return path, answer, time.monotonic() - began

    with ThreadPoolExecutor(len(ASKED) * ROUNDS) as pool:
        return list(pool.map(ask, ASKED * ROUNDS))


def all_say_so(answers: list[tuple[str, Answer, float]]) -> float:
    """Every page is the plain 503, which names nothing of the inside; the longest that one was waited for."""
    for path, answer, _took in answers:
        assert answer.status == 503 and answer.headers["Retry-After"], (path, answer.status)
        assert "数据库" in answer.text and 'class="fault"' in answer.text, (path, answer.text[:300])
        assert not [word for word in INWARD if word in answer.text], path
    return max(took for _path, _answer, took in answers)


def all_is_well(visitor) -> None:
    """Whoever was signed in still is."""
    assert {answer.status for _path, answer, _took in asked_by_many(visitor)} <= {200, 302, 404}


def test_the_database_dies_and_comes_back(running):
    postgres, server, visitor = running
    all_is_well(visitor)

    killed(postgres)
    away_after, told = health_becomes(server, 503, SOON)
    assert told.text.count("unavailable") == 1 and '"database": "unavailable"' in told.text and told.headers["Retry-After"]
    slowest = all_say_so(asked_by_many(visitor))
    sent = visitor.post("/login/", {"username": "leader", "password": PASSWORD})
    assert sent.status == 503 and "数据库" in sent.text
    assert slowest < SOON, "a page hung while the database was away"

    postgres.ensure_postgres_running()
    back_after, told = health_becomes(server, 200, BACK)
    assert '"database": "ok"' in told.text
    all_is_well(visitor)
    assert server.process.poll() is None
    print(f"503 after {away_after:.2f} s, slowest page meanwhile {slowest:.2f} s, 200 again after {back_after:.2f} s")


def test_the_database_freezes_and_thaws(running):
    """Its kernel still confirms what it is sent: only who knocks anew learns that nobody is there."""
    postgres, server, visitor = running
    visitor.timeout = BOUND
    all_is_well(visitor)

    with frozen(postgres):
        slowest = all_say_so(asked_by_many(visitor))
        told = server.visitor(timeout=BOUND).get("/healthz")
        assert told.status == 503 and '"database": "unavailable"' in told.text
        assert slowest < BOUND, "a page hung while the database was frozen"

    back_after, _told = health_becomes(server, 200, BACK)
    all_is_well(visitor)
    assert server.process.poll() is None
    print(f"slowest of {len(ASKED) * ROUNDS} pages {slowest:.2f} s, 200 again after {back_after:.2f} s")


def test_the_cable_is_pulled_and_put_back(running, tmp_path):
    """The server is well, only nothing reaches it: a connection that stood and a new one both end in time."""
    postgres, _server, _visitor = running
    if subprocess.run([needed("unshare", "unshare"), "-rn", "true"], capture_output=True, check=False).returncode:
        reason = "network namespaces are not allowed here"
        pytest.fail(reason) if os.environ.get("WUSETU_REQUIRE_ALL") == "1" else pytest.skip(reason)
    needed("iproute2", "ip", "/usr/sbin/ip")
    needed("util-linux", "nsenter")
    environment = {**os.environ, "SECRET_KEY": "only-for-tests-" * 5, "AUDIT_KEY": "only-for-test-audit-" * 4}

    # The namespace's root may not open the server's folder, so it is led there from outside.
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "door"))
        door.listen()
        threading.Thread(target=forward, args=(door, socket_of(postgres)), daemon=True).start()
        done = subprocess.run(
            ["unshare", "-rn", sys.executable, Path(__file__).with_name("pulled_cable.py"), tmp_path / "door"],
            env=environment, capture_output=True, text=True, timeout=BOUND * 5, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    seconds = json.loads(done.stdout)
    assert seconds["before"] < 0, "it answers"
    assert 0 <= seconds["held"] < BOUND and 0 <= seconds["new"] < BOUND and seconds["back"] < BACK, seconds
    print(seconds)
