"""`manage.py archiving`: what PostgreSQL is told so that a lost disk costs five minutes at most, and the steps to recover."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.shipped import ShippedCommand


class Command(ShippedCommand):
    """Prints the settings with the steps as comments: begin, base copies, recovery."""

    help = "Print the settings for PostgreSQL's continuous archiving with the steps of base copy and recovery, or write them with --out."
    shipped = ("config", "postgres", "archiving.conf")
    fields = ("archive", "data", "evidence")

    def add_arguments(self, parser):
        """Where the archive and the data of PostgreSQL lie."""
        super().add_arguments(parser)
        parser.add_argument("--archive", required=True, type=Path, metavar="FOLDER", help="the archive, on another machine's disk that is mounted here")
        parser.add_argument("--data", required=True, type=Path, metavar="FOLDER", help="PostgreSQL's data folder (SHOW data_directory)")

    def act(self, *, archive: Path, data: Path, out: Path | None, **options) -> None:
        """Fill in and hand over."""
        for name, folder in (("archive", archive), ("data", data)):
            if not folder.is_absolute():
                raise Refused(name, _("%(folder)s: give the whole path, from / on.") % {"folder": folder})
        text = self.filled({"archive": archive, "data": data, "evidence": settings.MEDIA_ROOT})
        self.hand_over(text, out, _("written: %(file)s; now restart PostgreSQL and make a base copy") % {"file": out})
