"""Rectification notices and their steps."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter

USER = settings.AUTH_USER_MODEL


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by day."""

    def overdue(self, day) -> "NoticeQuerySet":
        """Past their finish day and not signed off by then."""
        return self.filter(finish_on__lt=day).filter(
            models.Q(closed_at=None) | models.Q(closed_at__date__gt=day),
        )


class Notice(models.Model):
    """What a yellow, blue or grey branch must put right, and by when (整改通知书)."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="notices")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="notices")
    number = models.CharField(_("number"), max_length=20, unique=True)
    colour = models.CharField(_("colour"), max_length=10)
    problems = models.JSONField(_("problems"), default=list)
    plan_by = models.DateField(_("plan due"))
    finish_on = models.DateField(_("finish due"))
    plan = models.TextField(_("plan"), blank=True)
    result = models.TextField(_("result"), blank=True)
    version = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["finish_on", "number"]
        constraints = [
            *signed("notice", "planned", "closed"),
            models.UniqueConstraint(fields=["branch", "quarter"], name="notice_one_a_quarter"),
        ]

    def __str__(self) -> str:
        return self.number
