"""One indicator across branches: what waits side by side, what is decided as the measure beside it."""

from dataclasses import dataclass
from datetime import date

from branches.access.models import User
from branches.basics import clock
from indexmetrics.evidence import rights, states
from indexmetrics.evidence.describing import Fact, described, summary
from indexmetrics.evidence.models import Attachment, Decision, Record
from indexmetrics.evidence.words import fields_of, kind_name
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions
from indexmetrics.review.changes import Change, changes_of, is_void_now
from indexmetrics.review.checks import Hint, hints_for
from indexmetrics.review.queries import age_of, known_branches, passes, records_of_indicator

SHOWN_APART = ("date", "title")  # stand in the head of a row already
SEEN = ("image/jpeg", "image/png")


@dataclass(frozen=True)
class AcrossRow:
    """One record that waits, with all that a verdict in place needs."""

    record: Record
    name: str
    figures: str
    facts: list[Fact]
    files: list[Attachment]
    hints: list[Hint]
    changes: list[Change]
    days: int
    passes: bool
    is_void_now: bool
    may_accept: bool
    may_send_back: bool
    open_fields: list[tuple[str, str]]

    @property
    def pictures(self) -> list[Attachment]:
        """Files that can be seen in the row itself."""
        return [file for file in self.files if file.content_type in SEEN and file.expired_at is None]


@dataclass(frozen=True)
class Anchor:
    """A decided record: the measure."""

    record: Record
    figures: str
    decision: Decision | None

    @property
    def rate(self) -> int:
        """The whole percent at the end of its figures; 0 without one. It orders the measure, nothing more."""
        share = self.figures.rpartition("= ")[2].removesuffix("%")
        return int(share) if share.isdigit() else 0


@dataclass(frozen=True)
class Across:
    """The page of one indicator and month."""

    rows: list[AcrossRow]
    decided: list[Anchor]

    @property
    def passing(self) -> int:
        """Rows that may be accepted together."""
        return sum(row.passes for row in self.rows)

    @property
    def total(self) -> int:
        """All records handed over for it."""
        return len(self.rows) + len(self.decided)


def across(user: User, code: str, month: str, quarter: Quarter) -> Across:
    """Everything of one indicator in a month; the same number of queries however many branches."""
    records = records_of_indicator(user, code, month, quarter)
    waiting = [record for record in records if record.state == states.SUBMITTED]
    hints = hints_for(quarter.scheme.outline, waiting, records, covered=known_branches(user))
    days, today = exceptions(), clock.today()
    rows = [_row(user, quarter.scheme.outline, record, hints, days, today) for record in waiting]
    decided = [_anchor(quarter.scheme.outline, record) for record in records if record.state != states.SUBMITTED]
    return Across(
        sorted(rows, key=lambda row: row.record.is_on_hold),
        sorted(decided, key=lambda row: (row.record.state != states.RETURNED, -row.rate)))


def _row(user: User, outline, record: Record, hints: dict, days: dict[date, bool], today: date) -> AcrossRow:
    return AcrossRow(
        record=record, name=kind_name(outline, record), figures=summary(outline, record),
        facts=[fact for fact in described(outline, record) if fact.text and fact.name not in SHOWN_APART],
        files=[file for file in record.files.all() if file.removed_at is None], hints=hints.get(record.pk, []),
        changes=changes_of(outline, record), days=age_of(record, days, today), passes=passes(record, hints),
        is_void_now=is_void_now(record), may_accept=rights.can(user, "accept", record),
        may_send_back=rights.can(user, "send_back", record), open_fields=fields_of(outline, record),
    )


def _anchor(outline, record: Record) -> Anchor:
    decisions = list(record.decisions.all())
    return Anchor(record, summary(outline, record), decisions[-1] if decisions else None)
