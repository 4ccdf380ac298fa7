"""The days in which a branch may ask for a review."""

from datetime import date

from branches.basics import clock
from indexmetrics.periods import workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions


def window_end(quarter: Quarter) -> date:
    """The last day a branch may ask: the scheme's working days after the preliminary result."""
    days = quarter.scheme.document["calendar"]["appeal_window_working_days"]
    return workdays.plus(clock.local(quarter.moved_at).date(), int(days), exceptions())
