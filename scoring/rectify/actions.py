"""Verbs of rectification: raised → planned → closed."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from branches.access.allow import allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.audit.actions import append, draft
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused, Stale
from branches.org.models import Branch
from indexmetrics.periods.models import Quarter
from scoring.rectify.models import Notice

BATCH = 200


@transaction.atomic
def raise_notices(*, quarter: Quarter, asked: Iterable[tuple[Branch, str, list]], by: User | None) -> list[Notice]:
    """Raise the notices that colours ask for by the scheme's table, once a quarter for each branch.

    `asked` holds branch, colour and problems; all notices and their events are written together, because an
    edition of thousands of branches raises thousands.
    """
    rules = {row["colour"]: row for row in quarter.scheme.document["actions_by_colour"] if row["finish_days"]}
    noticed = set(Notice.objects.filter(quarter=quarter).values_list("branch_id", flat=True))
    today, moment, made = clock.today(), clock.now(), []
    for branch, colour, problems in asked:
        if colour not in rules or branch.pk in noticed:
            continue
        noticed.add(branch.pk)
        rule = rules[colour]
        made.append(Notice(
            branch=branch, quarter=quarter, number=f"{quarter.code}-{len(noticed):03d}", colour=colour, problems=problems,
            plan_by=today + timedelta(days=int(rule["plan_days"])),
            finish_on=today + timedelta(days=int(rule["finish_days"])), raised_at=moment, raised_by=by,
        ))
    made = Notice.objects.bulk_create(made, batch_size=BATCH)
    append(_drafted(EventKind.RECTIFY_RAISED, one, by, after={"colour": one.colour, "finish": one.finish_on.isoformat()})
           for one in made)
    return made


@transaction.atomic
def plan(*, notice: Notice, text: str, by: User, version: int | None = None) -> Notice:
    """The branch writes its measures; it may mend them until the notice is closed."""
    if not is_own(by, notice.branch):
        raise Forbidden("role", _("Only the branch's own secretary writes its plan."))
    if not text.strip():
        raise Refused("plan", _("Please write the measures."))
    _write(notice, version, plan=text, planned_at=clock.now(), planned_by=by)
    _audit(EventKind.RECTIFY_PLANNED, notice, by, after={"plan": text})
    return notice


@transaction.atomic
def close(*, notice: Notice, result: str, by: User, version: int | None = None) -> Notice:
    """Sign a notice off; never on one's own branch, never without a plan."""
    answer = allows(by, Permission.RECTIFY_SIGN_OFF, notice.branch)
    if not answer:
        raise Forbidden("role", answer.reason)
    if is_own(by, notice.branch) or by.pk == notice.planned_by_id:
        raise Forbidden("own", _("Nobody decides on what he submitted himself or on his own branch."))
    if not notice.planned_at:
        raise OutOfStep("plan", _("The branch has not written its measures yet."))
    if not result.strip():
        raise Refused("result", _("Please write what was found when signing off."))
    _write(notice, version, result=result, closed_at=clock.now(), closed_by=by)
    _audit(EventKind.RECTIFY_CLOSED, notice, by, after={"result": result})
    return notice


def _write(notice: Notice, version: int | None, **values) -> None:
    seen = notice.version if version is None else version
    if not Notice.objects.filter(pk=notice.pk, version=seen, closed_at=None).update(
        version=F("version") + 1, **values,
    ):
        raise Stale(message=_("This notice was changed meanwhile; your text is kept below."))
    notice.refresh_from_db()


def _audit(kind: EventKind, notice: Notice, by: User | None, **what) -> None:
    append([_drafted(kind, notice, by, **what)])


def _drafted(kind: EventKind, notice: Notice, by: User | None, **what) -> Event:
    return draft(kind, by=by, subject=notice, branch=notice.branch.code, period=notice.quarter.code, **what)
