"""Reads for the workbook: an edition or an unpublished run as a report, later matters as of now."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, Model, QuerySet

from branches.basics import clock
from branches.org.queries import bureau
from indexmetrics.evidence.models import Decision, Submission
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import timetable
from scoring.appeals.models import Appeal
from scoring.boards.document import counts_of
from scoring.boards.models import Card, Edition
from scoring.boards.queries import Sight
from scoring.rectify.models import Notice
from scoring.reports.report import Appealed, Line, Rectified, Report, Submitted
from scoring.runs.models import Run

AT_ONCE = 200  # trails held in memory together
QUARTERS = 7  # earlier ones in the trend


@dataclass(frozen=True)
class Shelf:
    """The stored texts of a board; rows and trails are read piece by piece, in any order."""

    texts: QuerySet[Model]

    def lines(self, indices: Iterable[str]) -> list[Line]:
        """All printed rows, in the branches' order."""
        found = self.texts.order_by("position").values_list("pk", "row_text").iterator(AT_ONCE)
        codes = list(indices)
        return [Line.of(pk, json.loads(text), codes) for pk, text in found]

    def rows(self, lines: Iterable[Line]) -> Iterator[dict]:
        """The full rows of the lines."""
        for piece in _pieces(lines):
            found = dict(self._named(piece).values_list("pk", "row_text"))
            yield from (json.loads(found[line.key]) for line in piece)

    def trails(self, lines: Iterable[Line]) -> Iterator[dict]:
        """The trails of the lines."""
        for piece in _pieces(lines):
            found = dict(self._named(piece).values_list("pk", "trail_text"))
            yield from (json.loads(found.pop(line.key)) for line in piece)

    def events(self, lines: Iterable[Line]) -> Iterator[tuple[Line, list[dict]]]:
        """The lines that have verdicts; the others' trails are not even read."""
        by_key = {line.key: line for line in lines}
        # Canonical JSON has exactly this text where the list is empty; keys are sorted.
        having = self.texts.exclude(trail_text__contains='"events":[],"evidence"').order_by("position")
        for pk, text in having.values_list("pk", "trail_text").iterator(AT_ONCE):
            if pk in by_key:
                yield by_key[pk], json.loads(text)["events"]

    def _named(self, piece: list[Line]) -> QuerySet[Model]:
        return self.texts.filter(pk__in=[line.key for line in piece])


def of_edition(edition: Edition, sight: Sight | None = None) -> Report:
    """A published edition; without a sight, everything."""
    report = _report(edition.header, Shelf(edition.cards.all()), sight, is_final=True)
    report.history = _history(edition)
    return _with_later_matters(report, edition.quarter)


def of_run(run: Run, sight: Sight | None = None) -> Report:
    """A computation that is not published: a draft for comments."""
    scheme, office = run.quarter.scheme, bureau()
    header = {
        "bureau": office.name, "demo": office.is_demo, "quarter": run.quarter.code, "edition": None, "meeting": run.meeting,
        "published_at": None, "published_by": "", "reason": "", "waivers": run.waivers, "changes": [], "engine": run.engine,
        "scheme": json.loads(scheme.document_text), "scheme_code": scheme.code, "scheme_version": scheme.version,
        "audit_head": "", "seal": run.seal,
    }
    report = _report(header, Shelf(run.standings.all()), sight, is_final=False)
    return _with_later_matters(report, run.quarter)


def _report(header: dict, shelf: Shelf, sight: Sight | None, *, is_final: bool) -> Report:
    lines = shelf.lines(index["code"] for index in header["scheme"]["indices"])
    report = Report(
        header=header, lines=lines, rows=shelf.rows, trails=shelf.trails, events=shelf.events, is_final=is_final,
        own=None if sight is None or sight.everything else sight.own,
    )
    if "counts" not in header:
        header["counts"] = counts_of(({"colour": line.colour} for line in lines), report.outline.bands)
    return report


