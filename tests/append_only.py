"""Lets transactional tests empty the tables that the database itself protects."""

from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations

from branches.audit.append_only import install, remove

TABLES = (
    "branches_event", "indexmetrics_decision", "scoring_run", "scoring_standing", "scoring_edition", "scoring_card",
)


def let_tests_flush() -> None:
    """Around each flush between transactional tests the triggers step aside, and only there."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_thawed(self, statements):
        connection = connections[self.connection.alias]
        for table in TABLES:
            remove(connection, table)
        flush(self, statements)
        for table in TABLES:
            install(connection, table)

    BaseDatabaseOperations.execute_sql_flush = flush_thawed
