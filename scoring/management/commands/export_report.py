"""`manage.py export_report`: the quarterly workbook or the circular as a file."""

import os
from contextlib import nullcontext
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from branches.basics import quarters
from branches.basics.progress import heard_by
from scoring.boards.models import Edition
from scoring.reports.actions import WRITERS, export

BIG = 1_000  # branches; from here on each sheet is announced


class Command(BaseCommand):
    """Writes the file whole or not at all."""

    help = "Export the quarterly workbook (.xlsx) or the circular (.docx) of a published edition."

    def add_arguments(self, parser: Any) -> None:
        """The quarter, perhaps the edition, and the file."""
        parser.add_argument("quarter", help="2026Q2")
        parser.add_argument("--edition", type=int, help="the newest when not given")
        parser.add_argument("--out", type=Path, required=True, help=".xlsx, .docx")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the edition, write beside the target, move it there."""
        out: Path = options["out"]
        kind = out.suffix.lower().lstrip(".")
        if kind not in WRITERS:
            raise CommandError(_("%(file)s: the name must end in .xlsx or .docx") % {"file": out})
        edition = self._edition(options["quarter"], options["edition"])
        try:
            with heard_by(self._announce) if edition.cards.count() >= BIG else nullcontext():
                size = self._write(edition, kind, out)
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror or error}") from error
        self.stdout.write(_("%(file)s written: %(quarter)s edition %(number)s, %(size)s bytes, seal %(seal)s") % {
            "file": out, "quarter": edition.quarter_code, "number": edition.number, "size": size, "seal": edition.seal,
        })

    def _announce(self, words: str, done: int, total: int) -> None:
        self.stderr.write(f"{done + 1}/{total} {words}")

    def _edition(self, quarter: str, number: int | None) -> Edition:
        try:
            code = str(quarters.parse(quarter))
        except ValueError as error:
            raise CommandError(_("“%(value)s” is not a quarter such as 2026Q2") % {"value": quarter}) from error
        found = Edition.objects.newest_of(code) if number is None else Edition.objects.filter(
            quarter_code=code, number=number).first()
        if found is None:
            text = _("%(quarter)s has no published edition") if number is None else _(
                "%(quarter)s has no edition %(number)s")
            raise CommandError(text % {"quarter": code, "number": number})
        return found

    def _write(self, edition: Edition, kind: str, out: Path) -> int:
        with NamedTemporaryFile(dir=out.resolve().parent, prefix=".export-", delete=False) as file:
            part = Path(file.name)
            try:
                export(source=edition, kind=kind, out=file, by=None)
                file.flush()
                os.fsync(file.fileno())
                part.chmod(0o640)
                part.replace(out)
            finally:
                part.unlink(missing_ok=True)
        return out.stat().st_size
