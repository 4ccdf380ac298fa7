"""Warnings as columns: reminders, every warning, steps of escalation."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from branches.basics import clock
from branches.ledgers.ledger import Column, Ledger
from scoring.alerts.alert import ERROR
from scoring.alerts.queries import Warnings


def warnings(found: Warnings, reminders, names: dict[str, str], *, code: str, branch: str) -> Ledger:
    """All of them, also those that the page folds away."""
    return Ledger(_("Warnings"), [
        Column(_("Kind"), lambda row: row[0], 30), Column(_("Branch"), lambda row: row[1], 30),
        Column(_("What"), lambda row: row[2], 60), Column(pgettext("ledger", "Since"), lambda row: row[3], 12),
        Column(_("What clears it"), lambda row: row[4], 60), Column(_("Overdue or near a veto"), lambda row: row[5], 12),
    ], _rows(found, reminders, names, code), [(_("Kind"), names.get(code, code)), (_("Branch code"), branch)])


def _rows(found: Warnings, reminders, names: dict[str, str], code: str) -> Iterator[tuple]:
    for row in () if code else reminders:
        yield (_("Reminders"), row.branch.name, f"{row.month} {row.words}".strip(), clock.local(row.sent_at).date(),
               _("The branch submits the month."), "")
    for one, alerts in found.by_code:
        for alert in alerts if code in ("", one) else ():
            yield (f"{one} {names.get(one, '')}".strip(), alert.branch_name, alert.what, alert.since, alert.clears,
                   _("yes") if alert.level == ERROR else "")
    for step in () if code else found.steps:
        yield _("Escalation"), step.branch_name, step.words, None, "", ""
