"""Shipped configurations of other programs, filled in with this site's names."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand


class ShippedCommand(PlainCommand):
    """Prints the file `shipped` with each @FIELD@ filled in, or writes it where `--out` says."""

    shipped: tuple[str, ...]
    fields: tuple[str, ...]

    def add_arguments(self, parser):
        """Where it goes."""
        parser.add_argument("--out", type=Path, metavar="FILE", help="write it there instead of printing it")

    def filled(self, given: dict) -> str:
        """The text; `Refused` names a value that would mean something else there."""
        text = Path(settings.BASE_DIR, *self.shipped).read_text(encoding="utf-8")
        for field in self.fields:
            value = str(given[field])
            if any(sign in value for sign in " ;{}\n\"'$%`\\"):
                raise Refused(field, _("“%(value)s” cannot stand in a configuration.") % {"value": value})
            text = text.replace(f"@{field.upper()}@", value)
        return text

    def hand_over(self, text: str, out: Path | None, done: str) -> None:
        """Print it, or write it and say what is to be done now."""
        if out is None:
            self.stdout.write(text)
        else:
            out.write_text(text, encoding="utf-8")
            self.stdout.write(done)
