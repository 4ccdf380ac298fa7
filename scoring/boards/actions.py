"""Verbs of editions: confirmed run → published edition; a mistake becomes the next edition."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.audit.actions import record as audit
from branches.audit.kinds import EventKind
from branches.audit.queries import head_digest
from branches.basics import clock, quarters
from branches.basics.progress import tell
from branches.basics.refusals import Forbidden, OutOfStep
from branches.org.models import Branch
from branches.org.queries import bureau
from indexmetrics.periods import states
from indexmetrics.periods.actions import move
from indexmetrics.periods.models import Quarter
from scoring.boards import document
from scoring.boards.leave import awaiting, corrected_by, require_open, require_post, takes_draft
from scoring.boards.models import Card, Edition
from scoring.rectify.actions import raise_notices
from scoring.runs.actions import confirm
from scoring.runs.draft import Draft, on_draft
from scoring.runs.models import Run

# What a notice keeps of a cell: enough to say in one sentence what was missing.
PROBLEM = ("indicator", "points", "max", "loss", "reason", "parts")

BATCH = 200


def publish(
    *, quarter: Quarter, by: User | None, meeting: str = "", reason: str = "", draft: Draft | None = None,
) -> Edition:
    """Confirm when still needed, and publish the next edition in the same step.

    The first edition takes the run the committee confirmed; a later one is a correction: it is
    computed anew, needs a meeting number and a reason, and says what changed. Two persons stand behind
    it: what is published was computed by another one before. What refuses without computing comes first,
    the computing before the transaction.
    """
    require_post(by)
    act = partial(_publish, quarter, by, meeting, reason)
    if draft is None and not takes_draft(quarter, by, meeting, reason):
        return act(None)
    return on_draft(quarter, act, draft)


@transaction.atomic
def _publish(quarter: Quarter, by: User | None, meeting: str, reason: str, draft: Draft | None) -> Edition:
    quarter = Quarter.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=quarter.pk)
    before = corrected_by(quarter, reason)
    run = _confirmed(quarter, by, meeting, reason, before, draft)
    _seen_by_two(quarter, run, by, before)
    edition = _freeze(quarter, run, by, reason if before else "", before)
    if quarter.state == states.CONFIRMED:
        move(quarter=quarter, to=states.PUBLISHED, by=by)
    _raise_notices(edition, by)
    audit(
        EventKind.BOARD_PUBLISHED, by=by, subject=edition, period=quarter.code, reason=edition.reason,
        after={"edition": edition.number, "seal": edition.seal, "content": edition.content_sha256, "meeting": run.meeting},
    )
    return edition


def _confirmed(
    quarter: Quarter, by: User | None, meeting: str, reason: str, before: Edition | None, draft: Draft | None,
) -> Run:
    """The final run to publish: the confirmed one that waits, or one confirmed now."""
    waiting = awaiting(quarter, meeting)
    if waiting:
        return waiting
    require_open(quarter)
    run = confirm(quarter=quarter, by=by, meeting=meeting, reason=reason, draft=draft)
    if before and run.seal == before.seal and run.scheme_sha256 == before.run.scheme_sha256:
        raise OutOfStep("unchanged", _("Nothing changed since edition %(number)s; there is nothing to correct.") % {
            "number": before.number})
    return run


def _seen_by_two(quarter: Quarter, run: Run, by: User | None, before: Edition | None) -> None:
    """A correction is what another person computed since the edition it corrects, to the last digit."""
    if before is None or by is None or not settings.FOUR_EYES:
        return
    prepared = Run.objects.filter(quarter=quarter, seal=run.seal, computed_at__gte=before.published_at)
    if not prepared.exclude(computed_by=by).exclude(computed_by=None).exists():
        raise Forbidden("four_eyes", _(
            "A correction takes two persons: another one computes the board as it is now, then it is published."))


def _freeze(quarter: Quarter, run: Run, by: User | None, reason: str, before: Edition | None) -> Edition:
    """Write edition and cards once; from here on nothing touches them."""
    rows = {code: json.loads(text) for code, text in run.standings.values_list("branch_code", "row_text")}
    old = _rows_of(before) if before else {}
    office = bureau()
    number, moment = (before.number if before else 0) + 1, clock.now()
    header = document.canonical({
        "format": 1, "bureau": office.name, "brand": office.brand, "demo": office.is_demo, "quarter": quarter.code,
        "edition": number, "meeting": run.meeting, "published_at": moment.isoformat(timespec="seconds"),
        "published_by": by.name if by else "", "reason": reason, "waivers": run.waivers,
        "changes": document.changes_between(old, rows) if before else [],
        "engine": run.engine, "scheme": json.loads(quarter.scheme.document_text), "scheme_code": quarter.scheme.code,
        "scheme_version": quarter.scheme.version, "audit_head": head_digest(), "seal": run.seal,
        "counts": document.counts_of(rows.values(), quarter.scheme.outline.bands),
        "previous": _previous(quarter),
    })
    edition = Edition.objects.create(
        quarter=quarter, quarter_code=quarter.code, number=number, run=run, meeting=run.meeting, reason=reason,
        header_text=header, seal=run.seal, content_sha256=document.content_sha256(header, _texts(run)),
        published_at=moment, published_by=by,
    )
    standings = run.standings.iterator(chunk_size=BATCH)
    while batch := list(islice(standings, BATCH)):
        tell(_("writing the edition"), batch[0].position, len(rows))
        Card.objects.bulk_create([
            Card(
                edition=edition, branch_code=s.branch_code, position=s.position, row_text=s.row_text,
                trail_text=s.trail_text, colour=rows[s.branch_code]["colour"], total=rows[s.branch_code]["total"],
            )
            for s in batch
        ])
    return edition


def _texts(run: Run) -> Iterator[tuple[str, str]]:
    return run.standings.values_list("row_text", "trail_text").iterator(chunk_size=BATCH)


def _rows_of(edition: Edition) -> dict[str, dict]:
    return {code: json.loads(text) for code, text in edition.cards.values_list("branch_code", "row_text")}


def _previous(quarter: Quarter) -> dict | None:
    """The edition in force of the quarter before, which changes are counted against."""
    edition = Edition.objects.newest_of(quarters.previous(quarter.code))
    if edition is None:
        return None
    return {"quarter": edition.quarter_code, "edition": edition.number, "seal": edition.seal}


def _raise_notices(edition: Edition, by: User | None) -> None:
    """Raise the notices the colours ask for; a quarter raises one for a branch, however many editions."""
    asked = {
        row["colour"] for row in edition.quarter.scheme.document["actions_by_colour"] if row["finish_days"]
    }
    cards = edition.cards.filter(colour__in=asked)
    branches = {branch.code: branch for branch in Branch.objects.filter(code__in=cards.values("branch_code"))}
    raise_notices(quarter=edition.quarter, by=by, asked=(
        (branches[card.branch_code], card.colour, _problems(card)) for card in cards.iterator(chunk_size=BATCH)
    ))


def _problems(card: Card) -> list[dict]:
    """The five cells that cost most, the dearest first."""
    losses = sorted(
        (cell for cell in card.trail["cells"] if cell.get("loss") and cell["loss"] != "0.00"),
        key=lambda cell: -Decimal(cell["loss"]),
    )
    return [{name: cell[name] for name in PROBLEM} for cell in losses[:5]]
