"""The connection: a thread takes its turn before it begins to write, and gives it back at commit, rollback or close.

SQLite itself lets everybody who finds the database locked ask again after a while, and whoever asks at the right
moment wins; with fifty at once some ask in vain until their time is over. In line everybody waits for those before
him only. Writers of other processes are still asked for by SQLite.
"""

import threading
import weakref
from collections import defaultdict

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
        if not line.enter(PATIENCE):
            raise OperationalError("database is locked: others have been writing for a minute")
        # A thread that ends without a word gives its turn back when its connection is forgotten.
        self._turn = weakref.finalize(self, line.leave)
        self._turn.atexit = False

    def _end_turn(self) -> None:
        if self._turn:
            self._turn()
            self._turn = None
