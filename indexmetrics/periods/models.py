"""Quarters and the exceptions of the working calendar."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from indexmetrics.schemes.models import Scheme


class Quarter(models.Model):
    """One assessment period (考评周期), bound to one locked scheme."""

    class State(models.TextChoices):
        """The life of a quarter; steps between them are in `states`."""

        OPEN = "open", _("Under way")
        FROZEN = "frozen", _("Frozen")
        PRELIMINARY = "preliminary", _("Preliminary result")
        CONFIRMED = "confirmed", _("Confirmed")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    code = models.CharField(_("code"), max_length=6, unique=True)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="quarters")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-code"]

    def __str__(self) -> str:
        return self.code


class Holiday(models.Model):
    """A day that differs from the week: a holiday, or a weekend day that is worked (节假日)."""

    day = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(_("worked"), default=False)
    name = models.CharField(_("name"), max_length=40, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
