"""Reads of the branch register: the directory of a day, one branch with its whole past."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from branches.access.models import Assignment
from branches.audit.models import Event
from branches.basics import clock
from branches.org.models import Branch, Profile, Seat, Term
from branches.org.queries import BranchOnDay, branches_as_of


@dataclass(frozen=True)
class BranchFile:
    """One branch: its row, what it is today, what it was, who held what."""

    branch: Branch
    today: BranchOnDay | None
    profiles: list[Profile]
    seats: list[Seat]
    terms: list[Term]
    secretaries: list[Assignment]
    version: int

    @property
    def term(self) -> Term | None:
        """The newest term."""
        return self.terms[0] if self.terms else None


def directory(*, day: date | None = None, words: str = "", type_code: str = "") -> list[BranchOnDay]:
    """The branches of a day in their order, as many as fit words and type; in four queries."""
    rows = branches_as_of(day or clock.today())
    return [
        row for row in rows
        if (not type_code or row.type == type_code)
        and (not words or any(words in text for text in (row.name, row.short, row.code, row.secretary)))
    ]


def closed() -> QuerySet[Branch]:
    """The branches that are closed, the newest closure first."""
    return Branch.objects.filter(closed_on__lt=clock.today()).select_related("merged_into").order_by("-closed_on")


def branch_named(code: str) -> Branch:
    """The branch of that code, or 404."""
    found = Branch.objects.select_related("merged_into").filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def file_of(branch: Branch) -> BranchFile:
    """Everything the register knows of a branch, the newest first."""
    today = branches_as_of(clock.today(), codes=[branch.code], closed_since=branch.founded_on)
    return BranchFile(
        branch=branch, today=today[0] if today else None,
        profiles=list(branch.profiles.order_by("-since")), seats=list(branch.seats.order_by("-since", "-pk")),
        terms=list(branch.terms.order_by("-started_on")),
        secretaries=list(branch.assignments.select_related("user").order_by("-since")),
        version=version_of(branch),
    )


def version_of(branch: Branch) -> int:
    """The number of the newest entry of the trail on the branch's register; 0 before the first."""
    newest = Event.objects.filter(branch_code=branch.code, kind__startswith="org.").order_by("-number").first()
    return newest.number if newest else 0


def standing(branch: Branch) -> dict[str, str]:
    """Names, type and day of closing in words, for whoever sent an older form."""
    now = profile_on(branch, clock.today())
    return {_("Name"): branch.name, _("Short name"): branch.short_name, _("Type"): now.type_code if now else "",
            _("Members"): now.members if now else "", _("Closed on"): branch.closed_on or ""}


def profile_on(branch: Branch, day: date) -> Profile | None:
    """The profile in force on a day."""
    return branch.profiles.filter(since__lte=day).order_by("-since").first()


def seat_of(branch: Branch, pk: int) -> Seat:
    """A seat of that branch that is still held, or 404."""
    found = branch.seats.filter(pk=pk, until=None).first()
    if found is None:
        raise Http404(pk)
    return found
