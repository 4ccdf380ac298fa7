"""A computation before it is stored: made while others go on writing, stored only if nothing happened meanwhile."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeVar

from django.utils.translation import gettext as _

from branches.audit.kinds import EventKind
from branches.audit.moment import acts_since, newest_number, one_moment
from branches.basics import clock, quarters
from branches.basics.canonical import canonical
from branches.basics.progress import tell
from branches.basics.refusals import OutOfStep
from indexmetrics.periods.models import Quarter
from scoring.runs.hindrances import Hindrance, hindrances
from scoring.runs.inputs import gather
from scoring.runs.models import Run
from scoring.runs.sheet import Sheet, lay_out

Made = TypeVar("Made")
IN_MEMORY = 4 * 1024 * 1024  # larger drafts wait on the disk
TRIES = 3
# Acts of other parts of the house: no board is computed from them. A person's name it does copy.
APART = tuple(
    kind for kind in EventKind
    if kind.partition(".")[0] in ("access", "brand", "wall") and kind != EventKind.ACCESS_RENAMED
)


class Overtaken(OutOfStep):
    """Something happened between computing and storing."""

    def __init__(self) -> None:
        super().__init__("overtaken", _(
            "While the board was computed, others changed what it is computed from. Nothing was done; please try again."))


@dataclass(frozen=True)
class Draft:
    """A quarter as of one moment: its state, what stood in the way, hashes, and the sheets laid aside in a file."""

    quarter: str
    state: str
    at: datetime
    number: int
    inputs_sha256: str
    seal: str
    hindrances: list[Hindrance]
    count: int  # of branches
    file: BinaryIO

    def sheets(self) -> Iterator[Sheet]:
        """Code, row and trail, branch by branch as they were computed; as often as asked for."""
        self.file.seek(0)
        lines = (json.loads(line) if number % 3 == 0 else line.decode().rstrip("\n") for number, line in enumerate(self.file))
        return zip(lines, lines, lines, strict=True)

    def require_current(self) -> None:
        """In the transaction that stores it: nothing happened since that this quarter is computed from."""
        if self.at.date() != clock.today():
            raise Overtaken
        Quarter.objects.select_for_update(no_key=True).get(code=self.quarter)  # before the trail, as every step of a quarter
        periods = acts_since(self.number, apart=APART).values_list("period_code", flat=True)
        if any(not _is_later(period, self.quarter) for period in periods):
            raise Overtaken


def on_draft(quarter: Quarter, act: Callable[[Draft], Made], draft: Draft | None = None) -> Made:
    """What `act` makes of the draft, or of one made for it; of a new one, a few times, where that was overtaken."""
    if draft:
        return act(draft)
    for _try in range(TRIES - 1):
        with suppress(Overtaken), drafted(quarter) as made:
            return act(made)
    with drafted(quarter) as made:
        return act(made)


@contextmanager
def drafted(quarter: Quarter) -> Iterator[Draft]:
    """Compute the quarter as of one moment; nobody who writes waits for it."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        with one_moment():
            at, number = clock.now(), newest_number()
            state = Quarter.objects.values_list("state", flat=True).get(pk=quarter.pk)
            tell(_("gathering the facts"), 0, 2)
            inputs, found = gather(quarter), hindrances(quarter)
            tell(_("scoring"), 1, 2)
            seal, sheets = lay_out(inputs, quarter, _rows_before(quarter))
            for done, (code, row, trail) in enumerate(sheets):
                tell(_("laying out the branches"), done, len(inputs.branches))
                file.writelines(line.encode() + b"\n" for line in (canonical(code), row, trail))
        yield Draft(quarter.code, state, at, number, inputs.sha256(), seal, found, len(inputs.branches), file)


def _rows_before(quarter: Quarter) -> dict[str, dict]:
    """The rows of the quarter before as last confirmed, which changes are counted against."""
    run = Run.objects.filter(quarter__code=quarters.previous(quarter.code), kind=Run.Kind.FINAL).first()
    if run is None:
        return {}
    return {
        code: json.loads(text) for code, text in run.standings.values_list("branch_code", "row_text")
    }


def _is_later(period: str, quarter: str) -> bool:
    """Does this period ("2026Q3", "2026-07" or "") lie wholly after the quarter?"""
    return bool(period) and period[:7] > (quarter if "Q" in period else quarters.months_of(quarter)[-1])
