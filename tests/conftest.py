"""What every test may use: the two passes, programs that may be missing, a frozen clock."""

import gc
import json
import os
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.append_only import let_tests_flush
from tests.sending import with_hidden_fields

pytest_plugins = ["tests.cast"]

ON_POSTGRES = os.environ.get("WUSETU_TEST_PASS") == "postgres"
REQUIRE_ALL = os.environ.get("WUSETU_REQUIRE_ALL") == "1"
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "house"}
# Handed out before all others, so that no worker sits over one of them when the other has nothing left;
# after these whole folders whose files take long, then what takes seconds only.
LONGEST_FILES = (
    "tests/security/test_matrix.py",
    "tests/security/test_canaries.py",
    "tests/security/test_offline.py",
    "tests/browser/test_scripts_browser.py",
    "tests/security/test_crashes.py",
    "tests/security/test_surface.py",
    "tests/security/test_tampering.py",
    "tests/browser/test_newcomer.py",
)
LONG_FOLDERS = ("tests/security/", "tests/browser/", "tests/scoring/")


let_tests_flush()
with_hidden_fields()


def touches_database(item: pytest.Item) -> bool:
    """Whether a test opens the database, by its mark or by its fixtures."""
    return bool(item.get_closest_marker("django_db")) or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what says nothing new in this pass; pages and workbooks are seen once.

    Chromium and LibreOffice are not ours: a test that drives them and fails is tried once more, and the
    closing lines say so by name. A failure of the program itself comes again.
    """
    kept, left_out = [], []
    for item in items:
        if item.get_closest_marker("browser") or item.get_closest_marker("office"):
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))
        if ON_POSTGRES:
            once = any(item.get_closest_marker(name) for name in ("pure", "browser", "office", "once"))
            wanted = touches_database(item) and not once
        else:
            wanted = not item.get_closest_marker("postgres_only")
        (kept if wanted else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(kept, key=_longest_first)


def _longest_first(item: pytest.Item) -> int:
    file = item.location[0].replace(os.sep, "/")
    order = [*LONGEST_FILES, *LONG_FOLDERS]
    return next((rank for rank, start in enumerate(order) if file.startswith(start)), len(order))


def pytest_collection_finish() -> None:
    """What thousands of collected tests hold stays to the end: it is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Name what needed a second try; hand the counts to the run that adds up both passes."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_line(f"tried a second time: {report.nodeid}")
    target = os.environ.get("WUSETU_TEST_COUNTS")
    if not target or hasattr(config, "workerinput"):
        return
    found = {word: len(reports) for word, reports in terminalreporter.stats.items()}
    counts = {
        "passed": found.get("passed", 0) + found.get("xfailed", 0),
        "failed": found.get("failed", 0) + found.get("error", 0) + found.get("xpassed", 0),
        "skipped": found.get("skipped", 0),
    }
    Path(target).write_text(json.dumps(counts), encoding="utf-8")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Whether the bureau is a demonstration, and who looked at what today, is asked anew by every test."""
    cache.clear()


def needed(program: str, *candidates: str) -> str:
    """The program's path; without it the test is skipped by name, or fails under CI."""
    for candidate in candidates:
        found = shutil.which(candidate)
        if found:
            return found
    reason = f"{program} is not installed (looked for {', '.join(candidates)})"
    if REQUIRE_ALL:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path."""
    return needed("Chromium", "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's path."""
    return needed("LibreOffice", "/usr/bin/soffice", "soffice", "libreoffice")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Poppler's page painter."""
    return needed("poppler-utils", "/usr/bin/pdftoppm", "pdftoppm")


@pytest.fixture
def frozen_clock():
    """Hold the clock for a test: `frozen_clock("2026-07-06T09:00")`."""
    from contextlib import ExitStack

    from branches.basics import clock

    with ExitStack() as held:
        yield lambda moment: held.enter_context(clock.frozen(moment))
