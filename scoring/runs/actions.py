"""Verbs of computations: compute a trial or preliminary board, confirm the final one."""

import json
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics import clock, quarters
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from indexmetrics.periods import states
from indexmetrics.periods.actions import move
from indexmetrics.periods.models import Quarter
from scoring.engine import ENGINE_VERSION
from scoring.runs.hindrances import Hindrance, hindrances
from scoring.runs.inputs import gather
from scoring.runs.models import Run, Standing
from scoring.runs.sheet import lay_out

BATCH = 200


@transaction.atomic
def compute(*, quarter: Quarter, by: User | None) -> Run:
    """Compute the board as it stands now: a trial, or the preliminary result in that state."""
    _require(by, Permission.BOARD_COMPUTE)
    kind = Run.Kind.PRELIMINARY if quarter.state == states.PRELIMINARY else Run.Kind.TRIAL
    return _run(quarter, kind, by)


@transaction.atomic
def announce(*, quarter: Quarter, by: User | None, reason: str = "") -> Run:
    """Freeze the quarter if it still runs, then show each branch its preliminary result."""
    _require(by, Permission.PERIOD_MOVE)
    waived = _settle(quarter, reason)
    _advance(quarter, states.PRELIMINARY, by)
    return _run(quarter, Run.Kind.PRELIMINARY, by, waivers=waived)


@transaction.atomic
def confirm(*, quarter: Quarter, by: User | None, meeting: str, reason: str = "") -> Run:
    """The committee confirms with its meeting number; what is in the way must be settled or waived.

    A quarter that still runs is taken through its states in one step when nothing stands in the
    way. What the committee saw must be what it confirms: a preliminary run computed from other
    inputs than the present ones is refused.
    """
    _require(by, Permission.BOARD_CONFIRM)
    if not meeting.strip():
        raise Refused("meeting", _("The committee's meeting number is missing."))
    waived = _settle(quarter, reason)
    corrects = quarter.state == states.PUBLISHED
    if not corrects:
        _advance(quarter, states.CONFIRMED, by)
    shown = Run.objects.filter(quarter=quarter, kind=Run.Kind.PRELIMINARY).first()
    run = _run(quarter, Run.Kind.FINAL, by, meeting=meeting.strip(), waivers=waived)
    if shown and not corrects and shown.seal != run.seal:
        raise OutOfStep("changed", _(
            "Something changed since the preliminary result was computed; compute it again before confirming."))
    audit(
        EventKind.BOARD_CONFIRMED, by=by, subject=run, period=quarter.code, reason=reason,
        after={"meeting": run.meeting, "seal": run.seal, "waived": [row["code"] for row in waived]},
    )
    return run


def _run(quarter: Quarter, kind: str, by: User | None, *, meeting: str = "", waivers: list | None = None) -> Run:
    inputs = gather(quarter)
    seal, sheets = lay_out(inputs, quarter, _rows_before(quarter))
    run = Run.objects.create(
        quarter=quarter, kind=kind, engine=ENGINE_VERSION, scheme_sha256=quarter.scheme.sha256,
        inputs_sha256=inputs.sha256(), seal=seal, meeting=meeting, waivers=waivers or [],
        computed_at=clock.now(), computed_by=by,
    )
    standings = (
        Standing(run=run, branch_code=code, position=position, row_text=row, trail_text=trail)
        for position, (code, row, trail) in enumerate(sheets)
    )
    while batch := list(islice(standings, BATCH)):
        Standing.objects.bulk_create(batch)
    audit(
        EventKind.RUN_COMPUTED, by=by, subject=run, period=quarter.code, after={"kind": kind, "seal": seal},
    )
    return run


def _rows_before(quarter: Quarter) -> dict[str, dict]:
    """The rows of the quarter before as last confirmed, which changes are counted against."""
    run = Run.objects.filter(quarter__code=quarters.previous(quarter.code), kind=Run.Kind.FINAL).first()
    if run is None:
        return {}
    return {
        code: json.loads(text) for code, text in run.standings.values_list("branch_code", "row_text")
    }


def _settle(quarter: Quarter, reason: str) -> list[dict]:
    """What was waived; refuse when something hard is in the way, or something soft without a reason."""
    found = hindrances(quarter)
    hard = [row for row in found if not row.waivable]
    if hard or (found and not reason.strip()):
        raise OutOfStep("hindered", "\n".join(row.sentence for row in (hard or found)))
    return [_waiver(row, reason) for row in found]


def _waiver(row: Hindrance, reason: str) -> dict:
    return {"code": row.code, "sentence": row.sentence, "reason": reason.strip(), "branches": row.branches}


def _advance(quarter: Quarter, to: str, by: User | None) -> None:
    """Step by step up to the state; each step is an event of its own."""
    while states.ORDER.index(quarter.state) < states.ORDER.index(to):
        move(quarter=quarter, to=states.ORDER[states.ORDER.index(quarter.state) + 1], by=by)


def _require(by: User | None, permission: Permission) -> None:
    if by is not None:
        answer = allows(by, permission)
        if not answer:
            raise Forbidden("role", answer.reason)
