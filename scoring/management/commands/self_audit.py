"""`manage.py self_audit`: recomputes everything published and checks every hash, orphan and backup."""

from itertools import chain

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from branches.management.plain import PlainCommand
from branches.models import Bureau
from scoring.management import proofs


class Command(PlainCommand):
    """Lists every difference; says "0 differences" when there is none."""

    help = "Recompute all editions, check hashes, stray files and backups; exit 1 when anything differs."

    def add_arguments(self, parser):
        """--no-backups: look at the contents alone."""
        parser.add_argument("--no-backups", action="store_true", help="do not ask how old the backup is")

    def act(self, *, no_backups: bool, **options) -> None:
        """All proofs to their end."""
        found = list(chain(
            proofs.broken_trail(), proofs.unanchored_editions(), proofs.changed_evidence(), proofs.altered_remains(), proofs.differing_editions(), proofs.broken_files(), proofs.stray_files(),
            () if no_backups else _backups(),
        ))
        for line in found:
            self.stdout.write(f"- {line}")
        if found:
            raise CommandError(_("%(count)d differences") % {"count": len(found)})
        self.stdout.write(_("0 differences"))


def _backups():
    """The doctor's word on space and backups; a demonstration needs none."""
    from branches.management.examinations import space_and_backup

    yield from space_and_backup(demo=Bureau.objects.filter(is_demo=True).exists())
