"""What an error of database or disk means for the visitor: a status and a plain sentence."""

from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from branches.basics import room

# How the two databases say that a disk is full, or that it can only be read.
FULL = ("disk is full", "no space left", "could not extend file", "disk full", "quota exceeded")
READ_ONLY = ("readonly database", "read-only", "unable to open database file", "disk i/o error")
BUSY = ("locked", "deadlock", "too many clients", "remaining connection slots", "lock timeout")


@dataclass(frozen=True)
class Outage:
    """A status that says whose fault it is, and the sentence beside it."""

    status: int
    sentence: str


def outage_of(error: BaseException | None, database_answers: bool) -> Outage | None:
    """The outage behind an error or behind what caused it; None for a mistake of ours."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in room.FULL:
            return _full()
        if isinstance(cause, OSError) and cause.errno in room.READ_ONLY:
            return _read_only()
        if isinstance(cause, DatabaseError | InterfaceError):
            found = _of_database(str(cause).lower(), database_answers)
            if found:
                return found
    return None


def is_refused_write(error: BaseException) -> bool:
    """Could the database answer, but not write? Asked of an error and of what caused it."""
    return any(word in text for text in _said(error) for word in FULL + READ_ONLY)


def is_busy(error: BaseException) -> bool:
    """Was it others' writing that kept the database from this? Asked of an error and of what caused it."""
    return any(word in text for text in _said(error) for word in BUSY)


def _said(error: BaseException) -> list[str]:
    return [str(cause).lower() for cause in _causes(error) if isinstance(cause, DatabaseError)]


def _of_database(text: str, answers: bool) -> Outage | None:
    if any(word in text for word in FULL):
        return _full()
    if not answers:
        return Outage(503, _("The database does not answer at the moment."))
    if any(word in text for word in READ_ONLY):
        return _read_only()
    if any(word in text for word in BUSY):
        return Outage(503, _("The database is very busy at the moment."))
    return None


def _full() -> Outage:
    return Outage(507, _("The server's disk is full: nothing was saved. Reading goes on."))


def _read_only() -> Outage:
    return Outage(503, _("Nothing can be saved at the moment; reading goes on."))


def _causes(error: BaseException | None):
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
