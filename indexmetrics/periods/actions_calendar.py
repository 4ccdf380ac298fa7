"""Verbs of the working calendar: a day that differs from the week, one at a time or from lines of text."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics.refusals import OutOfStep, Refused
from indexmetrics.periods.calendar_lines import Day, read_lines
from indexmetrics.periods.models import Holiday


@transaction.atomic
def set_day(*, day: date, is_worked: bool, name: str, by: User | None) -> Holiday:
    """Mark a day as free or as worked; a day marked before is marked anew."""
    if is_worked == (day.weekday() < 5):
        raise Refused("day", _("%(day)s is so already by its day of the week.") % {"day": day.isoformat()})
    before = Holiday.objects.filter(day=day).values("is_worked", "name").first()
    marked, _new = Holiday.objects.update_or_create(day=day, defaults={"is_worked": is_worked, "name": name.strip()})
    after = {"is_worked": is_worked, "name": marked.name}
    if before != after:
        record(EventKind.PERIOD_CALENDAR, by=by, subject=marked, before=before, after={"day": day.isoformat(), **after})
    return marked


@transaction.atomic
def drop_day(*, day: date, by: User | None) -> None:
    """Let a day follow the week again."""
    found = Holiday.objects.filter(day=day).first()
    if found is None:
        raise OutOfStep("day", _("This day is not in the calendar any more."))
    record(
        EventKind.PERIOD_CALENDAR, by=by, subject=found,
        before={"day": day.isoformat(), "is_worked": found.is_worked, "name": found.name})
    found.delete()


@transaction.atomic
def take_lines(*, text: str, by: User | None) -> list[Day]:
    """Take in a whole list; one bad line and nothing is changed, every bad line is named."""
    days, problems = read_lines(text)
    if problems:
        raise Refused("lines", "\n".join(problems))
    for one in days:
        set_day(day=one.day, is_worked=one.is_worked, name=one.name, by=by)
    return days
