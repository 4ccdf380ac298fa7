"""Verbs of the red matrix: enter, confirm, withdraw; a brand's stage moves with a date and a paper."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from branches.access.models import User
from branches.access.reasons import owed
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.basics.refusals import Forbidden, OutOfStep, Refused, Stale
from branches.brands import rights
from branches.brands.models import Base, Brand, Chapter, JointActivity, Partner, StageStep
from branches.org.models import Branch

ON_PAPER = (Brand.Stage.NAMED, Brand.Stage.MODEL)  # stages that a document gives
FIRST_YEAR = 2000


@transaction.atomic
def register(
    *, name: str, by: User | None, code: str = "", branch: Branch | None = None, parent: Brand | None = None,
    stage: str = Brand.Stage.PROPOSED, meaning: str = "", story: str = "", since: date | None = None,
) -> Brand:
    """A new brand of a branch, or the bureau's core when it has none; a branch's own waits for the office."""
    signs = _signs(by, branch)
    if not signs["confirmed_at"] and stage != Brand.Stage.PROPOSED:
        raise Refused("stage", _("A branch's own brand begins with the first stage."))
    brand = Brand.objects.create(
        code=code or _code(branch), name=name, branch=branch, parent=parent, stage=stage, meaning=meaning,
        story=story, since=since or clock.today(), **signs,
    )
    _step(brand, by, dated=brand.since)
    _told(EventKind.BRAND_REGISTERED, brand, by, after={"name": name, "stage": stage})
    return brand


@transaction.atomic
def change(*, brand: Brand, by: User | None, version: int | None = None, **fields) -> Brand:
    """Another name, meaning, story or parent; what the editor saw must be what is changed."""
    _must(by is None or rights.may_change(by, brand))
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    if version is not None and version != brand.version:
        raise Stale(message=_("Somebody changed the brand meanwhile; look at it again."))
    before = {name: str(getattr(brand, name) or "") for name in fields}
    for name, value in fields.items():
        setattr(brand, name, value)
    brand.version += 1
    brand.save(update_fields=[*fields, "version"])
    after = {name: str(getattr(brand, name) or "") for name in fields}
    _told(EventKind.BRAND_CHANGED, brand, by, before=before, after=after)
    return brand


@transaction.atomic
def advance(
    *, brand: Brand, stage: str, by: User | None, dated: date | None = None, document_number: str = "", note: str = "",
) -> Brand:
    """Move a brand to another stage; what a paper gives needs its number, a step back needs a note."""
    _must(by is None or rights.may_edit(by, brand.branch))
    brand = Brand.objects.select_for_update().get(pk=brand.pk)
    stages = list(Brand.Stage.values)
    if brand.confirmed_at is None or brand.withdrawn_at is not None:
        raise OutOfStep("state", _("The brand is not in force."))
    if stage == brand.stage:
        raise Refused("stage", _("It already stands at this stage."))
    if by is not None and stage in ON_PAPER and not document_number.strip():
        raise Refused("document_number", _("This stage is given by a document; write its number."))
    if stages.index(stage) < stages.index(brand.stage) and not note.strip():
        raise Refused("note", _("A step back needs a note why."))
    before, brand.stage = brand.stage, stage
    brand.version += 1
    brand.save(update_fields=["stage", "version"])
    _step(brand, by, dated=dated or clock.today(), document_number=document_number, note=note)
    _told(EventKind.BRAND_CHANGED, brand, by, before={"stage": before}, after={"stage": stage, "document": document_number})
    return brand


@transaction.atomic
def add_base(
    *, brand: Brand, name: str, level: str, named_on: date, by: User | None, document_number: str = "",
    valid_until: date | None = None, review_on: date | None = None,
) -> Base:
    """A demonstration base named for a brand."""
    _must(by is None or rights.may_edit(by, brand.branch))
    if valid_until and valid_until < named_on:
        raise Refused("valid_until", _("It cannot end before it begins."))
    base = Base.objects.create(
        brand=brand, name=name, level=level, named_on=named_on, document_number=document_number,
        valid_until=valid_until, review_on=review_on, **_signs(by, brand.branch),
    )
    _told(EventKind.BRAND_CHANGED, base, by, after={"name": name, "level": level, "document": document_number})
    return base


@transaction.atomic
def add_partner(*, name: str, by: User | None, code: str = "", since: date | None = None, **about) -> Partner:
    """A partner of the bureau or of a brand: units and numbers, no persons."""
    partner = Partner.objects.create(
        code=code or f"partner-{Partner.objects.count() + 1}", name=name, since=since or clock.today(), **about,
        **_signs(by, None),
    )
    _told(EventKind.BRAND_CHANGED, partner, by, after={"name": name})
    return partner


@transaction.atomic
def add_activity(
    *, brand: Brand, title: str, held_on: date, by: User | None,
    other: Brand | None = None, partner: Partner | None = None,
) -> JointActivity:
    """Something done together with another brand or a partner."""
    if held_on > clock.today():
        raise Refused("held_on", _("It has not been held yet."))
    if other == brand:
        raise Refused("other", _("A brand does nothing jointly with itself."))
    activity = JointActivity.objects.create(
        brand=brand, other=other, partner=partner, title=title, held_on=held_on, **_signs(by, brand.branch),
    )
    _told(EventKind.BRAND_CHANGED, activity, by, after={"title": title, "date": str(held_on)})
    return activity


@transaction.atomic
def add_chapter(*, brand: Brand, kind: str, year: int, text: str, by: User | None) -> Chapter:
    """A year's plan or result of a brand."""
    if not FIRST_YEAR <= year <= clock.today().year + 1:
        raise Refused("year", _("The year cannot be right."))
    chapter = Chapter.objects.create(brand=brand, kind=kind, year=year, text=text, **_signs(by, brand.branch))
    _told(EventKind.BRAND_CHANGED, chapter, by, after={"kind": kind, "year": year, "text": text})
    return chapter


