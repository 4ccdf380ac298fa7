"""Uploads between preview and confirmation, and what is needed to undo them."""

import json
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed

EMPTY = "[]"
KEPT_FOR = timedelta(days=1)  # of what was only shown
USER = settings.AUTH_USER_MODEL


class Upload(models.Model):
    """One uploaded table (导入): what it changes, who took it over, how to undo it."""

    class State(models.TextChoices):
        """Shown, taken over, taken back."""

        SHOWN = "shown", _("Shown, not taken over")
        APPLIED = "applied", _("Taken over")
        UNDONE = "undone", _("Undone")

    kind = models.CharField(_("kind"), max_length=20)
    scope = models.CharField(_("for"), max_length=80, blank=True)
    name = models.CharField(_("file name"), max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.TextField(blank=True, help_text="the file as base64 while it is only shown")
    plan_text = models.TextField(default=EMPTY)
    problems_text = models.TextField(default=EMPTY)
    notices_text = models.TextField(default=EMPTY)
    undo_text = models.TextField(default="{}")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SHOWN)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [*signed("upload", "applied", "undone")]
        indexes = [models.Index(fields=["kind", "scope", "sha256"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope} {self.name}".strip()

    @property
    def is_emptied(self) -> bool:
        """Did its cells go at the end of their time? What is taken over always changed something."""
        return self.state != self.State.SHOWN and self.plan_text == EMPTY

    @cached_property
    def plan(self) -> list[dict]:
        """The changes, one for each row that changes something."""
        return json.loads(self.plan_text)

    @cached_property
    def problems(self) -> list[dict]:
        """What keeps the table out."""
        return json.loads(self.problems_text)

    @cached_property
    def notices(self) -> list[str]:
        """What deserves a look."""
        return json.loads(self.notices_text)
