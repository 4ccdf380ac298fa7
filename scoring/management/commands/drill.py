"""`manage.py drill`: proves that the newest backup can really be restored."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from scoring.keeping.actions import drill


class Command(PlainCommand):
    """Restores it into a scratch place, recomputes everything there, records the date; touches nothing here."""

    help = "Restore the newest backup into a scratch place, verify it there, and record that it was done."

    def add_arguments(self, parser):
        """FILE: another archive than the newest one of the backup folder; the key of an encrypted one."""
        parser.add_argument("file", type=Path, nargs="?", help="default: the newest archive in BACKUP_DIR")
        parser.add_argument("--key", type=Path, metavar="FILE", help="the secret key of an encrypted archive (see backup_key)")

    def act(self, *, file: Path | None, key: Path | None, **options) -> None:
        """Prove it and say how long it took."""
        proved = drill(source=file or _newest(), by=None, key_file=key, tell=self.stdout.write)
        self.stdout.write(_("Drill passed in %(seconds)s s") % {"seconds": proved["seconds"]})


def _newest() -> Path:
    found = sorted(Path(settings.BACKUP_DIR).glob("*.zip*"), key=lambda file: file.stat().st_mtime)
    if not found:
        raise Refused("source", _("There is no backup in %(folder)s; run: python3 manage.py backup") % {
            "folder": settings.BACKUP_DIR})
    return found[-1]
