"""How PostgreSQL's continuous archive stands, as the server itself tells; SQLite has none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from branches.basics import clock


@dataclass(frozen=True)
class Archive:
    """Whether segments of the log are carried away, and what came of the last ones."""

    is_on: bool
    last_at: datetime | None = None
    failed_at: datetime | None = None
    failed: str | None = None  # the segment

    @property
    def is_failing(self) -> bool:
        """Did the last try fail? A segment is tried again until it is there."""
        return self.failed_at is not None and (self.last_at is None or self.failed_at > self.last_at)


def archive() -> Archive | None:
    """That of the database in use; None where there is none to ask."""
    if connection.vendor != "postgresql":
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("""
                SELECT current_setting('archive_mode') <> 'off'
                       AND (current_setting('archive_command') <> '' OR COALESCE(current_setting('archive_library', true), '') <> ''),
                       last_archived_time, last_failed_time, last_failed_wal
                FROM pg_stat_archiver
            """)
            return Archive(*cursor.fetchone())
    except DatabaseError:
        return None


def advice() -> Iterator[str]:
    """That it is off."""
    found = archive()
    if found and not found.is_on:
        yield _("PostgreSQL archives nothing: a lost disk costs everything since the last backup. See: python3 manage.py archiving --help")


def notes() -> Iterator[str]:
    """That it goes on, and since when; where nobody writes there is nothing to carry away."""
    found = archive()
    if found and found.is_on and not found.is_failing:
        yield _("PostgreSQL archives; the last segment carried away: %(moment)s.") % {"moment": _told(found.last_at)}


def findings() -> Iterator[str]:
    """That it is on and fails: its disk fills, and what is not carried away is lost with it."""
    found = archive()
    if found and found.is_on and found.is_failing:
        yield _(
            "PostgreSQL's archiving fails: %(segment)s on %(moment)s; the last one carried away: %(last)s. Its log says why; mend the archive of python3 manage.py archiving."
        ) % {"segment": found.failed, "moment": _told(found.failed_at), "last": _told(found.last_at)}


def _told(moment: datetime | None) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M") if moment else _("none")
