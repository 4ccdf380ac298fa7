"""Index scores: earned over applicable points, weights that shrink when too little applies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .exact import SCALE, half_up, roomy, top
from .plan import Plan

NULL = -1
# Earned hundredths over a maximum in ten-thousandths, to hundredths of 100.
HUNDREDTHS = 10**6


@dataclass
class Sides:
    """The indices of a block; rows are indices. Earned and scores in hundredths."""

    earned: np.ndarray  # after vetoes
    maximum: np.ndarray  # applicable maximum, ten-thousandths
    weight: np.ndarray  # effective weight, ten-thousandths
    full: np.ndarray  # whether the index has its full weight
    score: np.ndarray  # NULL where nothing applies
    base: np.ndarray


def index_scores(plan: Plan, earned: np.ndarray, maximum: np.ndarray, applies: np.ndarray) -> Sides:
    """Score every index of a block from the points its indicators earned."""
    weights = np.array(plan.weights, np.int64)[:, None]
    full = applies & (maximum * SCALE >= plan.full_share * weights)
    weight = np.where(full, weights, maximum) * applies
    together = weight.sum(axis=0)
    below = maximum * together
    possible = below > 0
    num, factor, below = roomy(HUNDREDTHS * top(weight) * top(earned), earned, weight, np.where(possible, below, 1))
    score = np.where(possible, half_up(HUNDREDTHS * factor * num, below), 0).astype(np.int64)
    base = score.sum(axis=0)  # 0 where null
    return Sides(earned, maximum, weight, full, np.where(applies, score, NULL), base)
