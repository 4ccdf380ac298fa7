"""PostgreSQL dies under the server that `start` runs: every page says so within seconds, and all is well again by itself."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from config import run_tests
from tests.security.browsing import Answer
from tests.security.house import PASSWORD, Server

pytestmark = pytest.mark.once
SOON, BACK = 5.0, 10.0
ASKED = ("/board/", "/", "/login/", "/account/", "/help/", "/board/2026Q2/")
ROUNDS = 4
INWARD = ("Traceback", "psycopg", "django", "Django", "OperationalError", "File &quot;", ".py", "wusetu-pg-", "5432")


@contextmanager
def own_postgres():
    """A PostgreSQL of this test alone, which it may kill; skipped or failed by name where none can be started."""
    try:
        with run_tests.throw_away_postgres() as (server, url):
            yield server, url
    except run_tests.NotStarted as reason:
        pytest.fail(str(reason)) if os.environ.get("WUSETU_REQUIRE_ALL") == "1" else pytest.skip(str(reason))


def killed(server) -> None:
    """Its processes end at once, as after a crash: no connection is closed in order, nothing is written."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(10)


def health_becomes(server: Server, status: int, within: float) -> tuple[float, Answer]:
    """Seconds until `/healthz` answers with this status; each single answer comes in time as well."""
    began = time.monotonic()
    while True:
        asked = time.monotonic()
        answer = server.visitor(timeout=SOON).get("/healthz")
        assert time.monotonic() - asked < SOON
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


def test_the_database_dies_and_comes_back(house, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with own_postgres() as (postgres, url):
        house.environment["DATABASE_URL"] = url
        with house.serving() as server:
            subprocess.run(
                [sys.executable, "manage.py", "create_user", "leader", "--role", "viewer"], cwd=house.folder, env=house.environment,
                input=f"{PASSWORD}\n", text=True, check=True, capture_output=True)
            visitor = server.visitor("leader", timeout=SOON)
            assert {answer.status for _path, answer, _took in asked_by_many(visitor)} <= {200, 302, 404}

            killed(postgres)
            away_after, told = health_becomes(server, 503, SOON)
            assert told.text.count("unavailable") == 1 and '"database": "unavailable"' in told.text and told.headers["Retry-After"]
            answers = asked_by_many(visitor)
            slowest = max(took for _path, _answer, took in answers)
            for path, answer, _took in answers:
                assert answer.status == 503 and answer.headers["Retry-After"], (path, answer.status)
                assert "数据库" in answer.text and 'class="fault"' in answer.text, (path, answer.text[:300])
                assert not [word for word in INWARD if word in answer.text], path
            sent = visitor.post("/login/", {"username": "leader", "password": PASSWORD})
            assert sent.status == 503 and "数据库" in sent.text
            assert slowest < SOON, "a page hung while the database was away"

            postgres.ensure_postgres_running()
            back_after, told = health_becomes(server, 200, BACK)
            assert '"database": "ok"' in told.text
            assert {answer.status for _path, answer, _took in asked_by_many(visitor)} <= {200, 302, 404}, "signed in as before"
            assert server.process.poll() is None
    print(f"503 after {away_after:.2f} s, slowest of {len(answers)} pages meanwhile {slowest:.2f} s, 200 again after {back_after:.2f} s")
