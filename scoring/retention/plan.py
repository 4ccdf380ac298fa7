"""Reads of what goes, when, and what holds it back: the same list for the dry run, the deletion and the notice."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock, quarters
from branches.org.models import Branch
from indexmetrics.evidence import states
from indexmetrics.evidence.models import Attachment, Record
from indexmetrics.evidence.models_requests import Reopening
from indexmetrics.evidence.scratch import Scratch
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.states import ARCHIVED, PUBLISHED
from scoring.appeals.models import Appeal
from scoring.rectify.models import Notice
from scoring.retention import periods
from scoring.verdicts.models import Verdict

CLOSED = (PUBLISHED, ARCHIVED)
MOST_NAMED = 10  # branches in a notice
MONTH = re.compile(r"^/evidence/(\d{4}-\d{2})/")
RECORD = re.compile(r"^/evidence/record/(\d+)/")


@dataclass(frozen=True)
class Month:
    """One branch's month: the unit in which things go."""

    branch: Branch
    month: str
    records: int
    files: int
    size: int
    drafts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Batch:
    """The evidence of one quarter whose time is over, or nearly."""

    quarter: Quarter
    announced: datetime | None
    going: QuerySet[Record]
    held: dict[Branch, list[str]]

    @property
    def goes_on(self) -> date:
        """The day of its deletion, if notice is given today at the latest."""
        return periods.goes_on(self.quarter.code, self.announced)

    @property
    def is_due(self) -> bool:
        """Announced, and the day has come."""
        return self.announced is not None and clock.today() >= self.goes_on

    @property
    def held_words(self) -> str:
        """Which branch is held back by what, each on a line of its own; the first of many."""
        lines = [f"{branch.name}: {_('; ').join(reasons)}" for branch, reasons in self.held.items()]
        more = len(lines) - MOST_NAMED
        lines = lines[:MOST_NAMED] + ([_("and %(n)d more") % {"n": more}] if more > 0 else [])
        return "".join(f"\n{line}" for line in lines)

    @cached_property
    def months(self) -> list[Month]:
        """The branch-months that go, in the branches' order."""
        return _months(self.going)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Records, branches, files and their bytes, each counted where it lies beside a record; two queries however many."""
        files = Attachment.objects.in_store().filter(record__in=self.going).aggregate(files=Count("pk"), size=Sum("size"))
        return self.going.aggregate(records=Count("pk"), branches=Count("branch", distinct=True)) | files | {"size": files["size"] or 0}


def batches(but: Iterable[int] = ()) -> list[Batch]:
    """Each closed quarter that still has evidence and whose deletion is announced or has to be; oldest first.

    `but` are records that go another way before.
    """
    left = Record.objects.filter(quarter=OuterRef("pk"), expired_at=None)
    closed = [row for row in Quarter.objects.filter(state__in=CLOSED).order_by("code") if periods.is_announced_by(row.code)]
    wanted = Quarter.objects.filter(Exists(left), pk__in=[row.pk for row in closed]).order_by("code") if closed else ()
    return [_batch(quarter, list(but)) for quarter in wanted]


def _batch(quarter: Quarter, but: list[int]) -> Batch:
    announced = Event.objects.filter(
        kind=EventKind.RETENTION_ANNOUNCED, subject="quarter", subject_id=str(quarter.pk)).order_by("number").first()
    held, left = what_holds(quarter), Record.objects.filter(quarter=quarter, expired_at=None)
    still = Branch.objects.filter(pk__in=left.filter(branch__in=held).order_by().values("branch")) if held else ()
    return Batch(quarter, announced.at if announced else None, left.exclude(Q(branch__in=held) | Q(pk__in=but)).order_by(),
                 {branch: held[branch.pk] for branch in still})


def what_holds(quarter: Quarter, branch: Branch | None = None) -> dict[int, list[str]]:
    """Branch id → what is still open in its quarter, in words; nothing of such a branch goes."""
    found: dict[int, list[str]] = defaultdict(list)
    only = Q(branch=branch) if branch else Q()
    records = Record.objects.filter(only, quarter=quarter)
    for rows, words in (
        (records.filter(state=states.SUBMITTED), _("a record waits for review")),
        (records.filter(state=states.RETURNED), _("a returned record is not mended")),
        (Record.objects.filter(only, quarter=quarter, pk__in=Reopening.objects.filter(closed_at=None).values("record")),
         _("a reopening is not settled")),
        (Appeal.objects.waiting().filter(only, quarter=quarter), _("a review request is not answered")),
        (Notice.objects.filter(only, quarter=quarter, closed_at=None), _("a rectification is not signed off")),
        (Verdict.objects.awaiting().filter(only, quarter=quarter), _("a veto is neither confirmed nor dropped")),
    ):
        for pk in rows.order_by().values_list("branch", flat=True).distinct():
            found[pk].append(words)
    return dict(found)


def _months(records: QuerySet[Record]) -> list[Month]:
    """The branch-months of some records with their counts, in the branches' order; three queries."""
    files = {
        (row["record__branch"], row["record__month"]): (row["files"], row["size"] or 0)
        for row in Attachment.objects.in_store().filter(record__in=records).order_by().values("record__branch", "record__month")
        .annotate(files=Count("pk"), size=Sum("size"))
    }
    rows = list(records.order_by("branch__position", "branch__code", "month").values_list("branch", "month").annotate(n=Count("pk")))
    branches = Branch.objects.in_bulk({branch for branch, _month, _count in rows})
    return [Month(branches[branch], month, count, *files.get((branch, month), (0, 0))) for branch, month, count in rows]


def old_drafts() -> list[Month]:
    """Drafts of closed quarters that were never handed over and lay long enough since their last change."""
    before = periods.drafts_before()
    if before is None:
        return []
    found = Record.objects.filter(
        state=states.DRAFT, submitted_at=None, expired_at=None, quarter__state__in=CLOSED, recorded_at__lt=before)
    keys = list(found.values_list("pk", flat=True))
    changed = dict(Event.objects.filter(subject="record", subject_id__in=[str(pk) for pk in keys]).order_by()
                   .values_list("subject_id").annotate(Max("at")))
    old = [pk for pk in keys if str(pk) not in changed or changed[str(pk)] < before]
    by_month: dict[tuple[int, str], list[int]] = defaultdict(list)
    for branch, month, pk in found.filter(pk__in=old).order_by("pk").values_list("branch", "month", "pk"):
        by_month[branch, month].append(pk)
    return [replace(one, drafts=tuple(by_month[one.branch.pk, one.month])) for one in _months(found.filter(pk__in=old).order_by())]


def old_texts() -> list[int]:
    """Keys of unsaved texts that lay long enough; those of a month that is still open stay."""
    before = periods.drafts_before()
    if before is None:
        return []
    rows = list(Scratch.objects.filter(at__lt=before).values_list("pk", "place"))
    closed = set(Quarter.objects.filter(state__in=CLOSED).values_list("code", flat=True))
    named = {pk: int(found[1]) for pk, place in rows if (found := RECORD.match(place))}
    records = dict(Record.objects.filter(pk__in=named.values()).values_list("pk", "quarter__code"))
    return [pk for pk, place in rows if _is_over(pk, place, named, records, closed)]


def _is_over(pk: int, place: str, named: dict, records: dict, closed: set[str]) -> bool:
    """Does the text belong to a closed quarter, to a record that is gone, or to no month at all?"""
    if pk in named:
        return named[pk] not in records or records[named[pk]] in closed
    month = MONTH.match(place)
    if month is None:
        return True
    try:
        return str(quarters.parse_month(month[1]).quarter) in closed
    except ValueError:
        return True
