"""Records held for a check on site, as a list to take along."""

from dataclasses import dataclass

from branches.access.models import User
from branches.org.models import Branch
from indexmetrics.evidence.describing import summary
from indexmetrics.evidence.models import Record
from indexmetrics.evidence.words import kind_name
from indexmetrics.periods.models import Quarter
from indexmetrics.review.queries import in_scope, waiting_for


@dataclass(frozen=True)
class Visit:
    """One record with what to look at."""

    record: Record
    name: str
    figures: str


def visits(user: User) -> list[tuple[Branch, list[Visit]]]:
    """Branch → its held records in this user's scope, in the branches' order."""
    quarters = {row.pk: row for row in Quarter.objects.select_related("scheme")}
    found: dict[int, tuple[Branch, list[Visit]]] = {}
    for record in in_scope(user, waiting_for(user).filter(is_on_hold=True), quarters):
        outline = quarters[record.quarter_id].scheme.outline
        visit = Visit(record, kind_name(outline, record), summary(outline, record))
        found.setdefault(record.branch_id, (record.branch, []))[1].append(visit)
    return list(found.values())
