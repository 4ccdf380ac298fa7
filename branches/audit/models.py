"""Events of the trail; a row is appended in the transaction of its act and never changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from branches.audit.kinds import EventKind


class Event(models.Model):
    """One act: who, from where, when, what, old and new (审计事件).

    It has no foreign keys, so the trail never blocks and never follows a change of
    the things it speaks of. `digest` chains it to the event before it.
    """

    number = models.BigIntegerField(_("number"), unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    at = models.DateTimeField(_("time"))
    by_name = models.CharField(_("user name"), max_length=150)
    by_role = models.CharField(_("role"), max_length=40, blank=True)
    origin = models.CharField(_("from"), max_length=200, blank=True, default="")
    subject = models.CharField(_("subject"), max_length=60)
    subject_id = models.CharField(_("subject key"), max_length=120)
    branch_code = models.CharField(_("branch"), max_length=40, blank=True)
    period_code = models.CharField(_("period"), max_length=10, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["subject", "subject_id"]),
            models.Index(fields=["branch_code", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}:{self.subject_id}"

    @property
    def kind_label(self) -> str:
        """The kind in words of the reader's language."""
        return str(EventKind(self.kind).label)


class ChainHead(models.Model):
    """The end of the chain: one row, locked while an event is appended (链头)."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
    # Whose key signed last, by its mark; "" before the first event.
    key_mark = models.CharField(max_length=12, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:12]}"
