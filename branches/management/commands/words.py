"""`manage.py words`: which texts lack Chinese words; adds some; compiles the catalogues."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Lists missing, fuzzy, unused and conflicting words; exits 1 while any text lacks one."""

    help = "List texts without Chinese words, add words, compile the catalogues (.mo)."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        """--add for one word, --load for a JSON object of many."""
        parser.add_argument("--add", nargs=3, metavar=("AREA", "MSGID", "MSGSTR"))
        parser.add_argument(
            "--load",
            nargs=2,
            metavar=("AREA", "FILE.json"),
            help='a JSON object {"English": "Chinese", …}',
        )
        parser.add_argument("--plural", default="", help="with --add: the English plural text")
        parser.add_argument("--context", default="", help="with --add: the msgctxt")

    def handle(self, *args, **options):
        """Add first, then compile, then report."""
        from branches.management import catalogues

        base = Path(settings.BASE_DIR)
        if options["add"]:
            area, text, translation = options["add"]
            word = catalogues.Word(options["context"], text, options["plural"])
            self._add(catalogues, base, area, [(word, translation)])
            return
        if options["load"]:
            area, file = options["load"]
            pairs = json.loads(Path(file).read_text(encoding="utf-8"))
            self._add(
                catalogues,
                base,
                area,
                [(catalogues.Word("", text), words) for text, words in pairs.items()],
            )
            return
        for area in catalogues.compile_all(base):
            self.stdout.write(f"compiled {area}")
        findings = catalogues.check(base)
        for line in findings.lines():
            self.stdout.write(line)
        if findings.lines():
            raise CommandError(f"{len(findings.lines())} findings")
        self.stdout.write("complete")

    def _add(self, catalogues, base: Path, area: str, entries: list) -> None:
        if area not in catalogues.AREAS:
            raise CommandError(f"no area {area!r}; one of {', '.join(catalogues.AREAS)}")
        catalogues.add(base, area, entries)
        self.stdout.write(f"{len(entries)} in {area}")
