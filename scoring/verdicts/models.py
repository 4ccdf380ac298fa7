"""Verdicts; proposed by one, a veto confirmed by another, dropped but never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter

USER = settings.AUTH_USER_MODEL


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Verdicts by whether they count."""

    def in_force(self) -> "VerdictQuerySet":
        """Bonuses and penalties as entered; vetoes only when the committee confirmed them."""
        return self.exclude(state=Verdict.State.DROPPED).exclude(
            kind=Verdict.Kind.VETO, state=Verdict.State.PROPOSED,
        )

    def awaiting(self) -> "VerdictQuerySet":
        """Vetoes that wait for the committee."""
        return self.filter(kind=Verdict.Kind.VETO, state=Verdict.State.PROPOSED)


class Verdict(models.Model):
    """A bonus, a penalty or a veto of one branch in one quarter (加分、扣分、否决)."""

    class Kind(models.TextChoices):
        """What it does to the total or the colour."""

        BONUS = "bonus", _("Bonus")
        PENALTY = "penalty", _("Penalty")
        VETO = "veto", _("Veto")

    class State(models.TextChoices):
        """A bonus or penalty counts from its proposal, a veto from its confirmation."""

        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        DROPPED = "dropped", _("Dropped")

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="verdicts")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="verdicts")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    code = models.CharField(_("item"), max_length=10)
    level = models.CharField(_("level"), max_length=40, blank=True)
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True, blank=True)
    matter = models.CharField(_("matter"), max_length=200)
    document_number = models.CharField(_("document number"), max_length=60)
    same_matter = models.CharField(_("document under which the matter stands already"), max_length=60, blank=True)
    dated = models.DateField(_("dated"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.CharField(_("decision"), max_length=200, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["branch", "kind", "code", "pk"]
        constraints = [
            *signed("verdict", "decided"),
            models.UniqueConstraint(
                fields=["branch", "quarter", "kind", "code", "document_number"],
                condition=~Q(state="dropped"), name="verdict_matter_counts_once",
                violation_error_message=_("This document already counts for this item."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.code} {self.matter}"

    @property
    def matter_key(self) -> str:
        """What makes two entries one matter: the document it was first entered with."""
        return self.same_matter or self.document_number
