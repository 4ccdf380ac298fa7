"""Brands and what links them; a brand is a unit's, never a person's."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.org.models import Branch


class Brand(models.Model):
    """A Party-building brand (党建品牌); the one without a branch is the bureau's core."""

    class Stage(models.TextChoices):
        """How far a brand has come."""

        PROPOSED = "proposed", _("Proposed")
        GROWING = "growing", _("Growing")
        FORMED = "formed", _("Formed")
        NAMED = "named", _("Named")
        MODEL = "model", _("Model")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="brands")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.PROPOSED)
    meaning = models.CharField(_("meaning"), max_length=200, blank=True)
    story = models.TextField(_("story"), blank=True)
    since = models.DateField(_("since"))

    class Meta:
        ordering = ["since", "code"]

    def __str__(self) -> str:
        return self.name


class Base(models.Model):
    """A demonstration base and the level that named it (示范基地)."""

    class Level(models.TextChoices):
        """Who named it."""

        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County")

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="bases")
    name = models.CharField(_("name"), max_length=80)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    named_on = models.DateField(_("named on"))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)

    class Meta:
        ordering = ["named_on", "name"]

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """A partner outside the bureau, with numbers only, never names (共建单位)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    alliance = models.CharField(_("alliance"), max_length=40, blank=True)
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    months = models.PositiveIntegerField(_("months"), null=True, blank=True)
    since = models.DateField(_("since"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["since", "code"]

    def __str__(self) -> str:
        return self.name


class JointActivity(models.Model):
    """Something a brand did with another brand or a partner: an edge of the matrix (共建活动)."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="activities")
    other = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="joined")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="activities")
    title = models.CharField(_("title"), max_length=120)
    held_on = models.DateField(_("held on"))

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, partner=None) | Q(other=None, partner__isnull=False),
                name="joint_activity_has_one_other_side",
            ),
        ]

    def __str__(self) -> str:
        return self.title
