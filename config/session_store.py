"""Sessions in the database that let people go on reading while nothing can be written."""

import logging

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.db import DatabaseError

from config.outage import is_refused_write

log = logging.getLogger(__name__)


class SessionStore(Stored):
    """Every request renews its session; a full or read-only disk must not turn reading into an error."""

    @classmethod
    def get_model_class(cls):
        """Django's own table of sessions."""
        return Stored.get_model_class()

    def save(self, must_create=False):
        """Save; where the disk refuses, an existing session simply is not renewed.

        Django tells of a failed renewal with an `UpdateError`, as if the session were gone; the database's own
        words stand behind it.
        """
        try:
            super().save(must_create=must_create)
        except (DatabaseError, UpdateError) as error:
            if must_create or not is_refused_write(error):
                raise
            log.warning("a session was not renewed: %s", error)
