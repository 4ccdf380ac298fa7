"""Reads of reminders: those a branch has not answered yet."""

from branches.access.models import User
from indexmetrics.evidence import states
from indexmetrics.evidence.models import Record, Submission
from indexmetrics.evidence.models_requests import Reminder


def reminders_for(user: User) -> list[Reminder]:
    """The last reminder of each month of the user's branches that is still not in; three queries."""
    if not user.own_branches:
        return []
    return open_reminders(Reminder.objects.filter(branch__in=user.own_branches))


def open_reminders(rows) -> list[Reminder]:
    """Of these, the newest a month, while the month is not submitted or something that came back waits."""
    newest: dict[tuple[int, str], Reminder] = {}
    for row in rows.select_related("branch", "sent_by").order_by("sent_at", "pk"):
        newest[(row.branch_id, row.month)] = row
    if not newest:
        return []
    branches, months = {key[0] for key in newest}, {key[1] for key in newest}
    scope = {"branch__in": branches, "month__in": months}
    sent = set(Submission.objects.filter(submitted_at__isnull=False, **scope).values_list("branch_id", "month"))
    back = set(Record.objects.filter(state=states.RETURNED, **scope).values_list("branch_id", "month"))
    return [row for key, row in newest.items() if key not in sent or key in back]
