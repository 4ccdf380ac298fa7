"""What is wrong in a file: the place, the value and why, as many as there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SHOWN = 100


class FileProblem(Exception):
    """A file that cannot be read at all; `code` says why."""

    def __init__(self, file: str, code: str, **values: Any) -> None:
        super().__init__(f"{file}: {code}")
        self.file, self.code, self.values = file, code, values


@dataclass(frozen=True, order=True)
class Fault:
    """One wrong value in one line."""

    line: int
    column: str
    value: str
    code: str


@dataclass
class Faults:
    """All faults of one file; the first hundred are kept, all are counted."""

    file: str
    rows: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, value: Any, code: str) -> None:
        """One more fault."""
        self.count += 1
        if len(self.rows) < 10 * SHOWN:
            self.rows.append(Fault(int(line), column, str(value), code))

    def first(self) -> list[Fault]:
        """The faults to show, in the order of the lines."""
        return sorted(self.rows)[:SHOWN]
