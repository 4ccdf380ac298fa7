"""Back up database and evidence files into one archive."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from branches.basics.refusals import Refusal
from scoring.keeping.actions import backup


class Command(BaseCommand):
    """Write one archive with database, evidence files and checksums; the system may go on working."""

    help = __doc__

    def add_arguments(self, parser):
        """FILE: where the archive goes."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options):
        """Write it and say what is in it."""
        if not file.resolve().parent.is_dir():
            raise CommandError(f"{file}: the folder does not exist")
        try:
            manifest = backup(target=file, by=None, tell=self.stdout.write)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}  {len(manifest['members'])} members  chain head {manifest['chain_head'][:12]}")
