"""Register entries; born accepted by the office that owns them, withdrawn but never edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter


class RegisterEntryQuerySet(models.QuerySet["RegisterEntry"]):
    """Entries by whether they count."""

    def in_force(self) -> "RegisterEntryQuerySet":
        """Not withdrawn: these give facts."""
        return self.filter(withdrawn_at=None)


class RegisterEntry(models.Model):
    """One number of one branch from an office's register (台账)."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="register_entries")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="register_entries")
    month = models.CharField(_("month"), max_length=7)
    indicator = models.CharField(_("indicator"), max_length=10)
    part = models.CharField(_("part"), max_length=10, blank=True)
    key = models.CharField(_("key"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
    )
    withdrawn_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "branch", "month", "key"]
        constraints = [
            *signed("register_entry", "withdrawn"),
        ]
        indexes = [models.Index(fields=["quarter", "indicator"])]

    def __str__(self) -> str:
        return f"{self.branch} {self.indicator} {self.key}={self.value}"
