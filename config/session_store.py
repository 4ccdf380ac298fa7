"""Sessions in the database that let people go on reading while others write, or nothing can be written."""

import logging
from contextlib import nullcontext
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.db import DatabaseError, OperationalError, connection

from config.outage import is_busy, is_refused_write

log = logging.getLogger(__name__)


class SessionStore(Stored):
    """Every request renews its session, once a minute in the table: looking at a page need not wait for a writer.

    A full or read-only disk must not turn reading into an error.
    """

    is_renewed = True  # not by what a page asks on its own while nobody touches it
    _expires: datetime | None = None  # as the table has it

    @classmethod
    def get_model_class(cls):
        """Django's own table of sessions."""
        return Stored.get_model_class()

    def save(self, must_create=False):
        """Save what is new or due; where the disk refuses or others write, an existing one is not renewed.

        A long work may be writing for minutes, and to look at a page must not wait for it.
        Django tells of a failed renewal with an `UpdateError`, as if the session were gone; the database's own
        words stand behind it. Whoever has just been saved must not be told "bad request" because of a renewal.
        """
        if not (must_create or self.modified or (self.is_renewed and self._is_due())):
            return
        only_renewed = not (must_create or self.modified)
        try:
            with connection.at_once() if only_renewed and connection.vendor == "sqlite" else nullcontext():
                super().save(must_create=must_create)
        except (DatabaseError, UpdateError) as error:
            if must_create or not (is_refused_write(error) or is_busy(error)):
                raise
            if self.modified and is_busy(error):  # what it holds would be lost: that is told as busy
                raise OperationalError("database is locked: a session was not saved") from error
            log.warning("a session was not renewed: %s", error.__context__ or error)

    def _get_session_from_db(self):
        found = super()._get_session_from_db()
        self._expires = found.expire_date if found else None
        return found

    def _is_due(self) -> bool:
        late = timedelta(seconds=settings.SESSION_RENEWED_EVERY)
        return self._expires is None or self.get_expiry_date() - self._expires >= late
