"""Requests to reopen an accepted record, and reminders of a month that is not in."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence.models import Record
from indexmetrics.periods.models import Quarter

USER = settings.AUTH_USER_MODEL


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    """Requests in the words of the workflow."""

    def waiting(self) -> "ReopeningQuerySet":
        """Asked and not yet answered."""
        return self.filter(decided_at=None, closed_at=None)

    def running(self) -> "ReopeningQuerySet":
        """Granted and neither used nor lapsed."""
        return self.filter(is_granted=True, closed_at=None)

    def lapsed(self) -> "ReopeningQuerySet":
        """Granted, not used, and the last day is past."""
        return self.running().filter(until__lt=clock.today())


class Reopening(models.Model):
    """A branch's request to reopen an accepted record, and the reviewer's answer (申请重开)."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="reopenings")
    reason = models.CharField(_("reason"), max_length=300)
    fields = models.JSONField(_("fields to mend"), default=list)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(_("granted"), default=False)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    until = models.DateField(_("open until"), null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            *signed("reopening", "decided"),
            models.UniqueConstraint(
                fields=["record"], condition=Q(closed_at=None), name="reopening_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.reason}"


class Reminder(models.Model):
    """A reviewer's word to a branch that its month is wanted (催报)."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="reminders")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="reminders")
    month = models.CharField(_("month"), max_length=7)
    words = models.CharField(_("message"), max_length=200, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["branch", "month"])]

    def __str__(self) -> str:
        return f"{self.branch} {self.month}"
