"""An empty database is filled in one go: what is otherwise kept up to date row by row is made once, at the end."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.db import OperationalError, connection, models

# Indexes that are no part of a table's own definition, as statements that make them again.
FOUND = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": """
        SELECT of_table.relname, of_index.relname, pg_get_indexdef(indexrelid)
        FROM pg_index
        JOIN pg_class of_table ON of_table.oid = indrelid
        JOIN pg_class of_index ON of_index.oid = indexrelid
        LEFT JOIN pg_constraint ON conindid = indexrelid
        WHERE of_table.relnamespace = current_schema()::regnamespace AND pg_constraint.oid IS NULL""",
}


@contextmanager
def roomy() -> Iterator[None]:
    """Around the transaction: room in memory, and nothing written twice.

    SQLite's write-ahead log takes every page before the database does. A rollback journal undoes a broken transaction
    as well and is told only of pages that were there before it. While others have the database open the log stays,
    which is slower and just as good. The next connection has its usual settings again.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size=-262144")
        with suppress(OperationalError):
            cursor.execute("PRAGMA journal_mode=DELETE")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def without_indexes(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Inside the transaction: the tables' indexes step aside and are built again, sorted, from what is there then."""
    names = {model._meta.db_table for model in tables}
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        found = [(name, made) for table, name, made in cursor.fetchall() if table in names]
        for name, _made in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        if connection.vendor == "postgresql":
            connection.check_constraints()  # it builds no index on a table of which something is still to be checked
        for _name, made in found:
            cursor.execute(made)
