"""Reads of quarters and their due days."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from branches.basics import clock, quarters
from indexmetrics.periods import workdays
from indexmetrics.periods.models import Holiday, Quarter


@dataclass(frozen=True)
class Timetable:
    """The due days of a quarter (dates; a deadline is that day's 24:00, Asia/Shanghai)."""

    months: dict[str, date]
    reviews: dict[str, date]
    frozen: date
    preliminary: date
    committee: date
    publish: date


def exceptions() -> dict[date, bool]:
    """Days that differ from the week → whether they are worked; one query."""
    return dict(Holiday.objects.values_list("day", "is_worked"))


def timetable(quarter: Quarter, days: dict[date, bool] | None = None) -> Timetable:
    """When everything of the quarter is due, by the scheme's calendar; at most one query."""
    days = exceptions() if days is None else days
    calendar = quarter.scheme.document["calendar"]
    months = quarters.months_of(quarter.code)

    def after(month: str, phrase: str) -> date:
        return workdays.nth_after(month, workdays.day_of(calendar[phrase]), days)

    return Timetable(
        months={month: after(month, "monthly_report_due") for month in months},
        reviews={month: after(month, "monthly_review_due") for month in months},
        frozen=after(months[-1], "quarter_data_frozen"),
        preliminary=after(months[-1], "preliminary_result"),
        committee=after(months[-1], "committee_meeting_by"),
        publish=after(months[-1], "publish_by"),
    )


def quarter_for(code: str) -> Quarter:
    """The quarter with its scheme, or 404."""
    found = Quarter.objects.select_related("scheme").filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def quarter_of_month(month: str) -> Quarter:
    """The quarter a month belongs to, or 404."""
    return quarter_for(str(quarters.parse_month(month).quarter))


def current_quarter() -> Quarter | None:
    """The quarter that contains today, else the newest one begun before today."""
    code = str(quarters.quarter_of(clock.today()))
    return Quarter.objects.select_related("scheme").filter(code__lte=code).order_by("-code").first()
