"""Editions and their cards; no route and no action changes one, a mistake becomes the next edition."""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.basics.printing import seal_digits
from indexmetrics.periods.models import Quarter
from scoring.runs.models import Run


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions by what is current."""

    def newest_of(self, quarter_code: str) -> "Edition | None":
        """The edition in force of a quarter."""
        return self.filter(quarter_code=quarter_code).order_by("-number").first()

    def current(self) -> "EditionQuerySet":
        """The newest edition of each quarter, newest quarter first."""
        later = Edition.objects.filter(
            quarter_code=models.OuterRef("quarter_code"), number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(later)).order_by("-quarter_code")


class Edition(models.Model):
    """One published board of one quarter (发布版)."""

    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="editions")
    quarter_code = models.CharField(_("quarter"), max_length=6)
    number = models.PositiveIntegerField(_("edition"))
    run = models.OneToOneField(Run, models.PROTECT, related_name="edition")
    meeting = models.CharField(_("meeting"), max_length=60)
    reason = models.TextField(_("reason of the correction"), blank=True)
    header_text = models.TextField()
    seal = models.CharField(_("seal"), max_length=64)
    content_sha256 = models.CharField(_("hash of header and cards"), max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter_code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["quarter", "number"], name="edition_number_in_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.quarter_code} #{self.number}"

    @cached_property
    def header(self) -> dict:
        """The frozen header: meeting, scheme, changes, counts, seal."""
        return json.loads(self.header_text)

    @property
    def seal_short(self) -> str:
        """The first twelve digits in groups of four, as printed on boards."""
        return seal_digits(self.seal)


class Card(models.Model):
    """One branch in one edition (五色图上的一个支部): its row and its trail, frozen."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cards")
    branch_code = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    colour = models.CharField(max_length=10)
    total = models.DecimalField(max_digits=7, decimal_places=2)
    row_text = models.TextField()
    trail_text = models.TextField()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "branch_code"], name="card_once_per_edition"),
        ]
        indexes = [models.Index(fields=["branch_code"])]

    def __str__(self) -> str:
        return f"{self.edition} {self.branch_code}"

    @cached_property
    def row(self) -> dict:
        """The printed figures."""
        return json.loads(self.row_text)

    @cached_property
    def trail(self) -> dict:
        """Where every point comes from."""
        return json.loads(self.trail_text)


class WallToken(models.Model):
    """A revocable address for a big screen that shows published editions only, and how the screen is set (大屏口令)."""

    class Theme(models.TextChoices):
        """Paper of this one screen."""

        DARK = "dark", _("Dark")
        LIGHT = "light", _("Light")

    class Fit(models.TextChoices):
        """How the board stands on the screen."""

        PAGED = "paged", _("Group by group, read at five metres")
        WHOLE = "whole", _("All branches on one page")

    token = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("place"), max_length=60)
    pages = models.JSONField(_("pages"), default=list)
    seconds = models.PositiveSmallIntegerField(_("seconds a page"), default=20)
    theme = models.CharField(_("paper"), max_length=5, choices=Theme, default=Theme.DARK)
    fit = models.CharField(_("board"), max_length=5, choices=Fit, default=Fit.PAGED)
    dims = models.BooleanField(_("dimmed at night"), default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
    )

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            *signed("wall_token", "revoked"),
        ]

    def __str__(self) -> str:
        return self.label
