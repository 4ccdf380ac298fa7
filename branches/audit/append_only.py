"""Tables whose rows are written once: the database itself refuses to change or delete them.

Python code can be bypassed by a shell on the database; a trigger cannot be bypassed unnoticed,
because dropping it is an act of its own. Used by migrations as `operations = [frozen("table")]`.
"""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION wusetu_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def install(connection, table: str) -> None:
    """Create the triggers of one table; harmless when they are there already."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            remove(connection, table)
            cursor.execute(
                f"CREATE TRIGGER {table}_once BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION wusetu_refuse()"
            )
            return
        for verb in ("UPDATE", "DELETE"):
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def remove(connection, table: str) -> None:
    """Drop the triggers of one table, for a migration backwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_once ON {table}")
            return
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def frozen(table: str) -> migrations.RunPython:
    """The migration step that makes a table append-only."""

    def forwards(_apps, schema_editor):
        install(schema_editor.connection, table)

    def backwards(_apps, schema_editor):
        remove(schema_editor.connection, table)

    return migrations.RunPython(forwards, backwards)
