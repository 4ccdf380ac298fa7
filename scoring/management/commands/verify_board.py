"""`manage.py verify_board`: recomputes an edition from what it stored."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from branches.basics.printing import PRINTED_DIGITS, plain_digits
from branches.management.plain import PlainCommand
from scoring.boards.queries import board_for
from scoring.boards.verifying import differences


class Command(PlainCommand):
    """Says that everything agrees, or lists every difference and exits 1."""

    help = "Recompute an edition from its stored inputs and compare everything; exit 1 when anything differs."

    def add_arguments(self, parser):
        """Which quarter, which edition."""
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2026Q2")
        parser.add_argument("--edition", type=int, default=None, help="default: the newest one")
        parser.add_argument("--seal", default="", metavar="DIGITS", help="also compare with the seal printed on a sheet")

    def act(self, *, quarter: str, edition: int | None, seal: str, **options) -> None:
        """Prove it."""
        proved = board_for(quarter, edition).edition
        found = differences(proved)
        for line in found:
            self.stdout.write(f"- {line}")
        if found:
            raise CommandError(_("%(count)d differences") % {"count": len(found)})
        digits = plain_digits(seal)
        if seal and not (len(digits) >= PRINTED_DIGITS and proved.seal.startswith(digits)):
            raise CommandError(_("The printed seal %(printed)s is not that of this edition, %(seal)s.") % {
                "printed": seal, "seal": proved.seal_short})
        self.stdout.write(_("agrees: seal %(seal)s") % {"seal": proved.seal})
