"""`manage.py verify_audit`: walks trail, editions and evidence files, names the first broken item."""

from itertools import chain

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from branches.basics.printing import PRINTED_DIGITS, plain_digits
from branches.management.plain import PlainCommand
from scoring.management import proofs


class Command(PlainCommand):
    """Exits 1 with the first item that is not what it was."""

    help = "Check the audit chain, the editions and the evidence files; exit 1 naming the first broken item."

    def add_arguments(self, parser):
        """--head: a head of the trail from outside, printed on a board, in a workbook, in a backup's manifest."""
        parser.add_argument("--head", default="", metavar="DIGEST", help="also find this head of the trail in it")

    def act(self, *, head: str, **options) -> None:
        """Stop at the first break, else say how much was checked."""
        broken = next(chain(proofs.broken_trail(), proofs.behind_the_trail()), None)
        head = plain_digits(head)
        if head and len(head) < PRINTED_DIGITS:
            raise CommandError(_("A head of the trail has at least %(least)d digits, as printed.") % {"least": PRINTED_DIGITS})
        if not broken and head and not proofs.knows_head(head):
            broken = _("audit trail: it never passed through the head %(head)s; it was cut or replaced") % {"head": head[:12]}
        if broken:
            raise CommandError(broken)
        self.stdout.write(proofs.all_that_is())
