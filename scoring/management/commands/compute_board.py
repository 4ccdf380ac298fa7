"""`manage.py compute_board`: computes a quarter's board as it stands now."""

from django.utils.translation import gettext as _

from branches.management.plain import PlainCommand
from indexmetrics.periods.queries import quarter_for
from scoring.runs.actions import compute


class Command(PlainCommand):
    """A trial while the quarter runs, the preliminary result in that state; freezes nothing."""

    help = "Compute a quarter's board as it stands now; freezes nothing."

    def add_arguments(self, parser):
        """Which quarter."""
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2026Q2")

    def act(self, *, quarter: str, **options) -> None:
        """Compute and say what came out."""
        run = compute(quarter=quarter_for(quarter), by=None)
        self.stdout.write(_("%(quarter)s %(kind)s: %(count)d branches, seal %(seal)s") % {
            "quarter": quarter, "kind": run.get_kind_display(), "count": run.standings.count(), "seal": run.seal})
