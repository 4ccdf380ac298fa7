"""`manage.py doctor`: every unsafe or weak setting of this installation in one list."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _


class Command(BaseCommand):
    """Exits 1 when anything is unsafe; each line with a dash says what and how to mend it; advice alone is no reason for 1."""

    help = "List every unsafe or weak setting of this installation; exit 1 if there is any."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        """--demo: judge a demonstration on loopback, where demo data is meant to be."""
        parser.add_argument(
            "--demo",
            action="store_true",
            help="judge a demonstration: its data and its own keys are allowed",
        )

    def handle(self, *args, **options):
        """Run every examination and print what it found."""
        from branches.management import advice, archive, examinations

        for note in archive.notes():
            self.stdout.write(note)
        for hint in advice.advice(demo=options["demo"]):
            self.stdout.write(_("- advice: %(hint)s") % {"hint": hint})
        findings = list(examinations.findings(demo=options["demo"]))
        for finding in findings:
            self.stdout.write(f"- {finding}")
        if findings:
            raise CommandError(_("%(count)s unsafe or weak settings") % {"count": len(findings)})
        self.stdout.write(_("Nothing unsafe was found."))
