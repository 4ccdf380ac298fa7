"""The scheme compiled for the engine: whole numbers, fact columns, one sheet per type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexmetrics.rulebook.amounts import amount
from indexmetrics.rulebook.merge import effective, parts_of
from indexmetrics.rulebook.specs import SPECS

from .exact import units
from .quarter import number_of


@dataclass(frozen=True)
class Part:
    """One rule to be run: an indicator's own, or that of a composite's part."""

    indicator: str
    code: str
    maximum: int
    applies_if: str | None
    rule: Mapping[str, Any]

    @property
    def type(self) -> str:
        return self.rule["type"]

    def number(self, name: str) -> int:
        """A parameter in whole ten-thousandths."""
        return units(self.rule[name])

    def policy(self, name: str) -> str:
        """What happens without facts; a removed policy means no points."""
        return self.rule.get(name) or "zero"


@dataclass(frozen=True)
class Line:
    """One indicator on the sheet of a branch type in a quarter."""

    position: int
    code: str
    index: int
    maximum: int
    applies_if: str | None
    composite: bool
    parts: tuple[Part, ...]
    row: Mapping[str, Any]


class Plan:
    """What the engine needs to know of a scheme for one quarter."""

    def __init__(self, document: Mapping[str, Any], quarter: str) -> None:
        self.document, self.quarter = document, quarter
        self.number = number_of(quarter)
        self.indices = [row["code"] for row in document["indices"]]
        self.weights = [units(row["weight"]) for row in document["indices"]]
        self.rows = [row for index in document["indices"] for row in index.get("indicators") or ()]
        self.index_of = [
            n for n, index in enumerate(document["indices"]) for _ in index.get("indicators") or ()
        ]
        self.indicators = [row["code"] for row in self.rows]
        self.groups = {row["code"]: row["ranking_group"] for row in document["branch_types"]}
        self.ranked = {row["code"]: row.get("ranked", True) for row in document["branch_types"]}
        rule = document.get("normalisation") or {}
        self.full_share = units(rule.get("min_share_for_full_weight", "0.5"))
        self.colours = [row["code"] for row in document["colour_bands"]]
        self.lines = [units(row["min"]) for row in document["colour_bands"]]
        self.caps = list(document.get("colour_caps") or ())
        self.vetoes = {row["code"]: row for row in document.get("vetoes") or ()}
        self._sheets: dict[str, list[Line]] = {}
        self.columns: dict[tuple[str, str, str], int] = {}
        self.panels: set[tuple[str, str]] = set()
        for code in self.groups:
            for line in self.sheet(code):
                self._columns(line)

    def sheet(self, branch_type: str) -> list[Line]:
        """The indicators of a branch type that are scored in this quarter, overrides merged."""
        if branch_type not in self.groups:
            raise ValueError(f"unknown branch type: {branch_type}")
        if branch_type not in self._sheets:
            self._sheets[branch_type] = [
                line
                for position in range(len(self.rows))
                if (line := self._line(position, branch_type))
            ]
        return self._sheets[branch_type]

    def _line(self, position: int, branch_type: str) -> Line | None:
        row = self.rows[position]
        if branch_type not in (row.get("applies_to_branch_types") or ()):
            return None
        row = effective(row, branch_type)
        if self.number not in (row.get("scored_in_quarters") or ()):
            return None
        parts = tuple(
            Part(
                row["code"],
                part["code"],
                units(part["max_points"]),
                part.get("applies_if") if part["code"] else None,
                part["rule"],
            )
            for part in parts_of(row)
        )
        composite = row["rule"]["type"] == "composite"
        return Line(
            position,
            row["code"],
            self.index_of[position],
            units(row["max_points"]),
            row.get("applies_if"),
            composite,
            parts,
            row,
        )

    def _columns(self, line: Line) -> None:
        for part in line.parts:
            spec = SPECS[part.type]
            if spec.prefix:
                self.panels.add((part.indicator, part.code))
            for key in spec.keys(part.rule):
                self.columns.setdefault((part.indicator, part.code, key), len(self.columns))

    def share(self, name: str) -> Any:
        """A quota of the ranking, as an exact fraction."""
        return amount((self.document["ranking"].get("quota") or {})[name])
