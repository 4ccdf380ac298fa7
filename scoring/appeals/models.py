"""Review requests; one round, answered by somebody other than the first reviewer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter

USER = settings.AUTH_USER_MODEL


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Review requests by state."""

    def waiting(self) -> "AppealQuerySet":
        """Lodged and not yet answered."""
        return self.filter(state=Appeal.State.LODGED)


class Appeal(models.Model):
    """One request to look again at one indicator, penalty or veto (复核申请)."""

    class State(models.TextChoices):
        """Lodged, then answered one way or the other."""

        LODGED = "lodged", _("Lodged")
        UPHELD = "upheld", _("Upheld")
        REJECTED = "rejected", _("Rejected")

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="appeals")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="appeals")
    about = models.CharField(_("about"), max_length=20)
    text = models.TextField(_("reason"))
    old_points = models.CharField(_("points before"), max_length=10, blank=True)
    new_points = models.CharField(_("points after"), max_length=10, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.LODGED)
    answer = models.TextField(_("answer"), blank=True)
    version = models.PositiveIntegerField(default=1)
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-lodged_at"]
        constraints = [
            *signed("appeal", "answered"),
            models.UniqueConstraint(
                fields=["branch", "quarter", "about"], name="appeal_one_round",
                violation_error_message=_("A review of this point was already requested."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.quarter} {self.about}"
