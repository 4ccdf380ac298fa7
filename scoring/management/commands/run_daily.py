"""`manage.py run_daily`: whatever is due today; safe to run twice."""

from django.utils.translation import gettext as _

from branches.management.plain import PlainCommand
from scoring.management import daily


class Command(PlainCommand):
    """Each duty finds out by itself whether it is due, so a second run does nothing."""

    help = "Do what is due: freeze quarters past their day, forget what need not be kept. Safe to run twice."

    def act(self, **options) -> None:
        """Every duty in its order."""
        done = [line for duty in daily.DUTIES for line in duty()]
        for line in done:
            self.stdout.write(f"- {line}")
        if not done:
            self.stdout.write(_("Nothing was due."))
