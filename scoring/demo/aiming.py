"""Evidence whose score shows the wanted colour: shortfalls tried out on the engine before anything is written."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from branches.basics import quarters
from indexmetrics.facts import facts_of
from indexmetrics.rulebook.outline import Outline
from scoring import engine
from scoring.demo import article
from scoring.demo import quality as qualities
from scoring.demo.days import Days
from scoring.demo.dice import Dice, dice_for
from scoring.demo.drafts import Draft, Writer
from scoring.demo.quality import Quality
from scoring.demo.registers import Entry, entries
from scoring.demo.roster import HAS_COMMITTEE, HAS_GROUPS, OVERDUE_TERM, VACANT, Unit

ATTEMPTS = 60
CORRECTED = "lhfj"


@dataclass
class Account:
    """What one branch gives in one quarter: drafts, register rows, lateness, bonus points, veto."""

    unit: Unit
    quality: Quality
    drafts: list[Draft]
    entries: list[Entry]
    late: dict[str, int]  # month → working days after the due day
    unsent: tuple[str, ...] = ()
    bonus: tuple[tuple[str, str, int], ...] = ()  # item, level, points


def aim(
    units: list[Unit], quarter: quarters.Quarter, outline: Outline, days: Days, *, turn: int, seed: int,
    tells_story: bool,
) -> list[Account]:
    """An account for each unit that shows the colour of its turn; one engine call per round."""
    accounts: dict[str, Account] = {}
    targets = {unit.code: _target(unit, quarter, turn, seed) for unit in units}
    losses = {code: 100 - target for code, target in targets.items()}
    waiting = list(units)
    for attempt in range(ATTEMPTS):
        for unit in waiting:
            accounts[unit.code] = _account(
                unit, quarter, outline, days, turn=turn, seed=seed, attempt=attempt, lost=losses[unit.code],
                tells_story=tells_story)
        rows = _score([accounts[unit.code] for unit in waiting], quarter, outline, days)
        missed = []
        for unit, row in zip(waiting, rows, strict=True):
            if not _fits(unit.aim(turn), row):
                missed.append(unit)
                losses[unit.code] = _corrected(losses[unit.code], targets[unit.code], row, unit.aim(turn))
        waiting = missed
        if not waiting:
            break
    return [accounts[unit.code] for unit in units]


def under_way(
    units: list[Unit], quarter: quarters.Quarter, outline: Outline, days: Days, *, turn: int, seed: int,
    tells_story: bool,
) -> list[Account]:
    """Accounts of a quarter that still runs: no colour is known yet, only how good a branch is."""
    return [
        _account(
            unit, quarter, outline, days, turn=turn, seed=seed, attempt=0,
            lost=100 - _target(unit, quarter, turn, seed), tells_story=tells_story)
        for unit in units
    ]


def _account(
    unit: Unit, quarter: quarters.Quarter, outline: Outline, days: Days, *, turn: int, seed: int, attempt: int,
    lost: float, tells_story: bool,
) -> Account:
    chance = dice_for(seed, "quality", unit.code, quarter, attempt)
    asked = {row.code for row in outline.asked(
        branch_type=unit.type, attributes=unit.attributes, quarter=quarter.number)}
    quality = qualities.choose(
        unit.aim(turn), asked, lost=lost, chance=chance, is_generic=unit.is_generic)
    drafts = Writer(unit, quarter, outline, quality, seed, days.until, tells_story).write()
    months = [str(month) for month in quarter.months]
    late = {months[1]: 2 + chance.randint(0, 2)} if quality.is_weak and chance.random() < 0.6 else {}
    unsent = (months[0],) if quality.aim == "grey" else ()
    if unsent:
        # A month that was never sent has no records; the freeze counts it as late to the cap.
        drafts = [draft for draft in drafts if draft.month not in unsent]
    _spoil(drafts, quality)
    if unit.code == CORRECTED and turn == 0 and quarter.last_day <= days.until:
        _mistype(drafts)
    known = entries(unit, quarter, outline, quality, seed, days.until)
    bonus = _bonus(unit, quality, chance, tells_story)
    return Account(unit, quality, drafts, known, late, unsent, bonus)


def _bonus(
    unit: Unit, quality: Quality, chance: Dice, tells_story: bool,
) -> tuple[tuple[str, str, int], ...]:
    if quality.aim == "C1":
        return ("A1", "national_or_ministry", 5), ("A3", "province", 3)
    if tells_story and unit.code in article.BASES_OF:
        return (("A3", "city", 2),)
    return (("A1", "county", 1),) if quality.aim == "red" and chance.random() < 0.4 else ()


def _spoil(drafts: list[Draft], quality: Quality) -> None:
    """Weak branches have a record declared void, or one that came back and was never mended."""
    events = [draft for draft in drafts if draft.kind in ("camp_culture", "alliance", "ceremony")]
    if events and quality.aim == "blue":
        events[0].fate = "void"
    elif events and quality.aim == "yellow":
        events[0].fate = "returned"


def _mistype(drafts: list[Draft]) -> None:
    """The figure that is put right after publication: far fewer present than there were."""
    day = next(draft for draft in drafts if draft.kind == "party_day")
    day.data = {**day.data, "present": int(day.data["present"] * 0.4)}


def _score(accounts: list[Account], quarter: quarters.Quarter, outline: Outline, days: Days) -> list[dict]:
    branches, facts, events = [], [], []
    for account in accounts:
        unit = account.unit
        branches.append({
            "code": unit.code, "name": unit.name, "type": unit.type, "attributes": list(unit.attributes),
            "ranked": True,
        })
        facts += _facts(account, quarter, outline)
        events += _events(account, days)
    return list(engine.score(outline.document, branches, facts, events, quarter=str(quarter)).rows())


def _facts(account: Account, quarter: quarters.Quarter, outline: Outline) -> list[dict]:
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    for draft in account.drafts:
        if draft.fate == "accepted":
            for place, value in facts_of(outline, draft):
                sums[place] += value
    for entry in account.entries:
        sums[entry.month, entry.indicator, "", entry.key] += entry.value
    if HAS_GROUPS in account.unit.attributes:
        for month in quarter.months:
            sums[str(month), "B2", "b", "den"] += account.unit.groups
    if account.unit.code == VACANT and HAS_COMMITTEE in account.unit.attributes:
        sums[str(quarter.months[2]), "B6", "", "vacant_post_over_3_months"] += 1
    if account.unit.code == OVERDUE_TERM:
        sums[str(quarter.months[2]), "B6", "", "reelection_overdue_unapproved"] += 1
    return [
        {"branch": account.unit.code, "month": month, "indicator": indicator, "part": part, "key": key, "value": value}
        for (month, indicator, part, key), value in sums.items()
    ]


def _events(account: Account, days: Days) -> list[dict]:
    code, quality = account.unit.code, account.quality
    penalties = [("P1", days.penalty(month, days.submitted(month, dice_for(0), late)))
                 for month, late in account.late.items()]
    penalties += [("P1", 1.5) for _month in account.unsent]
    penalties += [("P2", 3) for draft in account.drafts if draft.fate == "void"]
    events = [("penalty", kind, Decimal(str(points))) for kind, points in penalties if points]
    events += [("bonus", item, Decimal(points)) for item, _level, points in account.bonus]
    if quality.aim == "veto":
        events.append(("veto", "Z2", None))
    if quality.aim == "C4":
        events += [("overdue", "notice", None), ("penalty", "P4", Decimal(2))]
    return [
        {"branch": code, "kind": kind, "code": item, "points": points, "matter": f"{kind}{number}"}
        for number, (kind, item, points) in enumerate(events)
    ]


def _fits(wanted: str, row: dict) -> bool:
    total = Decimal(row["total"])
    if row["colour"] != qualities.colour_of(wanted):
        return False
    if wanted in ("C1", "C2"):
        return total >= 90 and wanted in row["caps_held"]
    return total < 99 if wanted == "red" else total > 44


def _target(unit: Unit, quarter: quarters.Quarter, turn: int, seed: int) -> float:
    """The total aimed at, somewhere inside its colour's band."""
    aim = unit.aim(turn)
    spread = qualities.SPREAD.get(aim, 0.0)
    return qualities.TARGETS[aim] + dice_for(seed, "target", unit.code, quarter).uniform(-spread, spread)


def _corrected(lost: float, target: float, row: dict, aim: str) -> float:
    """The loss to try next: what was tried, times how far the engine's result was from the wish."""
    reached = float(row["base_total"] if aim in ("C1", "C2") else row["total"])
    factor = (100 - target) / max(0.5, 100 - reached)
    return min(75.0, max(0.7, lost * min(2.0, max(0.5, factor)) ** 0.8))
