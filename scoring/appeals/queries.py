"""Reads of review requests: who sees which, what may be asked about, until when."""

import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from branches.access.allow import allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.access.reach import reach
from branches.basics import clock
from branches.org.models import Branch
from indexmetrics.evidence.models import Decision
from indexmetrics.periods import states, workdays
from indexmetrics.periods.models import Quarter
from indexmetrics.rulebook.outline import Outline
from indexmetrics.schemes.naming import named
from scoring.appeals.models import Appeal
from scoring.appeals.window import window_end
from scoring.verdicts.items import items
from scoring.verdicts.models import Verdict
from scoring.wording.why import why

# A quarter's runs are read through the relation: their slice stands below this one.
PRELIMINARY_RUN = "preliminary"


@dataclass(frozen=True)
class Point:
    """One thing a branch may ask to be looked at again."""

    code: str
    name: str
    kind: str
    points: str
    most: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Window:
    """The days in which a branch may ask, of one quarter."""

    quarter: Quarter
    last_day: date

    @property
    def is_open(self) -> bool:
        """Is it still open today?"""
        return self.quarter.state == states.PRELIMINARY and clock.today() <= self.last_day

    @property
    def days_left(self) -> int:
        """Days until its last day."""
        return (self.last_day - clock.today()).days


def visible_to(user: User) -> QuerySet[Appeal]:
    """All for those who answer or confirm, else the requests of one's own branches."""
    rows = Appeal.objects.select_related("branch", "quarter__scheme", "lodged_by", "answered_by")
    ids = reach(user, Permission.APPEAL_ANSWER, Permission.VERDICT_CONFIRM)
    if ids is None:
        return rows
    return rows.filter(Q(branch__in=ids) | Q(branch__in={branch.pk for branch in user.own_branches}))


def appeal_for(user: User, pk: int) -> Appeal:
    """One request, or 404 when it is not this person's to see."""
    found = visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404(pk)
    return found


def window_of(quarter: Quarter) -> Window:
    """The window of a quarter, open or not."""
    return Window(quarter, window_end(quarter))


def open_windows() -> list[Window]:
    """The windows that are open today, newest quarter first."""
    found = Quarter.objects.select_related("scheme").filter(state=states.PRELIMINARY)
    return [window for quarter in found if (window := window_of(quarter)).is_open]


def answer_due(appeal: Appeal, days: dict[date, bool]) -> date:
    """The last day for an answer: the scheme's working days after it was lodged."""
    length = int(appeal.quarter.scheme.document["calendar"]["appeal_answer_working_days"])
    return workdays.plus(clock.local(appeal.lodged_at).date(), length, days)


def points_to_ask(branch: Branch, quarter: Quarter) -> list[Point]:
    """The branch's own preliminary cells with points, its penalties and its vetoes; those that cost it first."""
    trail, outline = preliminary_trail(branch, quarter), quarter.scheme.outline
    asked = set(Appeal.objects.filter(branch=branch, quarter=quarter).values_list("about", flat=True))
    cells = [cell for cell in trail.get("cells", []) if cell["points"] is not None]
    cells.sort(key=lambda cell: cell["loss"] in (None, "0.00"))
    found = [
        Point(cell["indicator"], named(outline.indicators[cell["indicator"]].body), "indicator", cell["points"],
              cell["max"], why(cell, outline.document))
        for cell in cells
    ]
    found += [_act(outline, event) for event in trail.get("events", []) if event["kind"] in ("penalty", "veto")]
    proposed = Verdict.objects.awaiting().filter(branch=branch, quarter=quarter)
    found += [_act(outline, {"kind": "veto", "code": row.code, "points": None, "matter": row.matter}) for row in proposed]
    unique = {point.code: point for point in reversed(found)}
    return [point for point in unique.values() if point.code not in asked][::-1]


def preliminary_trail(branch: Branch, quarter: Quarter) -> dict:
    """The point trail of the branch in the newest preliminary computation; empty when there is none."""
    run = quarter.runs.filter(kind=PRELIMINARY_RUN).first()
    standing = run and run.standings.filter(branch_code=branch.code).first()
    return json.loads(standing.trail_text) if standing else {}


def about_name(appeal: Appeal) -> str:
    """What a request is about, in words."""
    outline = appeal.quarter.scheme.outline
    if appeal.about in outline.indicators:
        return named(outline.indicators[appeal.about].body)
    return _act(outline, {"kind": _kind(appeal.about), "code": appeal.about, "points": None}).name


def is_about_veto(appeal: Appeal) -> bool:
    """Vetoes are the committee's to answer."""
    return appeal.about in {row["code"] for row in appeal.quarter.scheme.document["vetoes"]}


def may_answer(user: User, appeal: Appeal) -> bool:
    """Does the page offer the answer: not on one's own branch, not to whoever decided first?"""
    right = Permission.VERDICT_CONFIRM if is_about_veto(appeal) else Permission.APPEAL_ANSWER
    return (
        appeal.state == Appeal.State.LODGED and bool(allows(user, right, appeal.branch))
        and not is_own(user, appeal.branch) and not decided_first(user, appeal)
    )


def decided_first(user: User, appeal: Appeal) -> bool:
    """Did this person decide on the evidence of the point, or enter the verdict, in the first place?"""
    rows = Decision.objects.filter(
        record__branch=appeal.branch, record__quarter=appeal.quarter,
        record__tags__indicator=appeal.about, decided_by=user)
    verdicts = Verdict.objects.filter(
        branch=appeal.branch, quarter=appeal.quarter, code=appeal.about, proposed_by=user)
    return rows.exists() or verdicts.exists()


def _act(outline: Outline, event: dict) -> Point:
    rows = {row["code"]: row for row in items(outline.document, event["kind"])}
    row = rows.get(event["code"], {"name_zh": event["code"]})
    return Point(event["code"], named(row), event["kind"], event["points"] or "", "", event.get("matter", ""))


def _kind(code: str) -> str:
    return "veto" if code.startswith("Z") else "penalty"
