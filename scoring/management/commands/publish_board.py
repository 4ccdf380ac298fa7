"""`manage.py publish_board`: confirms and publishes a quarter's next edition."""

from django.utils.translation import gettext as _

from branches.management.plain import PlainCommand
from indexmetrics.periods.queries import quarter_for
from scoring.boards.actions import publish


class Command(PlainCommand):
    """What stands in the way is listed; a second edition needs a reason and says what changed."""

    help = "Publish the next edition of a quarter; a second one needs --reason and lists what changed."

    def add_arguments(self, parser):
        """Which quarter, by which meeting, why."""
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2026Q2")
        parser.add_argument("--meeting", required=True, help="number of the bureau committee's meeting")
        parser.add_argument("--reason", default="", help="reason of a correction, or of what is waived")

    def act(self, *, quarter: str, meeting: str, reason: str, **options) -> None:
        """Publish and print edition and seal."""
        edition = publish(quarter=quarter_for(quarter), by=None, meeting=meeting, reason=reason)
        self.stdout.write(_("%(quarter)s edition %(number)d, seal %(seal)s") % {
            "quarter": quarter, "number": edition.number, "seal": edition.seal})
        for change in edition.header["changes"]:
            self.stdout.write("  {name} {field} {indicator} {old} → {new}".format(**change).replace("  →", " →"))
