"""The arithmetic of the index: facts in, scorebook with reasons out; pure, no Django."""

from .annual import annual
from .gains import open_gains
from .score import rescored, score
from .scorebook import ENGINE_VERSION, Scorebook
from .seal import seal
from .tables import Branches, Facts
from .trace import explain, trail

__all__ = [
    "ENGINE_VERSION",
    "Branches",
    "Facts",
    "Scorebook",
    "annual",
    "explain",
    "open_gains",
    "rescored",
    "score",
    "seal",
    "trail",
]
