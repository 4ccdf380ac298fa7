"""The register of a quarter as one person may see it: bonus, penalty, vetoes, late reports."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from branches.access.allow import is_own
from branches.access.models import User
from branches.access.permissions import Permission as P
from branches.access.reach import reach
from branches.access.roles import Role
from branches.basics import clock, quarters
from branches.basics.refusals import Forbidden, OutOfStep, Refusal
from branches.org.queries import BranchOnDay, branches_as_of
from indexmetrics.periods import acts
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes.naming import named
from scoring.engine.totals import SECTIONS, counted
from scoring.verdicts.items import items
from scoring.verdicts.lateness import CODE as LATE
from scoring.verdicts.lateness import late_months
from scoring.verdicts.models import Verdict
from scoring.verdicts.words import effect_text, level_name

SEE_ALL = (P.VERDICT_PROPOSE, P.VERDICT_CONFIRM)


@dataclass
class Line:
    """One entry of the register, ready to print; late reports have no verdict behind them."""

    code: str
    name: str
    branch_name: str
    matter: str
    points: Decimal | None
    dated: date | None
    document_number: str = ""
    level: str = ""
    effect: str = ""
    verdict: Verdict | None = None
    month: str = ""
    counts: bool = True

    @property
    def state(self) -> str:
        """The verdict's state; a late report counts as it is."""
        return self.verdict.state if self.verdict else Verdict.State.CONFIRMED


@dataclass
class Register:
    """The three parts of a quarter's register."""

    quarter: Quarter
    bonus: list[Line] = field(default_factory=list)
    penalty: list[Line] = field(default_factory=list)
    veto: list[Line] = field(default_factory=list)

    @property
    def awaiting(self) -> list[Line]:
        """Vetoes that wait for the committee."""
        return [line for line in self.veto if line.state == Verdict.State.PROPOSED]

    @property
    def is_empty(self) -> bool:
        """Is there nothing at all?"""
        return not (self.bonus or self.penalty or self.veto)


class _Matter(NamedTuple):
    """A verdict as the engine's own rule of one matter looks at it."""

    pk: int
    branch: int
    matter: str
    points: Decimal
    code: str


def visible_to(user: User, quarter: Quarter) -> QuerySet[Verdict]:
    """All for reviewers and committee, the discipline office's own vetoes, one's own branch's entries."""
    rows = Verdict.objects.filter(quarter=quarter).select_related(
        "branch", "quarter__scheme", "proposed_by", "decided_by")
    everywhere = reach(user, *SEE_ALL)
    if everywhere is None:
        return rows
    mine = Q(branch__in={branch.pk for branch in user.own_branches} | everywhere)
    if Role.DISCIPLINE in user.roles:
        codes = [row["code"] for row in quarter.scheme.document["vetoes"] if row.get("proposed_by") == Role.DISCIPLINE]
        mine |= Q(kind=Verdict.Kind.VETO, code__in=codes)
    return rows.filter(mine)


def register_for(user: User, quarter: Quarter) -> Register:
    """The register of one quarter; fewer than ten queries whatever its length."""
    outline, found = quarter.scheme.outline, Register(quarter)
    rows = list(visible_to(user, quarter).order_by("branch__position", "code", "dated", "pk"))
    once = _counting(quarter, rows)
    names = {(kind, row["code"]): row for kind in Verdict.Kind.values for row in items(outline.document, kind)}
    for row in rows:
        item = names.get((row.kind, row.code), {"code": row.code, "name_zh": row.code})
        getattr(found, row.kind).append(Line(
            code=row.code, name=named(item), branch_name=row.branch.name, matter=row.matter, points=row.points,
            dated=row.dated, document_number=row.document_number, level=level_name(row.level),
            effect=effect_text(outline, item) if "effect" in item else "", verdict=row,
            counts=row.kind == Verdict.Kind.VETO or row.pk in once,
        ))
    found.penalty += _late(user, quarter, names.get((Verdict.Kind.PENALTY, LATE)))
    return found


def verdict_for(user: User, pk: int) -> Verdict:
    """One entry, or 404 when it is not this person's to see; for none at all some quarter is looked through as well."""
    its_own = Exists(Verdict.objects.filter(quarter=OuterRef("pk"), pk=pk))
    quarter = Quarter.objects.select_related("scheme").annotate(its_own=its_own).order_by("-its_own").first()
    found = visible_to(user, quarter).filter(pk=pk).first() if quarter else None
    if found is None:
        raise Http404(pk)
    return found


def quarters_of_register() -> list[str]:
    """The codes of the quarters to choose from, newest first."""
    return list(Quarter.objects.values_list("code", flat=True)[:8])


def may_decide(user: User, verdict: Verdict) -> bool:
    """Does the page offer the decision: a veto to the committee, dropping the rest to reviewers?"""
    is_veto = verdict.kind == Verdict.Kind.VETO
    verb = "decide_veto" if is_veto else "drop"
    if verdict.state == Verdict.State.DROPPED or not acts.is_possible(verb, verdict.quarter):
        return False
    return bool(acts.may(user, verb, verdict.branch)) and not (is_veto and user.pk == verdict.proposed_by_id)


def why_not(user: User, verdict: Verdict) -> Refusal:
    """The refusal for a decision that the page did not offer."""
    if verdict.state == Verdict.State.DROPPED or not acts.is_possible("drop", verdict.quarter):
        return OutOfStep("verdict", _("This verdict was decided meanwhile."))
    if is_own(user, verdict.branch) or user.pk == verdict.proposed_by_id:
        return Forbidden("own", _("Nobody decides on what he submitted himself or on his own branch."))
    return Forbidden("role", _("Your post does not include this."))


def sees_all(user: User) -> bool:
    """Does this person see the entries of every branch?"""
    return reach(user, *SEE_ALL) is None


def choosable_branches(user: User, quarter: Quarter) -> list[BranchOnDay]:
    """The branches a verdict may be entered for: covered by the post, never one's own."""
    day = min(quarters.last_day(quarter.code), clock.today())
    ids, own = reach(user, P.VERDICT_PROPOSE, P.VETO_PROPOSE), {branch.pk for branch in user.own_branches}
    rows = branches_as_of(day, closed_since=quarters.parse(quarter.code).first_day)
    return [row for row in rows if row.id not in own and (ids is None or row.id in ids)]


def _counting(quarter: Quarter, rows: list[Verdict]) -> set[int]:
    """Which entries count, by the same rule the engine applies: of one matter the one worth most."""
    chosen: set[int] = set()
    for kind in (Verdict.Kind.BONUS, Verdict.Kind.PENALTY):
        section = quarter.scheme.document[SECTIONS[kind]]
        matters = [
            _Matter(row.pk, row.branch_id, row.matter_key, row.points or Decimal(0), row.code)
            for row in rows if row.kind == kind and row.state != Verdict.State.DROPPED
        ]
        chosen |= {matter.pk for matter in counted(section, matters)}
    return chosen


def _late(user: User, quarter: Quarter, item: dict | None) -> list[Line]:
    """The late months that the system counts as penalty, for the branches this person sees."""
    ids, own = reach(user, *SEE_ALL), {branch.pk for branch in user.own_branches}
    if item is None or ids == own == set():
        return []
    day = min(quarters.last_day(quarter.code), clock.today())
    branches = [row for row in branches_as_of(day) if ids is None or row.id in ids | own]
    names = {row.code: row.name for row in branches}
    return [
        Line(code=LATE, name=named(item), branch_name=names[late.branch],
             matter="", points=late.points, dated=late.submitted_on, month=late.month)
        for late in late_months(quarter, branches)
    ]

