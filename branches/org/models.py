"""Branches and their dated facts; nothing is overwritten, so any past day can be read back."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _


class Bureau(models.Model):
    """The bureau itself: one row with the name printed on every edition (局名)."""

    name = models.CharField(_("name"), max_length=80)
    brand = models.CharField(_("brand"), max_length=40, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False)

    def __str__(self) -> str:
        return self.name


class BranchQuerySet(models.QuerySet["Branch"]):
    """Branches by date and by who may see them."""

    def existing_on(self, day) -> "BranchQuerySet":
        """Founded by that day and not closed before it."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day), founded_on__lte=day)

    def with_profile(self, day) -> "BranchQuerySet":
        """Adds `profile_id`: the profile in force on that day, without a further query a row."""
        newest = Profile.objects.filter(branch=OuterRef("pk"), since__lte=day).order_by("-since")
        return self.annotate(profile_id=Subquery(newest.values("pk")[:1]))


class Branch(models.Model):
    """A grassroots branch (党支部); its code never changes and is its public key."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    short_name = models.CharField(_("short name"), max_length=20)
    founded_on = models.DateField(_("founded on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = BranchQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Profile(models.Model):
    """What a branch is from a day on: type, attributes, members, groups (支部概况)."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="profiles")
    since = models.DateField(_("from"))
    type_code = models.CharField(_("type"), max_length=40)
    attributes = models.JSONField(_("attributes"), default=list)
    members = models.PositiveIntegerField(_("members"))
    groups = models.PositiveIntegerField(_("Party groups"), default=0)

    class Meta:
        ordering = ["branch", "since"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "since"], name="profile_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.since}"


class Seat(models.Model):
    """One holder of a committee seat from–to (支委任职)."""

    class Kind(models.TextChoices):
        """The seats of a branch committee."""

        SECRETARY = "secretary", _("Secretary")
        DEPUTY = "deputy", _("Deputy secretary")
        ORGANISATION = "organisation", _("Organisation commissioner")
        PUBLICITY = "publicity", _("Publicity commissioner")
        DISCIPLINE = "discipline", _("Discipline commissioner")

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="seats")
    kind = models.CharField(_("seat"), max_length=20, choices=Kind)
    holder = models.CharField(_("holder"), max_length=60)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    is_abolished = models.BooleanField(_("seat abolished afterwards"), default=False)

    class Meta:
        ordering = ["branch", "kind", "since"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.holder}"


class Term(models.Model):
    """A term of the committee and its approved extension (任期)."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="terms")
    started_on = models.DateField(_("started on"))
    ends_on = models.DateField(_("ends on"))
    extended_to = models.DateField(_("extension approved to"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)

    class Meta:
        ordering = ["branch", "started_on"]

    def __str__(self) -> str:
        return f"{self.branch} {self.started_on}–{self.ends_on}"
