"""Users and the dated posts that give them rights."""

from functools import cached_property

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.access.device import named_device
from branches.access.roles import Role
from branches.basics import clock


class User(AbstractBaseUser):
    """A person's account (用户); it holds no rights itself, its posts do."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration account"), default=False)
    must_change_password = models.BooleanField(_("must change password"), default=False)
    one_time_used = models.BooleanField(_("one-time password was used"), default=False)
    password_set_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects: BaseUserManager["User"] = BaseUserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def posts_now(self) -> list["Assignment"]:
        """The posts held today; one query per user object, so per request."""
        return list(self.assignments.held_on(clock.today()).select_related("branch"))

    @property
    def roles(self) -> set[Role]:
        """The roles of today's posts."""
        return {Role(post.role) for post in self.posts_now}

    @property
    def role_codes(self) -> str:
        """The roles as one text for the trail."""
        return ",".join(sorted(self.roles))

    @property
    def posts_code(self) -> str:
        """Today's posts as one text: as long as it stays, the person may do and see the same."""
        return ",".join(sorted(f"{post.role}:{post.branch_id or ''}" for post in self.posts_now))

    @property
    def own_branches(self) -> list:
        """The branches this user is secretary of today, in order of code."""
        own = [post.branch for post in self.posts_now if post.role == Role.SECRETARY]
        return sorted(own, key=lambda branch: branch.code)

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with every change of posts, which ends open sessions."""
        return super().get_session_auth_hash() + str(self.session_epoch)

    def get_session_auth_fallback_hash(self):
        """The same with keys that are being retired."""
        for fallback in super().get_session_auth_fallback_hash():
            yield fallback + str(self.session_epoch)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Posts by date."""

    def held_on(self, day) -> "AssignmentQuerySet":
        """Posts in force on that day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Assignment(models.Model):
    """A post held from–to (任职授权); a hand-over ends one row and starts another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    branch = models.ForeignKey(
        "branches.Branch", models.PROTECT, null=True, blank=True, related_name="assignments",
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["user", "since"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.SECRETARY) | Q(branch__isnull=False),
                name="assignment_secretary_has_branch",
                violation_error_message=_("A secretary's post needs a branch."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class Receipt(models.Model):
    """The answer to a write that carried a key, so that a repeat gets the same one (回执)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="receipt_once_per_user_and_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.path}"


class Guesses(models.Model):
    """Failed tries to sign in, counted by name and source; gone after a quiet quarter of an hour."""

    is_passing = True  # not a thing to keep in a backup

    slot = models.CharField(max_length=60, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.slot} {self.failures}"


class SignIn(models.Model):
    """An open session as its owner may know it again: where from, with what, since when."""

    is_passing = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    epoch = models.PositiveIntegerField(default=0)
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user} {self.address}"

    @property
    def device_name(self) -> str:
        """Browser and system in two words."""
        return named_device(self.device)


class OldPassword(models.Model):
    """The hash of a password that was used before, so that it is not used again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="old_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"
