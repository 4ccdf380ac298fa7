"""What the offices enter for one branch in one quarter, as plain rows (pure)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from branches.basics import quarters
from indexmetrics.rulebook.outline import Outline
from scoring.demo import names
from scoring.demo.dice import Dice, dice_for
from scoring.demo.quality import Quality
from scoring.demo.roster import Unit

GROUP_SIZE = 10
OWNERS = {"V1": "committee", "I4": "discipline", "I5": "discipline"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a register to be."""

    month: str
    indicator: str
    key: str
    value: Decimal
    document_number: str = ""
    note: str = ""

    @property
    def owner(self) -> str:
        """The account that enters it."""
        return OWNERS.get(self.indicator, "reviewer")


def entries(
    unit: Unit, quarter: quarters.Quarter, outline: Outline, quality: Quality, seed: int, until: date,
) -> list[Entry]:
    """The register rows known by that day; quarterly ones come after the quarter's end."""
    chance = dice_for(seed, "registers", unit.code, quarter)
    months = [str(month) for month in quarter.months]
    asked = {row.code for row in outline.asked(
        branch_type=unit.type, attributes=unit.attributes, quarter=quarter.number)}
    found: list[Entry] = []

    def add(indicator: str, key: str, value, month: str = months[2], document: str = "", note: str = "") -> None:
        if indicator in asked:
            found.append(Entry(month, indicator, key, Decimal(str(value)), document, note))

    for number, month in enumerate(months):
        if quarters.parse_month(month).last_day <= until:
            late = number < quality["filings"]
            add("I4", "late" if late else "on_time", 1, month, _document(chance, quarter))
    if quality["orders"] and quarter.months[0].last_day <= until:
        add("L4", "overdue_task", (quality["orders"] + 1) // 2, months[0], note=names.TASK_NOTE)
        if quality["orders"] > 1:
            add("L4", "returned_task", 1, months[0], note=names.TASK_NOTE)
    if quarter.last_day > until:
        return found
    for judge in range(1, 6):
        add("V1", f"judge:{judge}", 96 - 11 * quality["brand"] - chance.randint(0, 4))
    add("V5", "rank", (1, 4, 8, 10)[quality["rank"]])
    add("V5", "group_size", GROUP_SIZE)
    _pair(add, "L3", unit.members, unit.members - unit.members * quality["trained"] // 9)
    _pair(add, "V4A", 3, 3 - quality["urgent"])
    _pair(add, "I6", 3, 3 - quality["findings"])
    _pair(add, "H2", 100, (95, 82, 68, 45)[quality["leave"]])
    _pair(add, "H3", unit.members, unit.members - unit.members * quality["checks"] // 9)
    if unit.members >= 5:
        add("H6", "responses", max(5, int(unit.members * 0.8)))
        add("H6", "eligible", unit.members)
        add("H6", "mean", (Decimal("4.6"), Decimal("4.1"), Decimal("3.6"))[quality["mood"]])
    if quality["conduct"]:
        key = "circular_criticism" if quality["conduct"] == 1 else "admonition"
        add("I5", key, 1, document=_document(chance, quarter))
    return found


def _pair(add, indicator: str, den: int, num: int) -> None:
    add(indicator, "num", num)
    add(indicator, "den", den)


def _document(chance: Dice, quarter: quarters.Quarter) -> str:
    return names.DOCUMENT.format(year=quarter.year, n=chance.randint(10, 99))
