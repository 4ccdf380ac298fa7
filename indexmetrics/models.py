"""The models of the slices of this app."""

from indexmetrics.evidence.models import Attachment, Decision, Record, Ruling, Submission, Tag
from indexmetrics.evidence.models_requests import Reminder, Reopening
from indexmetrics.evidence.scratch import Scratch
from indexmetrics.imports.models import Upload
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Holiday, Quarter
from indexmetrics.schemes.models import Scheme

__all__ = [
    "Attachment", "Decision", "Holiday", "Quarter", "Record", "RegisterEntry", "Reminder", "Reopening", "Ruling",
    "Scheme", "Scratch", "Submission", "Tag", "Upload",
]
