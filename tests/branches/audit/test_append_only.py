"""The database refuses to change or delete what is written once, even by plain SQL."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.queries import first_broken, head_digest
from tests.append_only import TABLES

pytestmark = pytest.mark.django_db


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


def test_every_append_only_table_has_its_trigger_after_all_migrations():
    assert set(TABLES) <= _triggers()
    assert {model._meta.db_table for model in apps.get_models()} >= set(TABLES)


@pytest.mark.parametrize("statement", [
    "UPDATE branches_event SET by_name = 'someone else'", "DELETE FROM branches_event",
])
def test_plain_sql_cannot_rewrite_the_trail(statement):
    record(EventKind.ACCESS_LOGIN, by=None, subject="user", subject_id="1")

    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert first_broken() is None


def test_each_event_moves_the_head_of_the_chain():
    record(EventKind.ACCESS_LOGIN, by=None, subject="user", subject_id="1")
    before = head_digest()
    record(EventKind.ACCESS_LOGOUT, by=None, subject="user", subject_id="1")

    assert head_digest() != before
    assert first_broken() is None
