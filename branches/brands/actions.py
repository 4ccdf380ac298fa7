"""Verbs of the red matrix."""

from datetime import date

from django.db import transaction

from branches.access.models import User
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.brands.models import Base, Brand, JointActivity, Partner
from branches.org.models import Branch


@transaction.atomic
def register(
    *, code: str, name: str, by: User | None, branch: Branch | None = None, parent: Brand | None = None,
    stage: str = Brand.Stage.PROPOSED, meaning: str = "", story: str = "", since: date | None = None,
) -> Brand:
    """A new brand of a branch, or the bureau's core when it has none."""
    brand = Brand.objects.create(
        code=code, name=name, branch=branch, parent=parent, stage=stage, meaning=meaning,
        story=story, since=since or clock.today(),
    )
    record(
        EventKind.BRAND_REGISTERED, by=by, subject=brand, branch=branch.code if branch else "",
        after={"name": name, "stage": stage},
    )
    return brand


@transaction.atomic
def advance(*, brand: Brand, stage: str, by: User | None) -> Brand:
    """Move a brand to another stage."""
    before, brand.stage = brand.stage, stage
    brand.save(update_fields=["stage"])
    record(
        EventKind.BRAND_CHANGED, by=by, subject=brand,
        branch=brand.branch.code if brand.branch else "",
        before={"stage": before}, after={"stage": stage},
    )
    return brand


@transaction.atomic
def add_base(
    *, brand: Brand, name: str, level: str, named_on: date, by: User | None, document_number: str = "",
) -> Base:
    """A demonstration base named for a brand."""
    base = Base.objects.create(
        brand=brand, name=name, level=level, named_on=named_on, document_number=document_number,
    )
    record(EventKind.BRAND_CHANGED, by=by, subject=base, after={"base": name, "level": level})
    return base


@transaction.atomic
def add_partner(
    *, code: str, name: str, by: User | None, alliance: str = "", people: int | None = None,
    months: int | None = None, since: date | None = None, note: str = "",
) -> Partner:
    """A partner of the bureau or of a brand."""
    partner = Partner.objects.create(
        code=code, name=name, alliance=alliance, people=people, months=months,
        since=since or clock.today(), note=note,
    )
    record(EventKind.BRAND_CHANGED, by=by, subject=partner, after={"partner": name})
    return partner


@transaction.atomic
def add_activity(
    *, brand: Brand, title: str, held_on: date, by: User | None,
    other: Brand | None = None, partner: Partner | None = None,
) -> JointActivity:
    """Something done together with another brand or a partner."""
    activity = JointActivity.objects.create(
        brand=brand, other=other, partner=partner, title=title, held_on=held_on,
    )
    record(EventKind.BRAND_CHANGED, by=by, subject=activity, after={"activity": title})
    return activity
