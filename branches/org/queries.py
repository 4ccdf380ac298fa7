"""Reads of the branch register: who is yours, and what a branch was on a given day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models import Q
from django.http import Http404

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.basics import clock
from branches.org.models import Branch, Bureau, Profile, Seat, Term

VACANCY_ALLOWED = timedelta(days=90)
DEMONSTRATION = "bureau-is-a-demonstration"


@dataclass(frozen=True)
class BranchOnDay:
    """A branch as of one day, ready for forms and for the engine."""

    id: int
    code: str
    name: str
    short: str
    type: str
    attributes: tuple[str, ...]
    members: int
    groups: int
    founded_on: date
    closed_on: date | None
    secretary: str = ""
    vacancies: tuple[str, ...] = ()
    term_overdue: bool = False
    seats: dict[str, str] = field(default_factory=dict)


def bureau() -> Bureau:
    """The bureau's row; an unsaved nameless one before it is named."""
    return Bureau.objects.first() or Bureau(name="")


def count_of_branches() -> int:
    """How many branches the register has, closed ones with them."""
    return Branch.objects.count()


def is_demonstration() -> bool:
    """Whether the bureau is made up; every page asks, so the answer is kept for a minute.

    False when the database is away: the page that says so must still come.
    """
    known = cache.get(DEMONSTRATION)
    if known is None:
        try:
            known = bureau().is_demo
        except DatabaseError:
            return False
        cache.set(DEMONSTRATION, known, 60)
    return known


def branch_for(user: User, code: str, *permissions: Permission) -> Branch:
    """The branch when one of the permissions covers it; a foreign one is as missing as none."""
    branch = Branch.objects.filter(code=code).first()
    if branch is None or not any(allows(user, permission, branch) for permission in permissions):
        raise Http404(code)
    return branch


def branches_as_of(
    day: date, *, codes: list[str] | None = None, closed_since: date | None = None,
) -> list[BranchOnDay]:
    """The branches of that day in their order, in four queries; `closed_since` keeps later closures."""
    not_closed = Q(closed_on=None) | Q(closed_on__gte=closed_since or day)
    found = Branch.objects.filter(not_closed, founded_on__lte=day)
    if codes is not None:
        found = found.filter(code__in=codes)
    branches = list(found.with_profile(day))
    ids = [branch.pk for branch in branches] if codes is not None else None
    narrowed = {"branch__in": ids} if ids is not None else {}
    profiles = {
        profile.pk: profile for profile in Profile.objects.filter(since__lte=day, **narrowed)
    }
    seats = _by_branch(Seat.objects.filter(since__lte=day, **narrowed).order_by("since"))
    terms = _by_branch(Term.objects.filter(started_on__lte=day, **narrowed).order_by("started_on"))
    return [
        _on_day(branch, profiles[branch.profile_id], seats.get(branch.pk, []), terms.get(branch.pk, []), day)
        for branch in branches if branch.profile_id in profiles
    ]


def branch_today(branch: Branch) -> BranchOnDay:
    """One branch as of today."""
    return branches_as_of(clock.today(), codes=[branch.code])[0]


def _by_branch(rows) -> dict[int, list]:
    grouped: dict[int, list] = {}
    for row in rows:
        grouped.setdefault(row.branch_id, []).append(row)
    return grouped


def _on_day(branch: Branch, profile: Profile, seats: list[Seat], terms: list[Term], day: date) -> BranchOnDay:
    latest = {seat.kind: seat for seat in seats}
    holders = {
        kind: seat.holder for kind, seat in latest.items() if seat.until is None or seat.until >= day
    }
    vacant = tuple(sorted(
        kind for kind, seat in latest.items()
        if kind not in holders and not seat.is_abolished and day - seat.until > VACANCY_ALLOWED
    ))
    term = terms[-1] if terms else None
    return BranchOnDay(
        id=branch.pk, code=branch.code, name=branch.name, short=branch.short_name,
        type=profile.type_code, attributes=tuple(sorted(profile.attributes)),
        members=profile.members, groups=profile.groups,
        founded_on=branch.founded_on, closed_on=branch.closed_on,
        secretary=holders.get(Seat.Kind.SECRETARY, ""), vacancies=vacant, seats=holders,
        term_overdue=bool(term and max(term.ends_on, term.extended_to or term.ends_on) < day),
    )
