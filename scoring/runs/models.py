"""Runs; append-only, each with everything it was computed from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from indexmetrics.periods.models import Quarter


class Run(models.Model):
    """One computation of one quarter (计算): hashes of its inputs, its seal, its results."""

    class Kind(models.TextChoices):
        """What the result may be used for."""

        TRIAL = "trial", _("Trial")
        PRELIMINARY = "preliminary", _("Preliminary")
        FINAL = "final", _("Final")

    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="runs")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    engine = models.CharField(_("engine version"), max_length=20)
    scheme_sha256 = models.CharField(max_length=64)
    inputs_sha256 = models.CharField(max_length=64)
    seal = models.CharField(_("seal"), max_length=64)
    meeting = models.CharField(_("meeting that confirmed it"), max_length=60, blank=True)
    waivers = models.JSONField(_("what was waived, with reason"), default=list)
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
    )

    class Meta:
        ordering = ["quarter", "-pk"]

    def __str__(self) -> str:
        return f"{self.quarter} {self.kind} {self.seal[:12]}"


class Standing(models.Model):
    """One branch in one run (支部结果): its printed figures and the trail of every point."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="standings")
    branch_code = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    row_text = models.TextField()
    trail_text = models.TextField()

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "branch_code"], name="standing_once_per_run"),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.branch_code}"
