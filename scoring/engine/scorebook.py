"""The scorebook: every figure of a quarter as arrays over branches in input order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .colour import Cap
from .exact import half_up, hundredths_text
from .plan import Plan
from .tables import Branches, Event, Facts

ENGINE_VERSION = "1.0.0"
_TEXTS = [hundredths_text(value) for value in range(11_101)]


def text(value: int) -> str | None:
    """Hundredths as printed; negative marks null."""
    if value < 0:
        return None
    return _TEXTS[value] if value < len(_TEXTS) else hundredths_text(value)


@dataclass
class Scorebook:
    """Results of one quarter; rows of the two-dimensional arrays are indicators or indices."""

    plan: Plan
    branches: Branches
    facts: Facts
    events: list[Event]
    points: np.ndarray  # hundredths; −1 not applicable
    due: np.ndarray  # whether type, quarter and attributes ask for the indicator
    earned: np.ndarray  # per index, after vetoes, hundredths
    maximum: np.ndarray  # per index, applicable, ten-thousandths
    weight: np.ndarray  # per index, effective, ten-thousandths
    full: np.ndarray  # per index, whether it has its full weight
    scores: np.ndarray  # per index, hundredths; −1 nothing applies
    base: np.ndarray
    bonus: np.ndarray  # ten-thousandths
    penalty: np.ndarray  # ten-thousandths
    total: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    band: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    colour: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    rank: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))  # 0: unranked
    tied: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    caps: list[Cap] = field(default_factory=list)
    held: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), bool))
    ignored: int = 0  # facts that no indicator of the quarter reads

    @property
    def quarter(self) -> str:
        return self.plan.quarter

    def __len__(self) -> int:
        return len(self.branches)

    def row(self, position: int) -> dict[str, Any]:
        """One branch as `result.json` has it."""
        return next(self.rows(position, position + 1))

    def rows(self, low: int = 0, high: int | None = None) -> Iterator[dict[str, Any]]:
        """The branches as `result.json` has them, in input order."""
        plan, branches = self.plan, self.branches
        high = len(self) if high is None else high
        for start in range(low, high, 4096):
            # Columns become lists piece by piece, so that memory stays flat.
            part = slice(start, min(start + 4096, high))
            points, due = self.points[:, part].T.tolist(), self.due[:, part].T.tolist()
            scores, held = self.scores[:, part].T.tolist(), self.held[:, part].T.tolist()
            sums = zip(
                self.base[part].tolist(),
                half_up(self.bonus[part], 100).tolist(),
                half_up(self.penalty[part], 100).tolist(),
                self.total[part].tolist(),
                strict=True,
            )
            types = [branches.types[n] for n in branches.type_of[part].tolist()]
            ends = zip(
                self.colour[part].tolist(),
                self.rank[part].tolist(),
                self.tied[part].tolist(),
                strict=True,
            )
            for n, ((base, bonus, penalty, total), (colour, rank, tied)) in enumerate(
                zip(sums, ends, strict=True)
            ):
                yield {
                    "branch": branches.codes[start + n],
                    "type": types[n],
                    "group": plan.groups[types[n]],
                    "indicator_points": {
                        code: text(value)
                        for code, value, asked in zip(
                            plan.indicators, points[n], due[n], strict=True
                        )
                        if asked
                    },
                    "indices": {
                        code: text(value)
                        for code, value in zip(plan.indices, scores[n], strict=True)
                    },
                    "base_total": text(base),
                    "bonus": text(bonus),
                    "penalty": text(penalty),
                    "total": text(total),
                    "colour": plan.colours[colour],
                    "rank": rank or None,
                    "tied": tied,
                    "caps_held": [
                        cap.code for cap, yes in zip(self.caps, held[n], strict=True) if yes
                    ],
                }
