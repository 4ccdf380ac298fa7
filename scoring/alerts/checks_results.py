"""W8–W14: falling indices, repeated problems, open notices, returns, attendance, what comes near a veto."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.basics import clock, quarters
from branches.org.queries import BranchOnDay
from indexmetrics.periods import workdays
from indexmetrics.schemes.naming import index_name, named
from scoring.alerts.alert import BOARD, ERROR, MONTH, NOTICE, QUEUE, WARNING, Alert
from scoring.alerts.checks import month_label, said
from scoring.alerts.snapshot import Snapshot
from scoring.wording.names import listed

FALL = Decimal("0.15")
NEAR = timedelta(days=5)
ATTENDANCE = Decimal("0.70")
REVIEW_DAYS = 5
LIFE = ("B1", "B2", "B3", "B4")


def index_fell(snapshot: Snapshot) -> Iterator[Alert]:
    """W8: an index is more than fifteen points of a hundred below the quarter before."""
    if len(snapshot.rows) < 2:
        return
    (new, old), edition = snapshot.rows, snapshot.editions[0]
    indices = {row["code"]: row for row in edition.header["scheme"]["indices"]}
    for branch in snapshot.branches:
        for code in indices:
            now, before = _ratio(new.get(branch.code), code), _ratio(old.get(branch.code), code)
            if now is not None and before is not None and before - now > FALL:
                yield _alert("W8", branch, _("The index %(index)s fell from %(before)s to %(now)s.") % {
                    "index": index_name(indices[code]), "before": f"{before:.0%}", "now": f"{now:.0%}"},
                    clock.local(edition.published_at).date(),
                    _("It goes when the next published quarter is better; the trail shows which points were lost."),
                    about=BOARD, key=edition.quarter_code)


def _ratio(row: dict | None, code: str) -> Decimal | None:
    points = (row or {}).get("indices", {}).get(code)
    most = Decimal(row["index_max"].get(code) or 0) if row and points is not None else Decimal(0)
    return Decimal(points) / most if most else None


def same_problem(snapshot: Snapshot) -> Iterator[Alert]:
    """W9: indicators that lost points for the same reason two quarters running; one warning a branch."""
    if len(snapshot.editions) < 2:
        return
    new, old, edition = snapshot.problems(0), snapshot.problems(1), snapshot.editions[0]
    names = {row["code"]: row for index in edition.header["scheme"]["indices"] for row in index["indicators"]}
    for branch in snapshot.branches:
        both = {problem[0] for problem in new.get(branch.code, set()) & old.get(branch.code, set())}
        told = [f"{code} {named(row)}" for code, row in names.items() if code in both]
        if told:
            yield _alert("W9", branch, ngettext(
                "%(names)s lost points for the same reason two quarters running.",
                "%(count)d indicators lost points for the same reason two quarters running: %(names)s.", len(told),
            ) % {"names": listed(told), "count": len(told)}, clock.local(edition.published_at).date(),
                _("Put it right this quarter; for a problem that repeats a reviewer may enter a penalty."),
                about=BOARD, key=edition.quarter_code)


def notice_due(snapshot: Snapshot) -> Iterator[Alert]:
    """W10: a rectification is due in five days or overdue, its measures or its end."""
    for branch in snapshot.branches:
        for notice in snapshot.notices[branch.id]:
            steps = [(notice.finish_on, _("Rectification %(number)s must be finished by %(day)s."))]
            if not notice.planned_at:
                steps.insert(0, (notice.plan_by, _("The measures for rectification %(number)s are due by %(day)s.")))
            for due, words in steps:
                if due - snapshot.day <= NEAR:
                    late = snapshot.day > due
                    yield _alert("W10", branch, words % {"number": notice.number, "day": said(due)},
                                 due if late else due - NEAR,
                                 _("Hand in the measures, put it right, and ask a reviewer to sign it off."),
                                 ERROR if late else WARNING, NOTICE, notice.number)


def return_unanswered(snapshot: Snapshot) -> Iterator[Alert]:
    """W11: a returned record was not answered for five days."""
    for branch in snapshot.branches:
        row = snapshot.returned.get(branch.id)
        since = row and clock.local(row.since).date()
        if since and snapshot.day - since >= NEAR:
            yield _alert("W11", branch, ngettext(
                "%(count)d returned record is not answered; the oldest came back on %(day)s.",
                "%(count)d returned records are not answered; the oldest came back on %(day)s.", row.count,
            ) % {"count": row.count, "day": said(since)}, since + NEAR, _("Mend what was named and submit it again."))


def attendance_low(snapshot: Snapshot) -> Iterator[Alert]:
    """W12: attendance under seventy per cent in each of the last two months; no names."""
    before, last = snapshot.months[-3], snapshot.months[-2]
    for branch in snapshot.branches:
        shares = [_share(snapshot.attended.get((branch.id, month))) for month in (before, last)]
        if all(share is not None and share < ATTENDANCE for share in shares):
            yield _alert("W12", branch, _("Attendance was %(first)s in %(before)s and %(second)s in %(last)s.") % {
                "first": f"{shares[0]:.0%}", "second": f"{shares[1]:.0%}", "before": month_label(before),
                "last": month_label(last)}, quarters.parse_month(last).last_day,
                _("A month with at least 70 % of the members due, excused absences not counted."), key=last)


def _share(pair: list[int] | None) -> Decimal | None:
    return Decimal(pair[0]) / pair[1] if pair and pair[1] > 0 else None


def veto_near(snapshot: Snapshot) -> Iterator[Alert]:
    """W13: two whole months without organisational life; a third one raises a veto."""
    before, last = snapshot.months[-3], snapshot.months[-2]
    quarter = snapshot.quarters.get(str(quarters.parse_month(last).quarter))
    if quarter is None or str(quarters.parse_month(before).quarter) not in snapshot.quarters:
        return
    start = quarters.parse_month(before).first_day
    for branch in snapshot.branches:
        lived = {(branch.id, month) for month in (before, last, snapshot.months[-1])} & snapshot.lived
        if not lived and branch.founded_on <= start and lives(snapshot, branch, quarter):
            yield _alert("W13", branch, _(
                "No organisational life is reported for %(before)s and %(last)s; three months running raise a veto.",
            ) % {"before": month_label(before), "last": month_label(last)}, quarters.parse_month(last).last_day,
                _("Hold a meeting, a lecture or a Party day, record it and submit it."), ERROR, key=snapshot.months[-1])


def lives(snapshot: Snapshot, branch: BranchOnDay, quarter) -> bool:
    """Is organisational life asked of this type of branch at all?"""
    return any(snapshot.asks(branch, code, quarter) for code in LIFE)


def review_late(snapshot: Snapshot) -> Iterator[Alert]:
    """W14: records wait for review longer than five working days; the reviewers' own delay."""
    for branch in snapshot.branches:
        row = snapshot.waiting.get(branch.id)
        since = row and clock.local(row.since).date()
        if since and workdays.between(since, snapshot.day, snapshot.days) > REVIEW_DAYS:
            yield _alert("W14", branch, ngettext(
                "%(count)d record waits for review; the oldest since %(day)s.",
                "%(count)d records wait for review; the oldest since %(day)s.", row.count,
            ) % {"count": row.count, "day": said(since)},
                workdays.plus(since, REVIEW_DAYS, snapshot.days), _("Accept the records or return them with a reason."),
                about=QUEUE)


def _alert(code: str, branch: BranchOnDay, what: str, since: date, clears: str, level: str = WARNING,
           about: str = MONTH, key: str = "") -> Alert:
    return Alert(code, branch.code, branch.name, what, since, clears, level, about, key)


CHECKS = (index_fell, same_problem, notice_due, return_unanswered, attendance_low, veto_near, review_late)
