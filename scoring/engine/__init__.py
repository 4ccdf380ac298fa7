"""The arithmetic of the index: facts in, scorebook with reasons out; pure, no Django."""

from .score import rescored, score
from .scorebook import ENGINE_VERSION, Scorebook
from .tables import Branches, Facts

__all__ = ["ENGINE_VERSION", "Branches", "Facts", "Scorebook", "rescored", "score"]
