"""A long statement is no silent server: it is waited for, whatever it takes."""

import pytest
from django.db import connection

from config.postgres import watched

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_only]


def test_a_long_statement_runs_to_its_end(monkeypatch):
    knocked = []
    monkeypatch.setattr(watched, "QUIET", 0.2)
    connect = watched.Watched.connect
    monkeypatch.setattr(watched.Watched, "connect", lambda *args, **more: knocked.append(1) or connect(*args, **more))

    with connection.cursor() as cursor:
        cursor.execute("SELECT 7, pg_sleep(1)")
        assert cursor.fetchone()[0] == 7

    assert len(knocked) >= 2, "it was asked whether the server is there, and it was"


def test_while_a_server_is_silent_nobody_else_waits_for_it(monkeypatch):
    monkeypatch.setattr(watched, "_silent_until", float("inf"))

    with pytest.raises(watched.psycopg.errors.ConnectionTimeout, match="does not answer"):
        watched.Watched.connect()
