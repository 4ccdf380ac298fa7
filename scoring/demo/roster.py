"""Who the demonstration's branches are: named ones, a fixed cast, then generic ones in proportion."""

from dataclasses import dataclass

from scoring.demo import names
from scoring.demo.dice import dice_for

HAS_COMMITTEE, HAS_GROUPS, HAS_DISCIPLINE, IS_ISLAND = (
    "has_committee", "has_groups", "has_discipline_member", "is_island",
)
VACANT, OVERDUE_TERM = "jg-02", "pcs-02"  # a seat long empty; a term that ran out
SIZES = {names.PS: (12, 30), names.OU: (9, 26), names.OF: (5, 16), names.RE: (18, 40), names.FU: (6, 9)}


@dataclass(frozen=True, slots=True)
class Unit:
    """One branch to be: what it is, and the colour aimed at in each quarter."""

    code: str
    name: str
    short: str
    type: str
    members: int
    groups: int
    attributes: tuple[str, ...]
    aims: tuple[str, ...]
    position: int

    def aim(self, turn: int) -> str:
        """The colour or the story aimed at in the turn-th quarter."""
        return self.aims[turn % len(self.aims)]

    @property
    def is_generic(self) -> bool:
        """Not named after a real unit, so low colours may fall on it."""
        return "-" in self.code


def roster(count: int, seed: int) -> list[Unit]:
    """The units of a bureau with that many branches, in the order of their boards."""
    rows = [*names.NAMED, *names.GENERIC_CAST]
    taken = {kind: sum(row[3] == kind for row in rows) for kind in names.SHARES}
    while len(rows) < count:
        # The type that lags most behind its share comes next.
        kind = min(names.SHARES, key=lambda code: taken[code] / names.SHARES[code])
        taken[kind] += 1
        number = taken[kind] - sum(row[3] == kind for row in names.NAMED)
        prefix, name, short = names.GENERIC[kind]
        word = names.in_chinese(number)
        turn = len(rows)
        aims = tuple(names.FILLER_COLOURS[(turn + step * 4) % len(names.FILLER_COLOURS)] for step in range(9))
        island = kind == names.PS and number % 3 == 0
        rows.append((f"{prefix}-{number:02d}", name.format(n=word), short.format(n=word), kind, island, aims))
    order = {kind: place for place, kind in enumerate(names.SHARES)}
    rows.sort(key=lambda row: (order[row[3]], "-" in row[0]))
    return [_unit(row, place, seed) for place, row in enumerate(rows, start=1)]


def _unit(row: tuple, position: int, seed: int) -> Unit:
    code, name, short, kind, island, aims = row
    chance = dice_for(seed, "unit", code)
    members = chance.randint(*SIZES[kind])
    has_committee = members >= 7 and kind != names.FU
    groups = members // 8 if has_committee and members >= 14 else 0
    attributes = [HAS_COMMITTEE, HAS_DISCIPLINE] if has_committee else []
    attributes += [HAS_GROUPS] if groups else []
    attributes += [IS_ISLAND] if island else []
    return Unit(code, name, short, kind, members, groups, tuple(sorted(attributes)), aims, position)
