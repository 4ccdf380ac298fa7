"""Brands and what links them; a brand is a unit's, never a person's. Entries are withdrawn, never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.org.models import Branch

USER = settings.AUTH_USER_MODEL
ACTS = ("entered", "confirmed", "withdrawn")


class EntryQuerySet(models.QuerySet):
    """Entries by whether they stand."""

    def in_force(self) -> "EntryQuerySet":
        """Confirmed by the political office and not withdrawn: what everybody sees."""
        return self.filter(confirmed_at__isnull=False, withdrawn_at=None)

    def waiting(self) -> "EntryQuerySet":
        """Entered by a branch and not yet confirmed."""
        return self.filter(confirmed_at=None, withdrawn_at=None)


class Entry(models.Model):
    """Something registered: who entered, confirmed and withdrew it, and why it was withdrawn."""

    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        """Does it wait for the political office?"""
        return self.confirmed_at is None and self.withdrawn_at is None


class Brand(Entry):
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
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["since", "code"]
        constraints = [*signed("brand", *ACTS)]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Branch | None:
        """The branch whose brand it is."""
        return self.branch


class StageStep(models.Model):
    """One step in a brand's life (立项 → 培育 → 成型 → 命名 → 示范): when, on what paper."""

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="steps")
    stage = models.CharField(_("stage"), max_length=10, choices=Brand.Stage)
    dated = models.DateField(_("date"))
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["dated", "pk"]
        constraints = [*signed("stage_step", "entered")]

    def __str__(self) -> str:
        return f"{self.brand} {self.get_stage_display()}"


class OfBrand(Entry):
    """An entry that belongs to a brand."""

    class Meta:
        abstract = True

    @property
    def owner(self) -> Branch | None:
        """The branch whose brand it belongs to."""
        return self.brand.branch


class Chapter(OfBrand):
    """A year's plan or result of a brand in one sentence or two (年度计划、年度成果)."""

    class Kind(models.TextChoices):
        """What is meant to be done, or what was reached."""

        PLAN = "plan", _("Yearly plan")
        RESULT = "result", _("Result")

    brand = models.ForeignKey(Brand, models.PROTECT, related_name="chapters")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    text = models.CharField(_("text"), max_length=400)

    class Meta:
        ordering = ["-year", "kind", "pk"]
        constraints = [*signed("chapter", *ACTS)]

    def __str__(self) -> str:
        return self.text


class Base(OfBrand):
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
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)

    class Meta:
        ordering = ["named_on", "name"]
        constraints = [*signed("base", *ACTS)]

    def __str__(self) -> str:
        return self.name


class Partner(Entry):
    """A partner outside the bureau, with numbers only, never names (共建单位)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    alliance = models.CharField(_("alliance"), max_length=40, blank=True)
    agreement = models.CharField(_("agreement"), max_length=80, blank=True)
    contact = models.CharField(_("contact office"), max_length=60, blank=True)
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    months = models.PositiveIntegerField(_("months"), null=True, blank=True)
    since = models.DateField(_("since"))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["since", "code"]
        constraints = [*signed("partner", *ACTS)]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> None:
        """The whole bureau's."""
        return None


class JointActivity(OfBrand):
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
            *signed("joint_activity", *ACTS),
        ]

    def __str__(self) -> str:
        return self.title
