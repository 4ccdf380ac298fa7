"""W1–W7: months not sent, meetings not held, dues, terms and seats; each a function of a snapshot."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.basics import quarters
from branches.org.models import Seat
from branches.org.queries import BranchOnDay
from indexmetrics.periods import workdays
from scoring.alerts.alert import ERROR, INFO, REGISTER, WARNING, Alert
from scoring.alerts.snapshot import Snapshot, due_of

NOTICE_DAYS = 3
PARTY_DAY_BY, DUES_BY = 20, 25
TERM_STEPS = (30, 90, 180)
VACANT_AFTER = timedelta(days=60)


def said(day: date) -> str:
    """A day in the reader's language."""
    return date_format(day, "DATE_FORMAT")


def month_label(month: str) -> str:
    """A month in the reader's language."""
    return date_format(quarters.parse_month(month).first_day, "YEAR_MONTH_FORMAT")


def month_not_sent(snapshot: Snapshot) -> Iterator[Alert]:
    """W1: the report of a month is due within three days, or overdue."""
    for quarter in snapshot.open_quarters:
        for month in quarters.months_of(quarter.code):
            due = due_of(snapshot, month)
            if due is None or month not in snapshot.months or due - snapshot.day > timedelta(days=NOTICE_DAYS):
                continue
            over = workdays.between(due, snapshot.day, snapshot.days)
            level = ERROR if over >= 1 else WARNING if (due - snapshot.day).days <= 1 else INFO
            what = _not_sent_words(month, due, over, snapshot.day)
            last = quarters.parse_month(month).last_day
            for branch in snapshot.branches:
                if branch.founded_on <= last and (branch.id, month) not in snapshot.submitted:
                    yield _alert("W1", branch, what, max(due, branch.founded_on), _("Submit the month's report."),
                                 level, key=month)


def _not_sent_words(month: str, due: date, over: int, today: date) -> str:
    if over > 0:
        return ngettext(
            "The report of %(month)s is %(days)d working day overdue.",
            "The report of %(month)s is %(days)d working days overdue.", over,
        ) % {"month": month_label(month), "days": over}
    left = (due - today).days
    if left == 0:
        return _("The report of %(month)s is due today.") % {"month": month_label(month)}
    return _("The report of %(month)s is not submitted; it is due on %(day)s.") % {
        "month": month_label(month), "day": said(due)}


def no_party_day(snapshot: Snapshot) -> Iterator[Alert]:
    """W2: no theme Party day recorded by the 20th of the month."""
    month = snapshot.months[-1]
    quarter = snapshot.quarters.get(str(quarters.parse_month(month).quarter))
    if quarter is None or snapshot.day.day < PARTY_DAY_BY:
        return
    since = snapshot.day.replace(day=PARTY_DAY_BY)
    for branch in snapshot.branches:
        if snapshot.asks(branch, "B4", quarter) and "B4" not in snapshot.fed[branch.id, month]:
            yield _alert("W2", branch, _("No theme Party day is recorded this month."), since,
                         _("Hold and record it before the month ends."), key=month)


def no_members_meeting(snapshot: Snapshot) -> Iterator[Alert]:
    """W3: no members' meeting recorded although the quarter's last month has begun."""
    yield from _missing_in_quarter(
        snapshot, "W3", "B1", _("No members' meeting is recorded this quarter."),
        _("Hold and record it before the quarter ends."))


def no_lecture(snapshot: Snapshot) -> Iterator[Alert]:
    """W4: no Party lecture recorded although the quarter's last month has begun."""
    yield from _missing_in_quarter(
        snapshot, "W4", "B3", _("No Party lecture is recorded this quarter."),
        _("Give and record it before the quarter ends."))


def _missing_in_quarter(snapshot: Snapshot, code: str, indicator: str, what: str, clears: str) -> Iterator[Alert]:
    for quarter in snapshot.open_quarters:
        months = quarters.months_of(quarter.code)
        begun = quarters.parse_month(months[-1]).first_day
        if begun > snapshot.day:
            continue
        for branch in snapshot.branches:
            held = any(indicator in snapshot.fed[branch.id, month] for month in months)
            if not held and snapshot.asks(branch, indicator, quarter):
                yield _alert(code, branch, what, begun, clears, key=months[-1])


def dues_open(snapshot: Snapshot) -> Iterator[Alert]:
    """W5: the month's dues are not recorded as collected in full by the 25th."""
    month = snapshot.months[-1]
    quarter = snapshot.quarters.get(str(quarters.parse_month(month).quarter))
    if quarter is None or snapshot.day.day < DUES_BY:
        return
    for branch in snapshot.branches:
        if snapshot.asks(branch, "B7", quarter) and (branch.id, month) not in snapshot.dues:
            yield _alert("W5", branch, _("This month's dues are not recorded as collected in full."),
                         snapshot.day.replace(day=DUES_BY), _("Collect them and record it; the sum is never asked."),
                         key=month)


def term_ends(snapshot: Snapshot) -> Iterator[Alert]:
    """W6: the committee's term ends in 180, 90, 30 days, or has ended."""
    for branch in snapshot.branches:
        term = snapshot.terms.get(branch.id)
        end = term and max(term.ends_on, term.extended_to or term.ends_on)
        if end is None or (end - snapshot.day).days > TERM_STEPS[-1]:
            continue
        left = (end - snapshot.day).days
        step = next((step for step in TERM_STEPS if left <= step), TERM_STEPS[0])
        level = ERROR if left < 0 else WARNING if left <= TERM_STEPS[1] else INFO
        words = _("The committee's term ended on %(day)s.") if left < 0 else _("The committee's term ends on %(day)s.")
        since = end if left < 0 else end - timedelta(days=step)
        yield _alert("W6", branch, words % {"day": said(end)}, since,
                     _("Hold the election, or have an extension approved with its document number."), level, REGISTER)


def seat_vacant(snapshot: Snapshot) -> Iterator[Alert]:
    """W7: a committee seat has been vacant for sixty days."""
    for branch in snapshot.branches:
        for seat in snapshot.seats[branch.id].values():
            if seat.until and not seat.is_abolished and snapshot.day - seat.until >= VACANT_AFTER:
                yield _alert("W7", branch, _("The seat “%(seat)s” has been vacant since %(day)s.") % {
                    "seat": Seat.Kind(seat.kind).label, "day": said(seat.until)}, seat.until + VACANT_AFTER,
                    _("Fill the seat by by-election or appointment and enter it in the branch register."),
                    about=REGISTER)


def _alert(code: str, branch: BranchOnDay, what: str, since: date, clears: str, level: str = WARNING,
           about: str = "month", key: str = "") -> Alert:
    return Alert(code, branch.code, branch.name, what, since, clears, level, about, key)


CHECKS = (month_not_sent, no_party_day, no_members_meeting, no_lecture, dues_open, term_ends, seat_vacant)
