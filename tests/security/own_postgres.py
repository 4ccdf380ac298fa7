"""A PostgreSQL of one test alone, which it may kill."""

import os
from contextlib import contextmanager

import pytest

from config import run_tests


@contextmanager
def own_postgres():
    """The server and its address; skipped or failed by name where none can be started."""
    try:
        with run_tests.throw_away_postgres() as (server, url):
            yield server, url
    except run_tests.NotStarted as reason:
        pytest.fail(str(reason)) if os.environ.get("WUSETU_REQUIRE_ALL") == "1" else pytest.skip(str(reason))
