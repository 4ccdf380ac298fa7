"""A quarter lived through: recorded with a file, submitted, accepted, published."""

from datetime import date

from branches.access.models import User
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence import actions as evidence
from indexmetrics.evidence.models import Record
from indexmetrics.periods.models import Quarter
from indexmetrics.review import actions as review
from scoring.boards.actions import publish
from scoring.boards.models import Edition
from tests import make


def published(
    quarter: Quarter, branch: Branch, secretary: User, reviewer: User, committee: User, *, title: str, data: dict, file: str,
) -> Edition:
    """The first edition of 2026Q2, with one accepted record of May and a PDF beside it."""
    with clock.frozen("2026-05-20"):
        written = evidence.record_event(
            branch=branch, kind="party_day", day=date(2026, 5, 18), title=title, tags=["L1"], by=secretary, data=data)
        evidence.attach(record=written, name=file, chunks=[make.PDF], by=secretary)
        evidence.submit_month(branch=branch, month="2026-05", by=secretary)
    for waiting in Record.objects.waiting():
        review.accept(record=waiting, by=reviewer)
    with clock.frozen("2026-07-24"):
        return publish(quarter=quarter, meeting="第14次", reason="演练", by=committee)
