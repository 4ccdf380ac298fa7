"""Last month's frame: the meetings a month still wants, laid out at once with what usually stays the same."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from branches.basics import clock, quarters
from indexmetrics.evidence.forms import EventForm
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.month_tree import MonthPage
from indexmetrics.evidence.needs import MONTH
from indexmetrics.evidence.words import kind_name

PLAIN = {"date", "title", "due", "present", "excused", "fully_collected"}  # kinds whose fields fit one row
MOST = 8


@dataclass
class FrameRow:
    """One meeting to record: its form, and its kind in words."""

    form: EventForm
    name: str

    @property
    def is_given(self) -> bool:
        """Did the person fill it in? What was laid out beforehand alone says nothing."""
        data = self.form.data
        return any(data.get(self.form.add_prefix(field), "").strip() for field in ("title", "present", "fully_collected"))


def frame_of(page: MonthPage, data=None) -> list[FrameRow]:
    """The rows of one month, in the order of its indicators; no query."""
    outline, rows = page.quarter.scheme.outline, []
    open_codes = {line.code for line in page.open_lines}
    for kind in _wanted(page):
        last = _last_month(page, kind)
        for before in last or [None]:
            form = EventForm(outline, kind, page.month, data, prefix=f"r{len(rows)}",
                             initial=_initial(page, kind, before, open_codes))
            if "tags" in form.fields:
                useful = open_codes | set(form.initial.get("tags", []))
                form.fields["tags"].choices = [choice for choice in form.fields["tags"].choices if choice[0] in useful]
            if "title" in form.fields and before:
                form.fields["title"].widget.attrs["placeholder"] = _("last time: %(title)s") % {"title": before.title}
            rows.append(FrameRow(form, kind_name(outline, Record(kind=kind))))
    return rows[:MOST]


def _wanted(page: MonthPage) -> list[str]:
    """The kinds that unmet monthly needs ask for, where a row is enough."""
    kinds = page.quarter.scheme.outline.event_kinds
    needed = [need.kinds[0] for line in page.open_lines for need in line.open_needs if need.kinds and need.cadence == MONTH]
    return [kind for kind in dict.fromkeys(needed) if set(kinds[kind]["fields"]) <= PLAIN and not kinds[kind].get("options")]


def _last_month(page: MonthPage, kind: str) -> list[Record]:
    """That kind's records of the newest month that had any: two groups met, so two rows."""
    before = [one for one in page.history if one.kind == kind and one.date and one.month < page.month]
    newest = max((one.month for one in before), default="")
    return [one for one in before if one.month == newest][:3]


def _initial(page: MonthPage, kind: str, before: Record | None, open_codes: set[str]) -> dict:
    day = _same_day(before.date, page.month) if before else None
    first: dict = {"date": day if day and day <= clock.today() else None}
    if "due" in page.quarter.scheme.outline.event_kinds[kind]["fields"]:
        first["due"] = before.data.get("due") if before else page.members
    if before:
        first["tags"] = [tag.indicator for tag in before.tags.all() if not tag.is_own and tag.indicator in open_codes]
    return first


def _same_day(before: date, month: str) -> date:
    """The same weekday of the same week of another month: the second Tuesday stays the second Tuesday."""
    first, last = quarters.parse_month(month).first_day, quarters.parse_month(month).last_day
    start = first + timedelta(days=(before.weekday() - first.weekday()) % 7)
    found = start + timedelta(weeks=(before.day - 1) // 7)
    return found if found <= last else found - timedelta(weeks=1)
