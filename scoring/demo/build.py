"""Builds the demonstration: register, evidence, decisions and boards, the same for a seed and a date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from branches.audit.kinds import EventKind
from branches.basics import clock, quarters
from branches.org.models import Branch, Bureau
from indexmetrics.periods.models import Quarter
from indexmetrics.periods.queries import exceptions, timetable
from indexmetrics.schemes.actions import lock
from indexmetrics.schemes.models import Scheme
from scoring.demo import aiming, bureau, people, under_way
from scoring.demo.days import STEPS, Days, before, limit_of
from scoring.demo.evidence import EvidenceWriter
from scoring.demo.journal import Journal
from scoring.demo.roster import Unit, roster
from scoring.demo.story import Story

CHUNK = 250
# Above so many branches memory and patience count: the trail is written chunk by chunk instead of
# in the order of moments, and nothing is computed but what is published.
LARGE = 600


@dataclass
class Wanted:
    """What was asked for."""

    branches: int
    quarters: int
    seed: int
    today: date
    password: str


def is_there() -> bool:
    """Was the demonstration loaded before?"""
    return Bureau.objects.filter(is_demo=True).exists() and Branch.objects.exists()


@transaction.atomic
def build(wanted: Wanted, scheme: Scheme, say: Callable[[str], None]) -> None:
    """All of it in one transaction: a broken load leaves nothing behind."""
    limit = limit_of(wanted.today)
    codes = _codes(wanted)
    with clock.frozen(min(clock.at(codes[0].first_day, 0, 1), before(limit, len(STEPS) + 1))):
        scheme = lock(scheme=scheme, by=None) if scheme.state == Scheme.State.DRAFT else scheme
    bureau.mark_holidays({code.year for code in codes} | {codes[-1].next.year})
    journal = Journal()
    units = roster(wanted.branches, wanted.seed)
    branches = bureau.found_all(units, today=wanted.today, seed=wanted.seed, journal=journal)
    staff = people.appoint_all(branches, password=wanted.password, journal=journal)
    story = Story(branches, staff, journal)
    told = _story_quarter(codes)
    worked = exceptions()
    for turn, code in enumerate(codes):
        quarter = _open(code, scheme, staff, journal, limit)
        days = Days(code, timetable(quarter, worked), worked, limit)
        writer = EvidenceWriter(quarter, days, branches, staff, journal, wanted.seed)
        _fill(writer, units, story, turn=turn, is_last=code == codes[-1], seed=wanted.seed, told=told == code, say=say)
        if len(units) <= LARGE:
            if code == codes[-1]:
                story.try_out(quarter, days.moment(wanted.today, "closed"))
            else:
                story.announce(quarter, days, turn=turn)
        if code == codes[-1]:
            story.rule_out(quarter, days.moment(wanted.today, "entered"), "dd-02")
        else:
            story.publish(quarter, days, turn=turn, is_corrected=turn == 0)
    _tell_of_brands(story, branches, told, limit)
    story.play(say)


def _codes(wanted: Wanted) -> list[quarters.Quarter]:
    """The quarters, oldest first; the last one holds today."""
    last = quarters.quarter_of(wanted.today)
    return [last.shifted(-back) for back in reversed(range(wanted.quarters))]


def _story_quarter(codes: list[quarters.Quarter]) -> quarters.Quarter:
    """The published second quarter, like the article's June, else the newest published one."""
    published = codes[:-1] or codes
    return next((code for code in reversed(published) if code.number == 2), published[-1])


def _open(
    code: quarters.Quarter, scheme: Scheme, staff: people.People, journal: Journal, limit: datetime,
) -> Quarter:
    moment = min(clock.at(code.first_day, 0, 5), before(limit, len(STEPS) + 1))
    admin = staff["admin"]
    quarter = Quarter.objects.create(code=str(code), scheme=scheme, moved_at=moment, moved_by=admin)
    journal.note(
        EventKind.PERIOD_OPENED, by=admin, subject=quarter, period=quarter.code, at=moment,
        after={"scheme": scheme.code, "version": scheme.version})
    return quarter


def _fill(
    writer: EvidenceWriter, units: list[Unit], story: Story, *, turn: int, is_last: bool, seed: int, told: bool,
    say: Callable[[str], None],
) -> None:
    """The evidence of one quarter, some hundred branches at a time."""
    quarter, days, outline = writer.quarter, writer.days, writer.outline
    for start in range(0, len(units), CHUNK):
        some = units[start:start + CHUNK]
        find = aiming.under_way if is_last else aiming.aim
        accounts = find(some, days.quarter, outline, days, turn=turn, seed=seed, tells_story=told)
        if is_last:
            for number, account in enumerate(accounts, start=start):
                under_way.settle(account, days, number, seed)
        else:
            story.judge(accounts, quarter, days, turn=turn)
        writer.write(accounts)
        if len(units) > LARGE:
            story.journal.write_until()
            say(f"{quarter.code} {start + len(some)}/{len(units)}")


def _tell_of_brands(story: Story, branches: dict[str, Branch], told: quarters.Quarter, limit: datetime) -> None:
    """The red matrix stands from the end of the story's quarter, or from today."""
    moment = min(clock.at(told.last_day, 17), before(limit, len(STEPS)))
    story.at(moment, lambda: bureau.register_brands(
        branches, story=told, before=moment.date(), by=story.people["reviewer"]))
