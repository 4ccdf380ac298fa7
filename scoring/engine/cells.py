"""Points of the indicators: each rule run, its policies applied, parts added, rounded once."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd
from typing import Any

import numpy as np

from .columns import Block, Grid
from .exact import half_up, roomy, top
from .plan import Line, Part
from .rules import RULES, Outcome
from .rules.outcome import POLICY

NULL = -1  # the points of an indicator that does not apply


@dataclass
class Piece:
    """A rule's answer after its policies: points num / den and where they apply."""

    part: Part
    outcome: Outcome
    num: np.ndarray
    den: Any
    applies: np.ndarray | None  # None: everywhere


@dataclass
class Scored:
    """One indicator for one block: hundredths, or NULL."""

    line: Line
    points: np.ndarray
    num: np.ndarray
    den: Any
    pieces: list[Piece] = field(default_factory=list)


def score_line(grid: Grid, block: Block, line: Line, waived: np.ndarray | None) -> Scored:
    """The points of one indicator for the branches of a block."""
    pieces = [_piece(grid, block, part) for part in line.parts]
    if line.composite:
        num, den, applies = _added(line, pieces)
    else:
        num, den, applies = pieces[0].num, pieces[0].den, pieces[0].applies
    points = np.asarray(half_up(num, 100 * den)).astype(np.int64, copy=False)
    for mask in (_condition(grid, block, line.applies_if), waived):
        if mask is not None:
            applies = mask if applies is None else applies & mask
    if applies is not None:
        points = np.where(applies, points, NULL)
    return Scored(line, points, num, den, pieces)


def _condition(grid: Grid, block: Block, name: str | None) -> np.ndarray | None:
    return None if name is None else grid.branches.attribute(name)[block.members]


def _piece(grid: Grid, block: Block, part: Part) -> Piece:
    """Run one rule and let its policies decide where the facts did not suffice."""
    outcome = RULES[part.type](part, grid.cells(block, part))
    num, den = outcome.num, outcome.den
    applies = _condition(grid, block, part.applies_if)
    if outcome.status.any():
        num = num.copy()
        for status, name in POLICY.items():
            hit = outcome.status == status
            if not hit.any():
                continue
            policy = part.policy(name)
            if policy == "full":
                num[hit] = part.maximum * (den[hit] if isinstance(den, np.ndarray) else den)
            else:
                num[hit] = 0
            if policy == "not_applicable":
                applies = ~hit if applies is None else applies & ~hit
    return Piece(part, outcome, num, den, applies)


def _added(line: Line, pieces: list[Piece]) -> tuple[Any, Any, np.ndarray]:
    """The parts that apply, added exactly and scaled to the indicator's maximum."""
    num: Any = 0
    den: Any = 1
    maxima: Any = 0
    common = gcd(line.maximum, *(piece.part.maximum for piece in pieces))
    whole = line.maximum // common
    for piece in pieces:
        here, below, maximum = piece.num, piece.den, piece.part.maximum // common
        if piece.applies is not None:
            here = np.where(piece.applies, here, 0)
            maximum = np.where(piece.applies, maximum, 0)
        maxima = maxima + maximum
        num, den, here, below = _reduced(num, den, here, below)
        num, den = num * below + here * den, den * below
    if not isinstance(num, np.ndarray):
        num = np.full(len(pieces[0].num), num)
    total = np.broadcast_to(np.asarray(maxima), num.shape)
    applies = total > 0
    below = np.where(applies, total, 1)
    bound = 400 * max(top(num) * whole, top(den) * top(below))
    num, den, below = roomy(bound, num, den, below)
    return num * whole, den * below, applies


def _reduced(num: Any, den: Any, here: Any, below: Any) -> tuple[Any, Any, Any, Any]:
    """The two fractions, small enough to be added in int64, else as Python integers."""
    bound = 2 * max(top(num) * top(below), top(here) * top(den), top(den) * top(below))
    return roomy(bound, num, den, here, below)
