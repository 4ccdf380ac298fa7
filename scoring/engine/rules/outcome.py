"""What a rule answers: points as an exact fraction, a status, and what it saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from ..exact import ROUNDED, roomy, top


class Status(IntEnum):
    """Whether the facts sufficed, per branch."""

    SCORED = 0
    MISSING = 1  # no fact at all
    NO_DENOMINATOR = 2  # a denominator of 0 is recorded
    INSUFFICIENT = 3  # too few marks or answers
    UNRECORDED = 4  # a numerator without any denominator: not a recorded 0


POLICY = {
    Status.MISSING: "when_missing",
    Status.NO_DENOMINATOR: "when_denominator_zero",
    Status.INSUFFICIENT: "when_insufficient",
    Status.UNRECORDED: "when_missing",
}


@dataclass
class Outcome:
    """Points of one rule for a block, in ten-thousandths: num / den."""

    num: np.ndarray
    den: Any  # an array, or one whole number for all
    status: np.ndarray
    # What the trail tells about the way to the points; the arrays exist anyway.
    notes: dict[str, Any] = field(default_factory=dict)


def proportion(maximum: int, done: np.ndarray, whole: Any) -> tuple[np.ndarray, Any]:
    """maximum × done / whole as a fraction, at most the maximum; exact however large they are."""
    done, whole = roomy(ROUNDED * maximum * top(whole), np.minimum(done, whole), whole)
    return maximum * done, whole


def missing_where(absent: np.ndarray) -> np.ndarray:
    """Status MISSING where absent, else SCORED."""
    return absent.astype(np.int8)
