"""The shape of a rule declaration: parameters with bounds, and the facts it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

POLICIES = ("zero", "full", "not_applicable")


@dataclass(frozen=True)
class Param:
    """One parameter of a rule: its kind, its bounds, and whether it must be there."""

    name: str
    kind: str  # number | whole | choice | bands | items | parts | group
    low: str | None = None
    high: str | None = None  # a number, or "max" for the maximum of the rule
    choices: tuple[str, ...] = ()
    required: bool = True
    open_low: bool = False  # the lower bound itself is refused
    nullable: bool = False
    column: str = ""  # bands: the key that orders them
    falling: bool = True  # bands: the best band has the highest column


@dataclass(frozen=True)
class Measure:
    """One key of a fact that a rule reads."""

    key: str
    unit: str  # count | rate | mark
    needed: bool = True


@dataclass(frozen=True)
class RuleSpec:
    """What one rule type takes: its parameters, its facts, and how months combine."""

    code: str
    unit: str
    params: tuple[Param, ...]
    measures: tuple[Measure, ...] = ()
    item_keys: bool = False  # one fact per item code
    prefix: str = ""  # facts whose key starts with this
    months: str = "sum"  # sum | each | latest

    def keys(self, rule: Mapping[str, Any]) -> tuple[str, ...]:
        """The fact keys this rule reads, the free ones (judges) left out."""
        fixed = tuple(measure.key for measure in self.measures)
        if not self.item_keys:
            return fixed
        items = rule.get("items") or ()
        return fixed + tuple(str(item.get("code")) for item in items)

    def knows(self, rule: Mapping[str, Any], key: str) -> bool:
        """Whether a fact with this key belongs to the rule."""
        if self.prefix and key.startswith(self.prefix):
            return len(key) > len(self.prefix)
        return key in self.keys(rule)


def policy(name: str) -> Param:
    """A parameter that says what happens when the facts are not there."""
    return Param(name, "choice", choices=POLICIES)
