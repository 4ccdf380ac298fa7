"""How good a branch's quarter is: a list of shortfalls, chosen until the wanted colour is met."""

from dataclasses import dataclass, field

from scoring.demo.dice import Dice

# shortfall: indicator it belongs to, points each step costs, about
SHORTFALLS: dict[str, tuple[str, tuple[float, ...]]] = {
    "study": ("L1", (1.67, 1.67, 1.66)), "cover": ("L2", (1, 1, 2)), "trained": ("L3", (0.8, 0.8)),
    "orders": ("L4", (1, 0.5, 1)), "thought": ("L5", (3,)), "ceremony": ("L6", (1, 1, 1)),
    "meeting": ("B1", (4,)), "committee": ("B2", (1, 1, 1)), "groups": ("B2", (0.7, 0.7)),
    "lecture": ("B3", (3,)), "party_day": ("B4", (1, 1)), "attend": ("B4", (1, 1, 1)),
    "appraisal": ("B5", (1, 1, 1, 1)), "dues": ("B7", (0.67, 0.67)), "disclosure": ("B7", (2,)),
    "brand": ("V1", (0.4, 0.4, 0.4)), "volunteer": ("V2", (1, 1)), "served": ("V2", (1, 1)),
    "pledges": ("V3", (1, 1, 1)), "urgent": ("V4A", (1, 1, 1)), "matters": ("V4B", (1, 1, 1)),
    "silver": ("V4C", (1, 1, 1)), "rank": ("V5", (1, 1, 1)), "alliance": ("V6", (1, 1)),
    "warning": ("I1", (3,)), "supervise": ("I2", (1, 1)), "talks": ("I3", (0.7, 0.7)),
    "filings": ("I4", (0.33, 0.33)), "conduct": ("I5", (1, 2)), "findings": ("I6", (0.7, 0.7)),
    "hearts": ("H1", (0.5, 0.5, 1)), "leave": ("H2", (0.5, 0.5, 1)), "checks": ("H3", (0.4, 0.4)),
    "visits": ("H4", (0.7, 0.7)), "camp": ("H5", (0.5, 0.5)), "mood": ("H6", (0.1, 0.1)),
}
TARGETS = {"red": 94.0, "orange": 85.5, "yellow": 75.5, "blue": 65.5, "grey": 53.0, "veto": 83.0,
           "C1": 84.0, "C2": 91.3, "C4": 88.0}
SPREAD = {"red": 2.5, "orange": 3.5, "yellow": 3.0, "blue": 2.5, "grey": 3.0}
SHOWN = {"veto": "grey", "C1": "orange", "C2": "orange", "C4": "yellow"}


@dataclass
class Quality:
    """The shortfalls of one branch in one quarter: name → steps below perfect."""

    aim: str
    lost: float  # points it is meant to lose, about
    steps: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.steps.get(name, 0)

    @property
    def is_weak(self) -> bool:
        """Low enough that lateness and discipline figures fit the story."""
        return self.aim in ("yellow", "blue", "grey")


def colour_of(aim: str) -> str:
    """The colour an aim must show in the end."""
    return SHOWN.get(aim, aim)


def choose(aim: str, asked: set[str], *, lost: float, chance: Dice, is_generic: bool) -> Quality:
    """Shortfalls in random order until about so many points are lost."""
    quality, left = Quality(aim, lost), lost
    pool = [
        (name, cost) for name, (indicator, costs) in SHORTFALLS.items() if indicator in asked
        for cost in costs if name != "conduct" or (is_generic and quality.is_weak)
    ]
    if aim == "C2":
        pool = [row for row in pool if SHORTFALLS[row[0]][0].startswith("V")]
    chance.shuffle(pool)
    for name, cost in pool:
        if left <= 0:
            break
        if cost <= left + 0.8:
            quality.steps[name] = quality.steps.get(name, 0) + 1
            left -= cost
    return quality
