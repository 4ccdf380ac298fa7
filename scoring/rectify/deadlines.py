"""How a notice stands: what is due next, in how many days, and its problems in words."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from branches.access.allow import allows, is_own
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from scoring.rectify.models import Notice
from scoring.rectify.queries import visible_to
from scoring.wording.names import Names
from scoring.wording.why import why

SOON = 5
PLAN_DUE, PLAN_LATE, UNDER_WAY, FINISH_LATE, CLOSED = "plan_due", "plan_late", "under_way", "finish_late", "closed"


@dataclass(frozen=True)
class Standing:
    """A notice with its state on a day."""

    notice: Notice
    day: date

    @property
    def state(self) -> str:
        """What it waits for."""
        if self.notice.closed_at:
            return CLOSED
        if self.day > self.notice.finish_on:
            return FINISH_LATE
        if self.notice.planned_at:
            return UNDER_WAY
        return PLAN_LATE if self.day > self.notice.plan_by else PLAN_DUE

    @property
    def words(self) -> str:
        """The state in words."""
        return {
            PLAN_DUE: _("Waits for the branch's measures"), PLAN_LATE: _("Measures overdue"),
            UNDER_WAY: _("Being put right"), FINISH_LATE: _("Overdue"), CLOSED: _("Signed off"),
        }[self.state]

    @property
    def mark(self) -> str:
        """The state as a mark."""
        return {PLAN_DUE: "○", PLAN_LATE: "▲", UNDER_WAY: "◐", FINISH_LATE: "✕", CLOSED: "●"}[self.state]

    @property
    def due(self) -> date | None:
        """The next due day; none once it is signed off."""
        if self.notice.closed_at:
            return None
        return self.notice.finish_on if self.notice.planned_at or self.state == FINISH_LATE else self.notice.plan_by

    @property
    def days_left(self) -> int | None:
        """Days until the next due day; negative when past."""
        return None if self.due is None else (self.due - self.day).days

    @property
    def days_over(self) -> int:
        """Days past the next due day."""
        return max(0, -(self.days_left or 0))

    @property
    def is_late(self) -> bool:
        """Is something overdue?"""
        return self.state in (PLAN_LATE, FINISH_LATE)

    @property
    def is_soon(self) -> bool:
        """Is something due within five days?"""
        return not self.is_late and self.days_left is not None and self.days_left <= SOON


@dataclass(frozen=True)
class Problem:
    """One problem of a notice in words."""

    code: str
    name: str
    loss: str
    sentence: str


def standings(user: User, *, only_open: bool = False) -> list[Standing]:
    """The notices this person may see, what is due first on top; one query."""
    rows = visible_to(user).select_related("quarter__scheme")
    if only_open:
        rows = rows.filter(closed_at=None)
    today = clock.today()
    found = [Standing(row, today) for row in rows]
    return sorted(found, key=lambda row: (row.due is None, row.due or date.max, row.notice.number))


def notice_for(user: User, number: str) -> Standing:
    """One notice, or 404 when it is not this person's to see."""
    row = visible_to(user).select_related(
        "quarter__scheme", "raised_by", "planned_by", "closed_by").filter(number=number).first()
    if row is None:
        raise Http404(number)
    return Standing(row, clock.today())


def problems(notice: Notice) -> list[Problem]:
    """The problems in words: indicator, points lost, and why."""
    document = notice.quarter.scheme.document
    names = Names(document)
    return [
        Problem(
            row["indicator"], names.indicator(row["indicator"]), row["loss"],
            why({**row, "index": ""}, document) if "reason" in row else "",
        )
        for row in notice.problems
    ]


def action_words(notice: Notice) -> str:
    """What the scheme says happens at this colour."""
    rows = notice.quarter.scheme.document["actions_by_colour"]
    found = next((row for row in rows if row["colour"] == notice.colour), {})
    return found.get("action_zh", "")


def may_plan(user: User, notice: Notice) -> bool:
    """Does the page offer the plan: to the branch's own secretary while the notice is open?"""
    return notice.closed_at is None and is_own(user, notice.branch)


def may_close(user: User, notice: Notice) -> bool:
    """Does the page offer to sign off: to a reviewer, not on his own branch, once there is a plan?"""
    return (
        notice.closed_at is None and notice.planned_at is not None and not is_own(user, notice.branch)
        and user.pk != notice.planned_by_id and bool(allows(user, Permission.RECTIFY_SIGN_OFF, notice.branch))
    )
