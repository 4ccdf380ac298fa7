"""Reason codes and values turned into sentences, in the reader's language."""

from .arithmetic import arithmetic
from .caps import cap_text
from .names import Names, name_of
from .rules import rule_text
from .why import why, why_line

__all__ = ["Names", "arithmetic", "cap_text", "name_of", "rule_text", "why", "why_line"]
