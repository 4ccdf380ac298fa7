"""What falls due by itself: quarters freeze, the registers propose vetoes."""

from django.db import transaction

from branches.access.models import User
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.periods import states
from indexmetrics.periods.actions import move
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable
from scoring.alerts.snapshot import Snapshot
from scoring.alerts.vetoes import proposals
from scoring.verdicts.actions import propose
from scoring.verdicts.models import Verdict


@transaction.atomic
def freeze_due(*, by: User | None) -> list[Quarter]:
    """Freeze every quarter whose freezing day has come; a frozen one is left alone."""
    days, frozen = exceptions(), []
    for quarter in Quarter.objects.select_related("scheme").filter(state=states.OPEN).order_by("code"):
        if clock.today() >= timetable(quarter, days).frozen:
            frozen.append(move(quarter=quarter, to=states.FROZEN, by=by))
    return frozen


@transaction.atomic
def propose_vetoes(*, snapshot: Snapshot, by: User | None) -> list[Verdict]:
    """Propose what the registers show, once a quarter for a branch and item; a dropped one is not raised again."""
    found = proposals(snapshot)
    known = set(Verdict.objects.filter(
        quarter__in={row.quarter.pk for row in found}, code__in={row.code for row in found},
    ).values_list("branch", "quarter", "code"))
    branches = Branch.objects.in_bulk({row.branch.id for row in found})
    made = []
    for row in found:
        key = (row.branch.id, row.quarter.pk, row.code)
        if key in known:
            continue
        known.add(key)
        made.append(propose(
            branch=branches[row.branch.id], quarter=row.quarter, kind=Verdict.Kind.VETO, code=row.code,
            matter=row.matter, document_number=row.document_number, dated=row.dated, by=by))
    return made
