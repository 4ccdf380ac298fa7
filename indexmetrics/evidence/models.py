"""Records, their tags and files, months, decisions; an accepted record is never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.audit.signing import signed
from branches.org.models import Branch
from indexmetrics.evidence.deciding import DECIDED_ON, content_of, hash_of_content
from indexmetrics.periods.models import Quarter

USER = settings.AUTH_USER_MODEL


class RecordQuerySet(models.QuerySet["Record"]):
    """Records in the words of the workflow."""

    def accepted(self) -> "RecordQuerySet":
        """Only these give facts."""
        return self.filter(state=Record.State.ACCEPTED)

    def waiting(self) -> "RecordQuerySet":
        """Waiting for a reviewer."""
        return self.filter(state=Record.State.SUBMITTED)

    def of_month(self, branch: Branch, month: str) -> "RecordQuerySet":
        """The records of one branch's month, oldest event first."""
        return self.filter(branch=branch, month=month).order_by("date", "pk")


class Record(models.Model):
    """One event or one figure that a branch reports (工作记录)."""

    class State(models.TextChoices):
        """The states of `states.TRANSITIONS`."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        ACCEPTED = "accepted", _("Accepted")
        VOID = "void", _("Void")

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="records")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="records")
    month = models.CharField(_("month"), max_length=7)
    kind = models.CharField(_("kind"), max_length=40)
    indicator = models.CharField(_("indicator of a figure"), max_length=10, blank=True)
    part = models.CharField(_("part of a figure"), max_length=10, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    data = models.JSONField(_("contents"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    is_late = models.BooleanField(_("after its deadline"), default=False)
    is_extra = models.BooleanField(_("added after the month was submitted"), default=False)
    is_on_hold = models.BooleanField(_("held for a check on site"), default=False)
    hold_note = models.CharField(_("what to look at on site"), max_length=200, blank=True)
    return_reason = models.CharField(_("reason of return"), max_length=300, blank=True)
    return_fields = models.JSONField(_("fields to mend"), default=list)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    # Texts and files went at the end of their time; what counts stayed.
    expired_at = models.DateTimeField(_("texts and files deleted"), null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["branch", "month", "date", "pk"]
        indexes = [
            models.Index(fields=["branch", "month", "state"]),
            models.Index(fields=["quarter", "state"]),
            models.Index(fields=["quarter"], condition=Q(expired_at=None), name="record_not_expired"),
        ]
        constraints = [
            *signed("record", "submitted", "opened"),
            models.UniqueConstraint(
                fields=["branch", "month", "indicator", "part"],
                condition=Q(kind="figure") & ~Q(state="void"),
                name="record_one_figure_a_month",
                violation_error_message=_("This figure is already given for the month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.month} {self.title or self.kind}"

    @property
    def is_figure(self) -> bool:
        """A figure an indicator asks for, not an event."""
        return self.kind == "figure"

    @property
    def file_count(self) -> int:
        """Files that are there now; removed ones do not count."""
        return sum(1 for file in self.files.all() if not file.removed_at)

    def content(self) -> dict:
        """What a decision decides on: everything reported, files by hash."""
        return content_of(
            **{name: getattr(self, name) for name in DECIDED_ON}, tags=[tag.indicator for tag in self.tags.all()],
            files=[file.sha256 for file in self.files.all() if not file.removed_at])

    def content_hash(self) -> str:
        """SHA-256 of the content as 64 hex digits."""
        return hash_of_content(self.content())


class Tag(models.Model):
    """A record counts for an indicator; the first is its kind's own, others were chosen (算作)."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="tags")
    indicator = models.CharField(_("indicator"), max_length=10)
    is_own = models.BooleanField(_("always fed by this kind"), default=False)

    class Meta:
        ordering = ["record", "-is_own", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["record", "indicator"], name="tag_once_per_record"),
        ]

    def __str__(self) -> str:
        return self.indicator


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Files beside records by what became of them."""

    def in_store(self) -> "AttachmentQuerySet":
        """Those whose contents lie in the store: all but the ones whose time is over."""
        return self.filter(expired_at=None)


class Attachment(models.Model):
    """A file beside a record (佐证材料); never overwritten, only superseded or removed from a draft.

    At the end of its time the contents and the name go; size and hash stay, so that what was there can still be told.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="files")
    name = models.CharField(_("file name"), max_length=200)
    path = models.CharField(_("stored as"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    expired_at = models.DateTimeField(_("contents deleted"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["record", "pk"]
        constraints = [
            *signed("attachment", "removed"),
        ]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """The month of a branch (月报): when it was submitted and what it declared empty."""

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="submissions")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="submissions")
    month = models.CharField(_("month"), max_length=7)
    declared = models.JSONField(_("declared to have none"), default=dict)
    waiver_reason = models.CharField(_("lateness waived because"), max_length=200, blank=True)
    extended_to = models.DateField(_("due day moved to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["branch", "month"]
        constraints = [
            *signed("submission", "submitted", "waived"),
            models.UniqueConstraint(fields=["branch", "month"], name="submission_one_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.month}"


class Decision(models.Model):
    """A reviewer's word on a record and the hash of what it decided on (审核意见); append-only."""

    class Verdict(models.TextChoices):
        """What was decided."""

        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")
        VOID = "void", _("Void")
        UNDONE = "undone", _("Acceptance undone")

    record = models.ForeignKey(Record, models.PROTECT, related_name="decisions")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    fields = models.JSONField(_("fields to mend"), default=list)
    content = models.JSONField(_("what was decided on"), null=True)
    content_hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["record", "pk"]

    def __str__(self) -> str:
        return f"{self.record} {self.verdict}"


class Ruling(models.Model):
    """Not applicable or exempt: branch × indicator × quarter, with reason and person (不适用、免报)."""

    class Kind(models.TextChoices):
        """Both leave numerator and denominator; they differ in the word shown."""

        NOT_APPLICABLE = "not_applicable", _("Not applicable")
        EXEMPT = "exempt", _("Exempt")

    branch = models.ForeignKey(Branch, models.PROTECT, related_name="rulings")
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="rulings")
    indicator = models.CharField(_("indicator"), max_length=10)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    reason = models.CharField(_("reason"), max_length=300)
    ruled_at = models.DateTimeField()
    ruled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["branch", "indicator"]
        constraints = [
            *signed("ruling", "withdrawn"),
            models.UniqueConstraint(
                fields=["branch", "quarter", "indicator"], condition=Q(withdrawn_at=None),
                name="ruling_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.indicator} {self.get_kind_display()}"
