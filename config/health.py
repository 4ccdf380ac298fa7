"""What monitoring may know without signing in: five words about this installation, and no data."""

import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils.module_loading import import_string

from branches.basics import room

OK, AWAY, LOW, READ_ONLY, UNKNOWN = "ok", "unavailable", "low", "read-only", "unknown"
# Without these nothing can be served; the other words call an administrator, not for another server.
NEEDED = ("database", "storage")


def words() -> dict[str, str]:
    """Database, storage, disk, backup, chain: one word each."""
    database = OK if database_answers() else AWAY
    told = {name: _told(place) if database == OK else UNKNOWN for name, place in settings.HEALTH.items()}
    return {"database": database, "storage": storage(), "disk": disk(), **told}


def database_answers() -> bool:
    """Can a question be asked?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except (DatabaseError, InterfaceError):
        return False


def storage() -> str:
    """May evidence be read, and written?"""
    folder = Path(settings.MEDIA_ROOT)
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
        next(folder.iterdir(), None)
    except OSError as error:
        return READ_ONLY if room.refuses_writing(error) else AWAY
    return OK if os.access(folder, os.W_OK) else READ_ONLY


def disk() -> str:
    """Is there room for evidence?"""
    return LOW if room.is_short(Path(settings.MEDIA_ROOT)) else OK


def _told(place: str) -> str:
    """The word of a slice that `settings.HEALTH` names."""
    try:
        return import_string(place)()
    except (DatabaseError, InterfaceError):
        return UNKNOWN
