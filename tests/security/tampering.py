"""Changes behind the program's back: one character in a stored row, as somebody with the database's password makes them."""

import random

from django.db import connection

from branches.audit.append_only import install, remove
from tests.append_only import TABLES

# Table, its text columns, the columns that name a row.
TARGETS = {
    "branches_event": ("kind", "by_name", "by_role", "origin", "subject", "subject_id", "branch_code", "period_code", "reason", "digest"),
    "scoring_edition": ("header_text", "seal", "content_sha256"),
    "scoring_card": ("row_text", "trail_text"),
    "indexmetrics_attachment": ("sha256", "path"),
}
SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Thawed:
    """Inside it the triggers are gone, as for a database administrator who dropped them."""

    def __enter__(self) -> "Thawed":
        for table in TABLES:
            remove(connection, table)
        return self

    def __exit__(self, *failure) -> None:
        for table in TABLES:
            install(connection, table)


def one_character(lot: random.Random) -> str:
    """Change one character somewhere; says where, or "" when the chosen field was empty."""
    table = lot.choice(list(TARGETS))
    column = lot.choice(TARGETS[table])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE {column} <> '' ORDER BY id")  # noqa: S608
        rows = cursor.fetchall()
        if not rows:
            return ""
        key, text = lot.choice(rows)
        at = lot.randrange(len(text))
        new = lot.choice([sign for sign in SIGNS if sign != text[at]])
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [text[:at] + new + text[at + 1:], key])  # noqa: S608
    return f"{table}.{column} id {key}: {text[at]!r} → {new!r}"
