"""The connection: a thread takes its turn before it begins to write, and gives it back at commit, rollback or close.

SQLite itself lets everybody who finds the database locked ask again after a while, and whoever asks at the right
moment wins; with fifty at once some ask in vain until their time is over. In line everybody waits for those before
him only. Writers of other processes are still asked for by SQLite.
"""

import threading
import weakref
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from config.sqlite.line import Line

# Seconds; longer than SQLite's own, because the line moves on while one waits.
PATIENCE = 60.0

_among_threads = threading.Lock()
_lines: defaultdict[str, Line] = defaultdict(Line)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection, which begins to write (BEGIN IMMEDIATE) when it is its turn."""

    _turn: weakref.finalize | None = None
    _waits = True

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside, whoever finds others writing is refused instead of waiting for them."""
        with self.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            (usual,) = cursor.fetchone()
            cursor.execute("PRAGMA busy_timeout = 0")
            self._waits = False
            try:
                yield
            finally:
                self._waits = True
                cursor.execute(f"PRAGMA busy_timeout = {usual}")

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        with _among_threads:
            line = _lines[str(self.settings_dict["NAME"])]
        if not line.enter(PATIENCE if self._waits else 0):
            raise OperationalError("database is locked: others are writing")
        # A thread that ends without a word gives its turn back when its connection is forgotten.
        self._turn = weakref.finalize(self, line.leave)
        self._turn.atexit = False

    def _end_turn(self) -> None:
        if self._turn:
            self._turn()
            self._turn = None
