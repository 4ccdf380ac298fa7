"""Connections that notice a server which is there and says nothing: frozen, or its cable pulled.

The kernel of a frozen server still confirms what it is sent, so no limit of TCP ends the waiting, and a limit on
statements is counted by the server itself. A long statement is silent too; hence whoever has waited for some
seconds knocks at the server's door anew, and only where nobody answers there either the connection is given up.
"""

import time
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.waiting import Ready

QUIET = 4.0  # seconds without a word, after which the server is asked whether it is there
PAUSE = 3.0  # seconds in which nobody asks again after a knock that was not answered
AWAY = "the database server does not answer"

_silent_until = 0.0


class Watched(psycopg.Connection):
    """A connection that ends with an error instead of waiting for a silent server."""

    asked_with: dict[str, Any]

    @classmethod
    def connect(cls, conninfo: str = "", **about: Any) -> "Watched":
        """Connect within `connect_timeout`; at once refused where another has just waited in vain."""
        global _silent_until
        if _is_silent():
            raise psycopg.errors.ConnectionTimeout(AWAY)
        try:
            made = super().connect(conninfo, **about)
        except psycopg.errors.ConnectionTimeout:
            _silent_until = time.monotonic() + PAUSE
            raise
        made.asked_with = {"conninfo": conninfo, **about}
        return made

    def wait(self, gen: Generator, *about: Any, **more: Any) -> Any:
        """Whatever is waited for, with an ear to the server."""
        return super().wait(self._listened_to(gen), *about, **more)

    def _listened_to(self, gen: Generator) -> Generator:
        last = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready != Ready.NONE:
                    last = time.monotonic()
                elif time.monotonic() - last > QUIET:
                    self._knock()
                    last = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value

    def _knock(self) -> None:
        """Any answer will do, a refusal as well."""
        if not _is_silent():
            with suppress(psycopg.OperationalError):
                Watched.connect(**self.asked_with).close()
        if _is_silent():
            self.pgconn.finish()  # a rollback on it would only wait again
            raise psycopg.OperationalError(AWAY)


def _is_silent() -> bool:
    return time.monotonic() < _silent_until
