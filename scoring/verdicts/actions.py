"""Verbs of verdicts: proposed → confirmed or dropped."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from branches.org.models import Branch
from indexmetrics.periods import acts
from indexmetrics.periods.models import Quarter
from scoring.verdicts.items import item_of, points_of, proposed_by
from scoring.verdicts.models import Verdict


@transaction.atomic
def propose(
    *, branch: Branch, quarter: Quarter, kind: str, code: str, matter: str, document_number: str,
    dated: date, by: User | None, level: str = "", points: Decimal | None = None, same_matter: str = "",
) -> Verdict:
    """Enter a bonus or penalty, or propose a veto; the same document counts once for an item."""
    document = quarter.scheme.document
    item = item_of(document, kind, code)
    acts.require(by, "propose_veto" if kind == Verdict.Kind.VETO else "propose", branch, quarter)
    if kind == Verdict.Kind.VETO and by is not None and not proposed_by(item, by.roles):
        raise Forbidden("office", _("This veto is proposed by another office."))
    if not document_number.strip() or not matter.strip():
        raise Refused("document_number", _("A verdict needs its matter and its document number."))
    try:
        with transaction.atomic():
            verdict = Verdict.objects.create(
                branch=branch, quarter=quarter, kind=kind, code=code, level=level,
                points=points_of(kind, item, level, points), matter=matter,
                document_number=document_number, same_matter=same_matter, dated=dated, proposed_at=clock.now(), proposed_by=by,
            )
    except IntegrityError as error:
        raise OutOfStep("matter", _("Document %(number)s already counts for %(code)s.") % {
            "number": document_number, "code": code}) from error
    _audit(EventKind.VERDICT_PROPOSED, verdict, by)
    return verdict


@transaction.atomic
def confirm(*, verdict: Verdict, by: User | None, reason: str) -> Verdict:
    """The committee confirms a veto, with its meeting number as the reason."""
    return _decide(verdict, Verdict.State.CONFIRMED, EventKind.VERDICT_CONFIRMED, by, reason)


@transaction.atomic
def drop(*, verdict: Verdict, by: User | None, reason: str) -> Verdict:
    """Take a verdict back, or refuse a proposed veto; it stays visible."""
    return _decide(verdict, Verdict.State.DROPPED, EventKind.VERDICT_DROPPED, by, reason)


def _decide(verdict: Verdict, state: str, event: EventKind, by: User | None, reason: str) -> Verdict:
    is_veto = verdict.kind == Verdict.Kind.VETO
    acts.require(by, "decide_veto" if is_veto else "drop", verdict.branch, verdict.quarter)
    if is_veto and by is not None and by.pk == verdict.proposed_by_id:
        raise Forbidden("own", _("Nobody decides on what he submitted himself or on his own branch."))
    reason = owed(reason, most=200, ask=_("Please give the reason or the meeting number."))
    moved = Verdict.objects.filter(pk=verdict.pk, state=verdict.state).exclude(
        state=Verdict.State.DROPPED,
    ).update(state=state, decided_at=clock.now(), decided_by=by, decision_reason=reason)
    if not moved:
        raise OutOfStep("verdict", _("This verdict was decided meanwhile."))
    verdict.refresh_from_db()
    _audit(event, verdict, by, reason)
    return verdict


def _audit(kind: EventKind, verdict: Verdict, by: User | None, reason: str = "") -> None:
    audit(
        kind, by=by, subject=verdict, branch=verdict.branch.code, period=verdict.quarter.code, reason=reason,
        after={
            "kind": verdict.kind, "code": verdict.code, "points": str(verdict.points),
            "document": verdict.document_number, "state": verdict.state,
            **({"same_matter": verdict.same_matter} if verdict.same_matter else {}),
        },
    )
