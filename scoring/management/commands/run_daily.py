"""`manage.py run_daily`: everything that is due today; safe to run as often as one likes."""

from collections import Counter

from django.utils.translation import gettext as _

from branches.account.actions_code import reseal
from branches.basics import clock
from branches.management.plain import PlainCommand
from branches.tasks.task import sweep as sweep_tasks
from indexmetrics.evidence.leftovers import sweep
from indexmetrics.review.actions_reopen import lapse
from scoring.alerts.actions import freeze_due, propose_vetoes
from scoring.alerts.escalation import escalations
from scoring.alerts.housekeeping import forget_receipts, forget_sessions
from scoring.alerts.queries import CODES, all_alerts
from scoring.alerts.snapshot import take
from scoring.retention.daily import carry_out


class Command(PlainCommand):
    """Freezes quarters, proposes the system's vetoes, counts warnings, names escalations."""

    help = "Do what is due: freeze quarters, propose vetoes, count warnings, delete what has been kept long enough."

    def act(self, **options) -> None:
        """Act first, then tell what stands."""
        self._say(_("Daily run of %(day)s") % {"day": clock.today().isoformat()})
        for quarter in freeze_due(by=None):
            self._say(_("%(quarter)s: frozen; no new records from now on") % {"quarter": quarter.code})
        for reopening in lapse(by=None):
            self._say(_("%(branch)s: the time to correct a reopened record is over") % {
                "branch": reopening.record.branch.name})
        snapshot = take()
        for veto in propose_vetoes(snapshot=snapshot, by=None):
            self._say(_("%(quarter)s: veto %(code)s proposed for %(branch)s: %(matter)s") % {
                "quarter": veto.quarter.code, "code": veto.code, "branch": veto.branch.name, "matter": veto.matter})
        counts = Counter(alert.code for alert in all_alerts(snapshot))
        for code in CODES:
            if counts[code]:
                self._say(_("Warning %(code)s: %(count)d") % {"code": code, "count": counts[code]})
        if not counts:
            self._say(_("No warning"))
        for step in escalations(snapshot):
            self._say(_("Escalation: %(branch)s: %(step)s") % {"branch": step.branch_name, "step": step.words})

        for line in carry_out(by=None):
            self._say(line)
        for words, count in (
            (_("%(count)d old receipts forgotten"), forget_receipts()),
            (_("%(count)d ended sessions forgotten"), forget_sessions()),
            (_("%(count)d second factors sealed under the new key"), reseal(by=None)),
            (_("%(count)d files of broken-off uploads deleted"), sweep()),
            (_("%(count)d results of long works deleted"), sweep_tasks()),
        ):
            if count:
                self._say(words % {"count": count})

    def _say(self, line: str) -> None:
        self.stdout.write(line)
