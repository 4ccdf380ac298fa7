"""Files are refused before the disk is full, so that texts can still be saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics import room
from branches.basics.refusals import NoRoom


def require_room() -> None:
    """`NoRoom` when too little is left where evidence is kept."""
    if room.is_short(Path(settings.MEDIA_ROOT)):
        raise NoRoom("files", _("The server has too little room for files. Save without the file and tell the administrator; texts are still saved."))


@contextmanager
def taking_in() -> Iterator[None]:
    """A file is taken in here; a disk that refuses it half-way is said in words."""
    require_room()
    try:
        yield
    except OSError as error:
        if not room.refuses_writing(error):
            raise
        raise NoRoom("files", _("The server's disk takes no more files. Save without the file and tell the administrator.")) from error
