"""What rules exist, what they take, and what is wrong with a scheme; pure, no Django."""

from .check import check, scoring_problems
from .problem import Problem, sentence
from .specs import SPECS

__all__ = ["SPECS", "Problem", "check", "scoring_problems", "sentence"]
