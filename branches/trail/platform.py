"""The trail in the columns that log platforms of the police collect (日志平台字段)."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from branches.access.models import Assignment, User
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.operations import FAILURES, OPERATION
from branches.basics import clock

COLUMNS = (
    "User_ID", "Organization_ID", "User_Name", "Terminal_ID", "Operate_Time", "Operate_Type", "Operate_Result", "Error_Code",
    "Operate_Name", "Operate_Condition",
)
SUCCESS, FAILURE = "1", "0"
MOMENT = "%Y%m%d%H%M%S"
OLDEST = date(2000, 1, 1)  # older than any event; the calendar's own first day has no moment in UTC
BATCH = 2000  # events held at a time, whatever the period

Row = dict[str, str]


def events_of(since: date, until: date) -> QuerySet[Event]:
    """The events of these days on the bureau's clock, both included, oldest first; no day lies after today."""
    begin = clock.at(max(since, OLDEST), 0)
    end = clock.at(min(until, clock.today()) + timedelta(days=1), 0)
    return Event.objects.filter(at__gte=begin, at__lt=end).order_by("number")


def rows(since: date, until: date) -> Iterator[Row]:
    """A row for each event: text in every column of COLUMNS, names in Chinese whoever asks.

    Memory grows with the number of accounts, never with that of events.
    """
    with translation.override(settings.LANGUAGE_CODE):
        names = dict(User.objects.values_list("username", "name")) | {"system": _("system")}
        labels = {kind.value: str(kind.label) for kind in EventKind}
    posts = _posts()
    for event in events_of(since, until).iterator(chunk_size=BATCH):
        moment, who = clock.local(event.at), _who(event)
        yield {
            "User_ID": who, "Organization_ID": _organisation(posts[who], moment.date()), "User_Name": names.get(who, ""),
            "Terminal_ID": event.origin, "Operate_Time": moment.strftime(MOMENT),
            "Operate_Type": str(OPERATION[event.kind].value),
            "Operate_Result": FAILURE if event.kind in FAILURES else SUCCESS, "Error_Code": _error(event),
            "Operate_Name": labels[event.kind], "Operate_Condition": _condition(event),
        }


def _who(event: Event) -> str:
    """Whose act it is; for a failed sign-in the account that somebody tried to open."""
    return event.subject_id if event.kind == EventKind.ACCESS_LOGIN_FAILED else event.by_name


def _posts() -> dict[str, list[tuple[date, date, str]]]:
    """User name → posts at a branch as (from, to, code), the newest first."""
    held = defaultdict(list)
    found = Assignment.objects.exclude(branch=None).order_by("-since", "pk")
    for username, since, until, code in found.values_list("user__username", "since", "until", "branch__code"):
        held[username].append((since, until or date.max, code))
    return held


def _organisation(posts: list[tuple[date, date, str]], day: date) -> str:
    """The branch of the post held on that day; empty for whoever works for the whole bureau."""
    return next((code for since, until, code in posts if since <= day <= until), "")


def _error(event: Event) -> str:
    """Empty for a success; else the answer's status, or the kind of the failure."""
    if event.kind not in FAILURES:
        return ""
    status = event.after.get("status") if isinstance(event.after, dict) else None
    return str(status or event.kind)


def _condition(event: Event) -> str:
    """On what, with which values, as one line of JSON; `event` is its number in the chained trail."""
    told = {
        "event": event.number, "subject": event.subject, "id": event.subject_id, "branch": event.branch_code,
        "period": event.period_code, "role": event.by_role, "reason": event.reason, "before": event.before, "after": event.after,
    }
    kept = {name: value for name, value in told.items() if value not in ("", None)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
