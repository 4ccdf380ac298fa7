"""What the import commands share: read a file, list every error, save all or nothing."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from branches.tables.limits import LARGEST_FILE
from indexmetrics.imports import actions
from indexmetrics.imports.problems import MOST_LISTED
from indexmetrics.imports.registry import KINDS
from indexmetrics.imports.rehearsal import look_again, look_at, plan_text


class ImportCommand(PlainCommand):
    """Takes one file over; a subclass names the kind."""

    kind = ""

    def add_arguments(self, parser):
        """Which file, and whether only to look."""
        parser.add_argument("file", type=Path, metavar="FILE", help="xlsx or csv with the headings of the template")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and save nothing")

    def act(self, *, file: Path, dry_run: bool, **options) -> None:
        """Look, list, take over."""
        if file.stat().st_size > LARGEST_FILE:
            raise Refused("file", _("The file is larger than 5 MB."))
        kind, content = KINDS[self.kind], file.read_bytes()
        look = look_at(kind, "", file.name, content, None)
        if look.problems:
            lines = [problem.sentence for problem in look.problems[:MOST_LISTED]]
            lines.append(_("%(n)d problems; nothing was saved.") % {"n": len(look.problems)})
            raise Refused("rows", "\n".join(lines))
        for line in look.notices:
            self.stderr.write(line)
        for change in look.changes:
            for cell in change.cells:
                self.stdout.write(f"{cell.cell}\t{change.label}\t{cell.field}\t{cell.old} → {cell.new}")
        if look.changes and not dry_run:
            ready = kind.make_ready(kind.slow(look.plan))
            with transaction.atomic():
                again = look_again(kind, "", file.name, content, None, plan_text(look))
                secrets = actions.take_over(kind=kind, scope="", look=again, by=None, ready=ready)
            for username, _name, password in secrets:
                self.stdout.write(f"{username}\t{password}")
        words = _("%(n)d rows would change.") if dry_run else _("%(n)d rows changed.")
        self.stdout.write(words % {"n": len(look.changes)})
