"""Schemes; a locked one never changes, a change is a new version."""

import json
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from indexmetrics.rulebook.outline import Outline


class Scheme(models.Model):
    """One version of a scoring scheme (考评办法): its whole document and that document's hash."""

    class State(models.TextChoices):
        """A scheme is edited as a draft and used only when locked."""

        DRAFT = "draft", _("Draft")
        LOCKED = "locked", _("Locked")
        RETIRED = "retired", _("Retired")

    code = models.CharField(_("code"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    document_text = models.TextField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
    )

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            *signed("scheme", "locked"),
            models.UniqueConstraint(fields=["code", "version"], name="scheme_code_and_version"),
            models.CheckConstraint(
                condition=Q(state="draft", locked_at=None) | ~Q(state="draft") & Q(locked_at__isnull=False),
                name="scheme_locked_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} v{self.version}"

    @cached_property
    def document(self) -> dict:
        """The document with exact numbers (`Decimal`, never float)."""
        return json.loads(self.document_text, parse_float=Decimal)

    @cached_property
    def outline(self) -> Outline:
        """Look-ups over the document."""
        return Outline(self.document)
