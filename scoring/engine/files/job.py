"""The four inputs of a scoring from files, read and checked together."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from indexmetrics.rulebook import Problem, check

from ..quarter import months_of
from ..tables import Branches, Event, Facts
from .branches import read_branches
from .events import read_events
from .facts import read_facts
from .faults import Faults, FileProblem


@dataclass
class Inputs:
    """What was read, and everything that is wrong with it."""

    document: dict[str, Any]
    quarter: str
    branches: Branches | None = None
    facts: Facts | None = None
    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # of the scheme
    unreadable: list[FileProblem] = field(default_factory=list)
    faults: list[Faults] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether the engine may run."""
        return not (self.unreadable or self.faults or any(p.stops_scoring for p in self.problems))


def read_inputs(
    *, scheme: Path, branches: Path, facts: Path, events: Path | None, quarter: str
) -> Inputs:
    """Read all files; a fault in one does not hide those of the others."""
    months_of(quarter)  # refuses what is no quarter
    inputs = Inputs({}, quarter)
    try:
        inputs.document = read_scheme(scheme)
    except FileProblem as problem:
        inputs.unreadable.append(problem)
        return inputs
    inputs.problems = check(inputs.document)
    if any(problem.stops_scoring for problem in inputs.problems):
        return inputs
    table, faults = _tried(inputs, branches, read_branches, inputs.document)
    inputs.branches = table or Branches.of([])
    known = inputs.branches if not faults and table is not None else None
    found, _ = _tried(inputs, facts, read_facts, inputs.document, known, quarter)
    inputs.facts = found
    if events is not None:
        inputs.events = _tried(inputs, events, read_events, inputs.document, known)[0] or []
    return inputs


def _tried(inputs: Inputs, path: Path, read: Any, *arguments: Any) -> tuple[Any, Faults | None]:
    faults = Faults(str(path))
    try:
        found = read(path, *arguments, faults)
    except FileProblem as problem:
        inputs.unreadable.append(problem)
        return None, None
    if faults.count:
        inputs.faults.append(faults)
        return found, faults
    return found, None


def read_scheme(path: Path) -> dict[str, Any]:
    """The scheme document, its numbers kept as they are written."""
    if not path.is_file():
        raise FileProblem(str(path), "no_file")
    try:
        document = json.loads(
            path.read_text("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse
        )
    except UnicodeDecodeError as error:
        raise FileProblem(str(path), "not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise FileProblem(str(path), "not_json") from error
    if not isinstance(document, dict):
        raise FileProblem(str(path), "not_json")
    return document


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
