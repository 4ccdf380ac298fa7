"""`manage.py board`: prints a published board."""

from django.utils.translation import gettext as _

from branches.management.plain import PlainCommand
from scoring.boards.queries import board_for
from scoring.boards.result import result_text


class Command(PlainCommand):
    """As canonical JSON, the same bytes everywhere, or as a plain list for people."""

    help = "Print a published board; --json gives the canonical JSON with its seal."

    def add_arguments(self, parser):
        """Which quarter, which edition, for whom."""
        parser.add_argument("quarter", metavar="QUARTER", help="for example 2026Q2")
        parser.add_argument("--edition", type=int, default=None, help="default: the newest one")
        parser.add_argument("--json", action="store_true", help="canonical JSON")

    def act(self, *, quarter: str, edition: int | None, json: bool, **options) -> None:
        """Print it."""
        board = board_for(quarter, edition)
        if json:
            self._print_exactly(result_text(board.edition) + "\n")
            return
        bands = {band["code"]: band["name_zh"] for band in board.scheme["colour_bands"]}
        for row in board.rows:
            rank = "/" if row["rank"] is None else row["rank"]
            self.stdout.write(f"{row['group']} {rank:>3}  {row['total']:>6}  {bands[row['colour']]}  {row['name']}")
        self.stdout.write(_("edition %(number)d, seal %(seal)s") % {
            "number": board.edition.number, "seal": board.seal_short})

    def _print_exactly(self, text: str) -> None:
        """UTF-8 whatever the terminal's own encoding is, so that the bytes are the same everywhere."""
        raw = getattr(getattr(self.stdout, "_out", None), "buffer", None)
        if raw is None:
            self.stdout.write(text, ending="")
            return
        self.stdout.flush()
        raw.write(text.encode())
        raw.flush()
