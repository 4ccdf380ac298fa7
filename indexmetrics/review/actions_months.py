"""What a reviewer does about a branch's month: remind, move its due day, waive its lateness."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock, quarters
from branches.basics.refusals import OutOfStep, Refused
from branches.org.models import Branch
from indexmetrics.evidence.models import Submission
from indexmetrics.evidence.models_requests import Reminder
from indexmetrics.evidence.months import profile_of
from indexmetrics.periods import acts, workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable

ISLAND = "is_island"
EXTRA_DAYS = 3  # working days, by the scheme's own words on islands


@transaction.atomic
def remind(*, branch: Branch, quarter: Quarter, month: str, by: User | None, words: str = "") -> Reminder:
    """Ask a branch for its month; the notice stays on its home page until the month is in."""
    _require(by, "remind", branch, quarter, month)
    if quarters.parse_month(month).first_day > clock.today():
        raise OutOfStep("month", _("This month has not begun yet."))
    row = Submission.objects.filter(branch=branch, month=month).first()
    if row and row.submitted_at and not branch.records.filter(month=month, state="returned").exists():
        raise OutOfStep("month", _("The month is already submitted."))
    reminder = Reminder.objects.create(
        branch=branch, quarter=quarter, month=month, words=words.strip()[:200], sent_at=clock.now(), sent_by=by)
    audit(EventKind.MONTH_REMINDED, by=by, subject=reminder, branch=branch.code, period=month, reason=reminder.words)
    return reminder


@transaction.atomic
def extend(*, branch: Branch, quarter: Quarter, month: str, by: User | None, reason: str) -> Submission:
    """Three working days more for a branch on an island when the ferries stop; once a month."""
    _require(by, "extend", branch, quarter, month)
    reason = owed(reason, most=200)
    profile = profile_of(branch, quarter)
    if profile is None or ISLAND not in profile.attributes:
        raise Refused("island", _("Only branches on islands get more days; waive the lateness instead."))
    row = _row(branch, quarter, month)
    if row.extended_to:
        raise OutOfStep("month", _("The due day was already moved to %(day)s.") % {"day": row.extended_to})
    days = exceptions()
    row.extended_to = workdays.plus(timetable(quarter, days).months[month], EXTRA_DAYS, days)
    row.waiver_reason = reason
    if row.submitted_at and clock.local(row.submitted_at).date() <= row.extended_to:
        row.waived_at, row.waived_by = clock.now(), by
    _save(row)
    audit(EventKind.MONTH_EXTENDED, by=by, subject=row, branch=branch.code, period=month, reason=row.waiver_reason,
          after={"due": row.extended_to.isoformat()})
    return row


@transaction.atomic
def waive(*, branch: Branch, quarter: Quarter, month: str, by: User | None, reason: str) -> Submission:
    """Do not count a late month as late, with a reason; the month itself is still wanted."""
    _require(by, "waive", branch, quarter, month)
    reason = owed(reason, most=200)
    row = _row(branch, quarter, month)
    if row.waived_at:
        raise OutOfStep("month", _("The lateness is already waived."))
    if not _is_late(row, timetable(quarter).months[month]):
        raise OutOfStep("month", _("The month is not late; there is nothing to waive."))
    row.waived_at, row.waived_by, row.waiver_reason = clock.now(), by, reason
    _save(row)
    audit(EventKind.MONTH_WAIVED, by=by, subject=row, branch=branch.code, period=month, reason=row.waiver_reason)
    return row


def _require(by: User | None, verb: str, branch: Branch, quarter: Quarter, month: str) -> None:
    if month not in quarters.months_of(quarter.code):
        raise Refused("month", _("The quarter does not have this month."))
    acts.require(by, verb, branch, quarter)


def _row(branch: Branch, quarter: Quarter, month: str) -> Submission:
    return Submission.objects.get_or_create(branch=branch, month=month, defaults={"quarter": quarter})[0]


def _is_late(row: Submission, due: date) -> bool:
    day = clock.local(row.submitted_at).date() if row.submitted_at else clock.today()
    return day > max(due, row.extended_to or due)


def _save(row: Submission) -> None:
    row.version += 1
    row.save()