@transaction.atomic
def confirm(*, entry: models.Model, by: User) -> models.Model:
    """The political office confirms what a branch entered; nobody his own entry."""
    entry = type(entry).objects.select_for_update().get(pk=entry.pk)
    if not entry.is_waiting:
        raise OutOfStep("state", _("This entry does not wait any more."))
    if entry.entered_by_id == by.pk:
        raise Forbidden("own", _("You entered it yourself; somebody else confirms it."))
    _must(rights.may_confirm(by, entry))
    entry.confirmed_at, entry.confirmed_by = clock.now(), by
    entry.save(update_fields=["confirmed_at", "confirmed_by"])
    _told(EventKind.BRAND_CONFIRMED, entry, by, after={"name": str(entry)})
    return entry


@transaction.atomic
def withdraw(*, entry: models.Model, by: User, reason: str) -> models.Model:
    """Take an entry out of the matrix with a reason; it stays in the register and in the trail."""
    entry = type(entry).objects.select_for_update().get(pk=entry.pk)
    if entry.withdrawn_at is not None:
        raise OutOfStep("withdrawn", _("This entry is already withdrawn."))
    _must(rights.may_withdraw(by, entry))
    reason = owed(reason, most=200, ask=_("Please say why."))
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawal_reason = clock.now(), by, reason
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    _told(EventKind.BRAND_WITHDRAWN, entry, by, before={"name": str(entry)}, reason=reason)
    return entry


def _signs(by: User | None, branch: Branch | None) -> dict:
    """Who enters; what an editor or the system enters is confirmed at once."""
    _must(by is None or rights.may_enter(by, branch))
    now = clock.now()
    found = {"entered_at": now, "entered_by": by, "confirmed_at": None, "confirmed_by": None}
    if by is None or rights.may_edit(by, branch):
        found |= {"confirmed_at": now, "confirmed_by": by}
    return found


def _must(granted: bool) -> None:
    if not granted:
        raise Forbidden("role", _("Your post does not include this."))


def _step(brand: Brand, by: User | None, **about) -> None:
    StageStep.objects.create(brand=brand, stage=brand.stage, entered_at=clock.now(), entered_by=by, **about)


def _code(branch: Branch | None) -> str:
    """The next free code: the branch's own with a number."""
    stem = branch.code if branch else "core"
    return f"{stem}-b{Brand.objects.filter(code__startswith=stem).count() + 1}"


def _told(kind: EventKind, thing: models.Model, by: User | None, **about) -> None:
    owner = thing.owner
    record(kind, by=by, subject=thing, branch=owner.code if owner else "", **about)
