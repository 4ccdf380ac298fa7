"""A workbook or circular as a work of its own, for boards so large that a page would wait for it."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics.refusals import Refused
from branches.tasks.entrusting import fetched
from branches.tasks.kinds import Kind
from branches.tasks.process import can_begin
from branches.tasks.task import Task
from indexmetrics.periods.states import PRELIMINARY
from indexmetrics.periods.words import quarter_words
from scoring.boards.models import Edition
from scoring.boards.queries import sight_of
from scoring.reports.actions import export
from scoring.runs.models import Run

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ADDRESSES = {"xlsx": "report-workbook", "docx": "report-circular"}


def is_large(source: Edition | Run) -> bool:
    """Would a page wait too long for it?"""
    rows = source.cards if isinstance(source, Edition) else source.standings
    return can_begin() and rows.count() >= settings.LARGE_BOARD


def order_of(source: Edition | Run, kind: str, user: User) -> dict:
    """What is to be made of what, and which branches' points the person might see when he ordered it."""
    about = {"kind": kind, "sight": sight_of(user).token}
    if isinstance(source, Edition):
        return {**about, "edition": source.pk, "quarter": source.quarter_code, "number": source.number}
    return {**about, "run": source.pk, "quarter": source.quarter.code}


def _title(order: dict) -> str:
    words = {"xlsx": _("Quarterly workbook, %(quarter)s"), "docx": _("Circular, %(quarter)s")}[order["kind"]]
    return words % {"quarter": quarter_words(order["quarter"])}


def _may(user: User, order: dict) -> bool:
    wanted = Permission.BOARD_READ if "edition" in order else Permission.BOARD_READ_PRELIMINARY
    return bool(allows(user, wanted)) and sight_of(user).token == order["sight"]


def _work(user: User, task: Task) -> dict:
    order = task.arguments
    model, pk = (Edition, order["edition"]) if "edition" in order else (Run, order["run"])
    source = model.objects.filter(pk=pk).first()
    if source is None:
        raise Refused("missing", _("There is nothing at this address."))
    with task.opened() as out:
        name = export(source=source, kind=order["kind"], out=out, by=user, sight=sight_of(user))
    return {"name": name, "type": TYPES[order["kind"]]}


def _again(order: dict) -> str:
    asked = {"edition": order["number"]} if "edition" in order else {"state": PRELIMINARY}
    return f"{reverse(ADDRESSES[order['kind']], args=[order['quarter']])}?{urlencode(asked)}"


REPORT = Kind(title=_title, may=_may, work=_work, answer=fetched, again=_again)
