"""Verbs of computations: compute a trial or preliminary board, confirm the final one."""

from functools import partial
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.permissions import Permission
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.basics.progress import tell
from branches.basics.refusals import OutOfStep
from indexmetrics.periods import states
from indexmetrics.periods.actions import move
from indexmetrics.periods.models import Quarter
from scoring.engine import ENGINE_VERSION
from scoring.runs.draft import Draft, Overtaken, on_draft
from scoring.runs.hindrances import hindrances
from scoring.runs.leave import require, require_announceable, require_confirmable, waivers_of
from scoring.runs.models import Run, Standing

BATCH = 200


def compute(*, quarter: Quarter, by: User | None, draft: Draft | None = None) -> Run:
    """Compute the board as it stands now: a trial, or the preliminary result in that state."""
    require(by, Permission.BOARD_COMPUTE)
    return on_draft(quarter, partial(_compute, quarter, by), draft)


def announce(*, quarter: Quarter, by: User | None, reason: str = "", draft: Draft | None = None) -> Run:
    """Freeze the quarter if it still runs, then show each branch its preliminary result."""
    require_announceable(draft.hindrances if draft else hindrances(quarter), by, reason)
    return on_draft(quarter, partial(_announce, quarter, by, reason), draft)


def confirm(*, quarter: Quarter, by: User | None, meeting: str, reason: str = "", draft: Draft | None = None) -> Run:
    """The committee confirms with its meeting number; what is in the way must be settled or waived.

    A quarter that still runs is taken through its states in one step when nothing stands in the
    way. What the committee saw must be what it confirms: a preliminary run computed from other
    inputs than the present ones is refused.
    """
    require_confirmable(draft.hindrances if draft else hindrances(quarter), by, meeting, reason)
    return on_draft(quarter, partial(_confirm, quarter, by, meeting.strip(), reason), draft)


@transaction.atomic
def _compute(quarter: Quarter, by: User | None, draft: Draft) -> Run:
    """A computation stands for its moment, so what happens meanwhile does not spoil it; another state does."""
    if Quarter.objects.select_for_update(no_key=True).get(pk=quarter.pk).state != draft.state:
        raise Overtaken
    kind = Run.Kind.PRELIMINARY if draft.state == states.PRELIMINARY else Run.Kind.TRIAL
    return _store(draft, quarter, kind, by)


@transaction.atomic
def _announce(quarter: Quarter, by: User | None, reason: str, draft: Draft) -> Run:
    draft.require_current()
    waived = waivers_of(draft.hindrances, reason)
    _advance(quarter, states.PRELIMINARY, by)
    return _store(draft, quarter, Run.Kind.PRELIMINARY, by, waivers=waived)


@transaction.atomic
def _confirm(quarter: Quarter, by: User | None, meeting: str, reason: str, draft: Draft) -> Run:
    draft.require_current()
    waived = waivers_of(draft.hindrances, reason)
    corrects = quarter.state == states.PUBLISHED
    if not corrects:
        _advance(quarter, states.CONFIRMED, by)
    shown = Run.objects.filter(quarter=quarter, kind=Run.Kind.PRELIMINARY).first()
    if shown and not corrects and shown.seal != draft.seal:
        raise OutOfStep("changed", _(
            "Something changed since the preliminary result was computed; compute it again before confirming."))
    run = _store(draft, quarter, Run.Kind.FINAL, by, meeting=meeting, waivers=waived)
    audit(
        EventKind.BOARD_CONFIRMED, by=by, subject=run, period=quarter.code, reason=reason,
        after={"meeting": run.meeting, "seal": run.seal, "waived": [row["code"] for row in waived]},
    )
    return run


def _store(
    draft: Draft, quarter: Quarter, kind: str, by: User | None, *, meeting: str = "", waivers: list | None = None,
) -> Run:
    run = Run.objects.create(
        quarter=quarter, kind=kind, engine=ENGINE_VERSION, scheme_sha256=quarter.scheme.sha256,
        inputs_sha256=draft.inputs_sha256, seal=draft.seal, meeting=meeting, waivers=waivers or [],
        computed_at=draft.at, computed_by=by,
    )
    standings = (
        Standing(run=run, branch_code=code, position=position, row_text=row, trail_text=trail)
        for position, (code, row, trail) in enumerate(draft.sheets())
    )
    while batch := list(islice(standings, BATCH)):
        tell(_("storing the branches"), batch[0].position, draft.count)
        Standing.objects.bulk_create(batch)
    audit(
        EventKind.RUN_COMPUTED, by=by, subject=run, period=quarter.code, after={"kind": kind, "seal": run.seal},
    )
    return run


def _advance(quarter: Quarter, to: str, by: User | None) -> None:
    """Step by step up to the state; each step is an event of its own."""
    while states.ORDER.index(quarter.state) < states.ORDER.index(to):
        move(quarter=quarter, to=states.ORDER[states.ORDER.index(quarter.state) + 1], by=by)
