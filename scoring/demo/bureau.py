"""The bureau's register: branches with profiles, seats and terms, holidays, the red matrix."""

from datetime import date, timedelta

from branches.audit.kinds import EventKind
from branches.basics import clock, quarters
from branches.brands import actions as brands
from branches.brands.models import Brand, Partner
from branches.org.models import Branch, Bureau, Profile, Seat, Term
from indexmetrics.periods.models import Holiday
from scoring.demo import article, holidays, names
from scoring.demo.dice import dice_for
from scoring.demo.journal import Journal
from scoring.demo.roster import HAS_COMMITTEE, OVERDUE_TERM, VACANT, Unit

FOUNDED = date(2012, 1, 10)
TERM_ENDING_SOON = "pcs-03"


def found_all(units: list[Unit], *, today: date, seed: int, journal: Journal) -> dict[str, Branch]:
    """Branches with what they were from their founding on, in four inserts; code → branch."""
    bureau = Bureau.objects.create(pk=1, name=names.BUREAU, brand=names.CORE_BRAND, is_demo=True)
    journal.note(EventKind.ORG_CHANGED, by=None, subject=bureau, at=clock.at(FOUNDED), after={
        "name": bureau.name, "brand": bureau.brand, "demo": True})
    branches = Branch.objects.bulk_create([
        Branch(
            code=unit.code, name=unit.name, short_name=unit.short, position=unit.position,
            founded_on=FOUNDED + timedelta(days=unit.position % 300),
        ) for unit in units
    ], batch_size=500)
    for branch, unit in zip(branches, units, strict=True):
        journal.note(
            EventKind.ORG_FOUNDED, by=None, subject=branch, branch=unit.code, at=clock.at(branch.founded_on),
            after={"name": unit.name, "type": unit.type, "members": unit.members, "attributes": list(unit.attributes)},
        )
    pairs = list(zip(branches, units, strict=True))
    Profile.objects.bulk_create([row for pair in pairs for row in _profiles(*pair, today)], batch_size=500)
    Seat.objects.bulk_create([row for pair in pairs for row in _seats(*pair, today)], batch_size=500)
    Term.objects.bulk_create([_term(*pair, today, seed) for pair in pairs], batch_size=500)
    return {branch.code: branch for branch in branches}


def mark_holidays(years: set[int]) -> None:
    """The days that differ from the week, for those years; days already known stay."""
    rows = [
        Holiday(day=day, is_worked=worked, name=name)
        for year in sorted(years) for day, (worked, name) in holidays.days_of(year).items()
    ]
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)


def register_brands(branches: dict[str, Branch], *, story: quarters.Quarter, before: date, by) -> None:
    """The red matrix with the article's brands, bases, partner and joint activities."""
    since = min(date(story.year, 1, 4), before)
    known: dict[str, Brand] = {}
    for code, name, branch, parent, stage, meaning, text in article.BRANDS:
        known[code] = brands.register(
            code=code, name=name, branch=branches.get(branch), parent=known.get(parent),
            meaning=meaning, story=f"{text}（{article.SOURCE}）", since=since, by=by)
        _grow(known[code], stage, since=since, before=before, by=by)
    for code, kind, text in article.CHAPTERS:
        brands.add_chapter(brand=known[code], kind=kind, year=since.year, text=text, by=by)
    for brand, name in article.BASES:
        brands.add_base(
            brand=known[brand], name=name, level="city", named_on=min(story.months[1].first_day, before), by=by)
    partners: dict[str, Partner] = {}
    arrived = min(story.months[2].first_day + timedelta(days=1), before)
    row = article.PARTNER
    partners[row["code"]] = brands.add_partner(**row, since=arrived, by=by)
    for code, name in article.SCHOOLS:
        partners[code] = brands.add_partner(code=code, name=name, since=arrived, by=by)
    for brand, other, partner, number, day, title in article.ACTIVITIES:
        brands.add_activity(
            brand=known[brand], other=known.get(other), partner=partners.get(partner), title=title, by=by,
            held_on=min(story.months[number].first_day + timedelta(days=day - 1), before))


def _grow(brand: Brand, stage: str, *, since: date, before: date, by) -> None:
    """Step by step to its stage, three weeks apart."""
    stages = list(Brand.Stage.values)
    for number, reached in enumerate(stages[1:stages.index(stage) + 1], start=1):
        paper = article.PAPER if reached in ("named", "model") else ""
        brands.advance(
            brand=brand, stage=reached, by=by, document_number=paper, dated=min(since + timedelta(weeks=3 * number), before))


def _profiles(branch: Branch, unit: Unit, today: date) -> list[Profile]:
    """What it was when founded, and what it is since some years: a few members more."""
    first = {"type_code": unit.type, "attributes": list(unit.attributes), "groups": unit.groups}
    found = [Profile(branch=branch, since=branch.founded_on, members=unit.members, **first)]
    if unit.position % 4 == 0:
        found[0].members = max(7 if HAS_COMMITTEE in unit.attributes else 3, unit.members - 2)
        found.append(Profile(branch=branch, since=date(today.year - 2, 1, 1), members=unit.members, **first))
    return found


def _seats(branch: Branch, unit: Unit, today: date) -> list[Seat]:
    """The secretary, and where there is a committee its other seats; one of them long empty."""
    since = date(today.year - 2, 3, 1)
    kinds = [Seat.Kind.SECRETARY]
    if HAS_COMMITTEE in unit.attributes:
        kinds += [Seat.Kind.DEPUTY, Seat.Kind.ORGANISATION, Seat.Kind.PUBLICITY, Seat.Kind.DISCIPLINE]
    surnames = names.SURNAMES
    found = [
        Seat(
            branch=branch, kind=kind, since=since,
            holder=names.SECRETARY_NAME.format(surname=surnames[(unit.position + step) % len(surnames)]),
        ) for step, kind in enumerate(kinds)
    ]
    if unit.code == VACANT and len(found) > 1:
        found[-2].until = today - timedelta(days=330)
    return found


def _term(branch: Branch, unit: Unit, today: date, seed: int) -> Term:
    """Three years; one ran out without an approved extension, one ends soon."""
    chance = dice_for(seed, "term", unit.code)
    ends = today + timedelta(days=chance.randint(200, 900))
    if unit.code == OVERDUE_TERM:
        ends = today - timedelta(days=420)
    if unit.code == TERM_ENDING_SOON:
        ends = today + timedelta(days=80)
    return Term(branch=branch, started_on=date(ends.year - 3, ends.month, min(ends.day, 28)), ends_on=ends)
