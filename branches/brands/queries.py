"""Reads of the red matrix: all of it, one brand, and what waits for the political office."""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Q
from django.http import Http404

from branches.access.models import User
from branches.brands import picture, rights
from branches.brands.models import Base, Brand, Chapter, Entry, JointActivity, Partner

KINDS: dict[str, type[Entry]] = {
    "brand": Brand, "chapter": Chapter, "base": Base, "partner": Partner, "activity": JointActivity,
}
OWNERS: dict[type[Entry], tuple[str, ...]] = {Brand: ("branch",), Partner: ()}
LATEST = 12  # joint activities shown unfolded


def matrix() -> dict:
    """Core, nodes, edges, bases, partners and counts of what is in force; four queries however many brands."""
    brands = list(Brand.objects.in_force().select_related("branch"))
    bases = list(Base.objects.in_force().filter(brand__in=brands).select_related("brand__branch"))
    activities = [
        one for one in JointActivity.objects.in_force().select_related("brand", "other", "partner").order_by("-held_on", "pk")
        if _stands(one)
    ]
    found = list(Partner.objects.in_force())
    core = next((brand for brand in brands if brand.branch_id is None and brand.parent_id is None), None)
    shown = [brand for brand in brands if brand is not core]
    nodes = picture.nodes(shown, {base.brand_id for base in bases})
    outside = picture.partners(found, nodes, activities)
    return {
        "core": core, "core_lines": picture.core_lines(core.name) if core else [], "nodes": nodes, "outside": outside,
        "edges": picture.edges(nodes, outside, core, activities), "bases": bases, "partners": found,
        "activities": activities[:LATEST], "earlier": activities[LATEST:], "count": len(shown),
        "activity_count": len(activities), "rings": [
            {"label": Brand.Stage(stage).label, "radius": radius, "y": picture.CENTRE[1] - radius - 6}
            for stage, radius in picture.RADII.items()
        ],
    }


def _stands(one: JointActivity) -> bool:
    """Are both of its sides in force?"""
    other = one.other or one.partner
    return all(side.confirmed_at and not side.withdrawn_at for side in (one.brand, other))


@dataclass(frozen=True)
class BrandFile:
    """One brand with everything entered about it that this visitor may see."""

    brand: Brand
    life: list[dict]
    steps: list
    plans: list[Chapter]
    results: list[Chapter]
    bases: list[Base]
    activities: list[JointActivity]
    edits: bool
    changes: bool
    enters: bool


def brand_for(user: User, code: str) -> Brand:
    """The brand, or 404; one that waits or was withdrawn is there for its branch and its editors only."""
    brand = Brand.objects.select_related("branch", "parent", "entered_by").filter(code=code).first()
    if brand is None or (not _in_force(brand) and not rights.may_enter(user, brand.branch)):
        raise Http404(code)
    return _marked(user, brand)


def brand_file(user: User, brand: Brand) -> BrandFile:
    """Stages, plans, results, bases, joint activities; five queries."""
    enters = rights.may_enter(user, brand.branch)

    def seen(rows) -> list:
        if not enters:
            return list(rows.in_force())
        return [_marked(user, row) for row in rows.filter(withdrawn_at=None)]

    steps = list(brand.steps.all())
    chapters = seen(brand.chapters.select_related("brand__branch"))
    joint = JointActivity.objects.filter(Q(brand=brand) | Q(other=brand)).select_related("brand__branch", "other", "partner")
    return BrandFile(
        brand=brand, life=_life(brand, steps), steps=steps,
        plans=[row for row in chapters if row.kind == Chapter.Kind.PLAN],
        results=[row for row in chapters if row.kind == Chapter.Kind.RESULT],
        bases=seen(brand.bases.select_related("brand__branch")), activities=seen(joint.order_by("-held_on", "pk")),
        edits=rights.may_edit(user, brand.branch) and _in_force(brand),
        changes=brand.withdrawn_at is None and rights.may_change(user, brand), enters=enters and brand.withdrawn_at is None,
    )


def _life(brand: Brand, steps: list) -> list[dict]:
    """The five stages in order, each with the step that reached it last."""
    reached = list(Brand.Stage.values).index(brand.stage)
    last = {step.stage: step for step in steps}
    return [
        {"label": Brand.Stage(stage).label, "step": last.get(stage) if place <= reached else None,
         "is_done": place < reached, "is_now": place == reached}
        for place, stage in enumerate(Brand.Stage.values)
    ]


def _in_force(entry: Entry) -> bool:
    return entry.confirmed_at is not None and entry.withdrawn_at is None


def waiting_for(user: User) -> list[tuple[str, Entry]]:
    """(kind, entry) of what branches entered and this visitor may confirm or withdraw, oldest first; four queries."""
    found = chain.from_iterable(
        ((kind, row) for row in model.objects.waiting().select_related(*_owner(model), "entered_by"))
        for kind, model in KINDS.items() if kind != "partner"
    )
    seen = [(kind, _marked(user, row)) for kind, row in found if rights.may_withdraw(user, row)]
    return sorted(seen, key=lambda pair: (pair[1].entered_at, pair[0], pair[1].pk))


def _marked(user: User, entry: Entry) -> Entry:
    """The entry with what this visitor may do about it."""
    entry.confirmable = rights.may_confirm(user, entry)
    entry.withdrawable = rights.may_withdraw(user, entry)
    return entry


def _owner(model: type[Entry]) -> tuple[str, ...]:
    """What leads from an entry to whose it is: of most by way of their brand."""
    return OWNERS.get(model, ("brand__branch",))


def entry_for(user: User, kind: str, pk: int) -> Entry:
    """An entry this visitor may act on, or 404; whose it is comes along, so that a foreign one takes no longer than none."""
    if kind not in KINDS:
        raise Http404(kind)
    found = KINDS[kind].objects.select_related(*_owner(KINDS[kind])).filter(pk=pk).first()
    if found is None or not rights.may_enter(user, found.owner):
        raise Http404(pk)
    return found
