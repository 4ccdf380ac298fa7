"""Reads of rectification notices."""

from datetime import date

from django.db.models import QuerySet

from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from scoring.rectify.models import Notice


def visible_to(user: User) -> QuerySet[Notice]:
    """All for those who sign off or see the preliminary board, else those of one's own branches."""
    notices = Notice.objects.select_related("branch", "quarter")
    ids = reach(user, Permission.RECTIFY_SIGN_OFF, Permission.BOARD_READ_PRELIMINARY)
    return notices if ids is None else notices.filter(branch__in={*ids, *(branch.pk for branch in user.own_branches)})


def overdue_codes(day: date) -> list[tuple[str, str]]:
    """(branch code, notice number) of every notice overdue on that day; one query."""
    return list(Notice.objects.overdue(day).values_list("branch__code", "number").order_by("number"))
