"""Restore an archive into an empty installation."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from branches.basics.refusals import Refusal
from scoring.keeping.actions import restore
from scoring.management import proofs


class Command(BaseCommand):
    """Check every hash, then restore database and files, all or nothing, and verify the result."""

    help = __doc__

    def add_arguments(self, parser):
        """FILE, its key, and --yes, without which nothing is written."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, metavar="FILE", help="the secret key of an encrypted archive (see backup_key)")
        parser.add_argument("--yes", action="store_true", help="really write into this installation")

    def handle(self, *, file: Path, key: Path | None, yes: bool, **options):
        """Restore and verify."""
        if not yes:
            raise CommandError("nothing was written; say --yes to restore into this installation")
        call_command("migrate", verbosity=0)
        try:
            restore(source=file, by=None, key_file=key, tell=self.stdout.write)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        # The trail was walked before its rows were kept, the one act after it is the restoring itself.
        broken = next(proofs.behind_the_trail(), None)
        if broken:
            raise CommandError(broken)
        self.stdout.write(proofs.all_that_is())
