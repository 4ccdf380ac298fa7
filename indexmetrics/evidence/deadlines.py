"""When a record is late: by its month's due day, or by the quarter's for quarterly matters."""

from datetime import date

from branches.basics import clock
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.periods.queries import timetable

MONTHLY = "monthly"
REOPENED_FOR = 3  # working days, where the scheme does not say


def due_on(record: Record) -> date:
    """The last day a record is on time: the month's when a monthly indicator counts it."""
    outline = record.quarter.scheme.outline
    codes = [tag.indicator for tag in record.tags.all()]
    monthly = any(
        outline.indicators[code].body["frequency"] == MONTHLY for code in codes if code in outline.indicators
    )
    due = timetable(record.quarter).months
    if not monthly:
        return max(due.values())
    moved = Submission.objects.filter(branch=record.branch_id, month=record.month).values_list("extended_to", flat=True)
    return max([due[record.month], *filter(None, moved)])


def is_late(record: Record) -> bool:
    """Would it be late when submitted now?"""
    return clock.today() > due_on(record)


def days_open(record: Record) -> int:
    """Working days a reopened record may be corrected: the scheme's word, else three."""
    return int(record.quarter.scheme.document.get("workflow", {}).get("reopen_working_days", REOPENED_FOR))
