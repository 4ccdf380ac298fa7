"""One connection to SQLite that a serving process never closes."""

import sqlite3

from django.db import connection

_kept: list[sqlite3.Connection] = []


def hold() -> None:
    """Keep the write-ahead log and its index in place for as long as this process serves.

    The last connection that closes takes both away, and the next one has to make them anew: on a disk that
    is full or may only be read it cannot, and nobody could read any more. With them in place reading goes on.
    """
    if connection.vendor != "sqlite" or _kept:
        return
    kept = sqlite3.connect(connection.settings_dict["NAME"], timeout=20, check_same_thread=False)
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    _kept.append(kept)