def _pieces(lines: Iterable[Line]) -> Iterator[list[Line]]:
    waiting = iter(lines)
    while piece := list(islice(waiting, AT_ONCE)):
        yield piece


def _history(edition: Edition) -> dict[str, dict[str, str]]:
    """Quarter → branch → total, from what was in force when the edition was published."""
    earlier = Edition.objects.filter(
        quarter_code__lt=edition.quarter_code, published_at__lte=edition.published_at,
    ).order_by("quarter_code", "number").values_list("quarter_code", "pk")
    in_force = dict(list(dict(earlier).items())[-QUARTERS:])
    named = {pk: quarter for quarter, pk in in_force.items()}
    found: dict[str, dict[str, str]] = {quarter: {} for quarter in in_force}
    cards = Card.objects.filter(edition__in=named).values_list("edition_id", "branch_code", "total")
    for key, branch, total in cards.iterator():
        found[named[key]][branch] = f"{total:.2f}"
    return found


def _with_later_matters(report: Report, quarter: Quarter) -> Report:
    report.as_of = clock.now()
    report.rectified = [_rectified(notice, report) for notice in _opened(report, Notice.objects.filter(quarter=quarter))]
    report.submitted = _submitted(report, quarter)
    appeals = _opened(report, Appeal.objects.filter(quarter=quarter)).select_related("answered_by").order_by("lodged_at", "pk")
    report.appealed = [
        Appealed(
            branch=report.name_of(appeal.branch.code), about=appeal.about, text=appeal.text, old=appeal.old_points,
            new=appeal.new_points, state=appeal.state, answer=appeal.answer,
            by=appeal.answered_by.name if appeal.answered_by else "",
        )
        for appeal in appeals
    ]
    return report


def _opened(report: Report, found: QuerySet) -> QuerySet:
    """Those of the branches that the reader may see."""
    found = found.select_related("branch")
    return found if report.own is None else found.filter(branch__code__in=report.own)


def _rectified(notice: Notice, report: Report) -> Rectified:
    line = report.by_code.get(notice.branch.code)
    state = "planned" if notice.planned_at else "open"
    if notice.finish_on < clock.today():
        state = "overdue"
    return Rectified(
        branch=report.name_of(notice.branch.code), number=notice.number, colour=notice.colour,
        problems=tuple(_problem(problem, report) for problem in notice.problems), measures=notice.plan,
        responsible=line.secretary if line else "", due=notice.finish_on,
        state="closed" if notice.closed_at else state,
        closed_on=clock.local(notice.closed_at).date() if notice.closed_at else None,
    )


def _problem(problem, report: Report) -> str:
    if not isinstance(problem, dict):
        return str(problem)
    return f"{report.indicator_word(problem.get('indicator', ''))} −{problem.get('loss', '')}"


def _submitted(report: Report, quarter: Quarter) -> list[Submitted]:
    """How the months of the opened branches came in, in three queries."""
    due = timetable(quarter).months
    sent = {
        (code, month): (at, waived)
        for code, month, at, waived in Submission.objects.filter(quarter=quarter).values_list(
            "branch__code", "month", "submitted_at", "waived_at")
    }
    returned: Counter = Counter()
    found = Decision.objects.filter(record__quarter=quarter, verdict=Decision.Verdict.RETURNED)
    for code, month, count in found.values_list("record__branch__code", "record__month").annotate(
        count=Count("pk")).order_by():
        returned[code, month] += count
    states = defaultdict(lambda: (None, None), sent)
    return [
        Submitted(
            branch=line.name, months=tuple(_state(*states[line.branch, month], day) for month, day in due.items()),
            returned=tuple(returned[line.branch, month] for month in due),
        )
        for line in report.opened
    ]


def _state(at, waived, due) -> str:
    if at is None:
        return "missing" if clock.today() > due else ""
    return "late" if clock.local(at).date() > due and not waived else "on_time"
