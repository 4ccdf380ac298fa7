"""Collects problems while a document is walked, with the number checks they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from .amounts import NotANumber, amount, plain
from .problem import Problem

CODE, LONGEST_CODE = re.compile(r"\w[\w.-]*"), 40
LARGEST = Fraction(1_000_000)  # of any number in a scheme; the engine counts on it


class Finder:
    """All problems of one document, in the order of the walk."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: str, code: str, /, *, stops: bool = False, **values: Any) -> None:
        """One error; `stops` when the engine could not read the scheme."""
        self.problems.append(Problem(path, code, values, "error", stops))

    def warn(self, path: str, code: str, /, **values: Any) -> None:
        """One warning: the scheme may be saved as it is."""
        self.problems.append(Problem(path, code, values, "warning"))

    def number(
        self,
        path: str,
        value: Any,
        *,
        low: Fraction | None = None,
        high: Fraction | None = None,
        open_low: bool = False,
        whole: bool = False,
    ) -> Fraction | None:
        """The number at `path` when it is one and in range, else None with a problem."""
        try:
            number = amount(value)
        except NotANumber:
            self.add(path, "not_a_number", stops=True, value=value)
            return None
        if whole and number.denominator != 1:
            self.add(path, "not_whole", stops=True, value=plain(number))
            return None
        if (number * 10000).denominator != 1:
            self.add(path, "too_many_decimals", stops=True, value=value)
            return None
        if number > LARGEST:
            self.add(path, "too_large", stops=True, value=plain(number), high=plain(LARGEST))
            return None
        if low is not None and open_low and number <= low:
            self.add(path, "not_above", stops=True, value=plain(number), low=plain(low))
            return None
        if low is not None and number < low:
            self.add(path, "too_small", stops=True, value=plain(number), low=plain(low))
            return None
        if high is not None and number > high:
            # Above the maximum the engine still computes; below the minimum it could not.
            self.add(path, "too_large", value=plain(number), high=plain(high))
        return number

    def choice(self, path: str, value: Any, choices: Iterable[str], *, stops: bool = True) -> bool:
        """Whether the value is one of the choices."""
        choices = tuple(choices)
        if value in choices:
            return True
        self.add(path, "unknown_choice", stops=stops, value=value, choices=choices)
        return False

    def rows(
        self, holder: Mapping[str, Any], key: str, *, needed: bool = False
    ) -> list[tuple[str, dict]]:
        """The objects of the list `key`, each with its path; problems for all else."""
        value = holder.get(key)
        if value is None:
            if needed:
                self.add(key, "missing_field", stops=True, field=key)
            return []
        if not isinstance(value, list):
            self.add(key, "not_a_list", stops=True)
            return []
        found = []
        for number, row in enumerate(value):
            if isinstance(row, Mapping):
                found.append((f"{key}[{row.get('code') or number}]", dict(row)))
            else:
                self.add(f"{key}[{number}]", "not_an_object", stops=True)
        return found

    def codes(self, rows: list[tuple[str, dict]]) -> set[str]:
        """The codes of the rows; empty and repeated ones become problems."""
        seen: set[str] = set()
        for path, row in rows:
            code = row.get("code")
            if not isinstance(code, str) or not code.strip():
                self.add(path, "code_empty", stops=True)
            elif code in seen:
                self.add(path, "code_repeated", stops=True, code=code)
            else:
                seen.add(code)
                self.code(path, code)
        return seen

    def code(self, path: str, code: str, high: int = LONGEST_CODE) -> None:
        """A code stands in addresses and in columns of the database."""
        if len(code) > high or not CODE.fullmatch(code):
            self.add(path, "wrong_code", value=code[:LONGEST_CODE], high=high)

    def below(self, path: str) -> Finder:
        """A finder whose paths start with `path`."""
        return _Below(self, path)


class _Below(Finder):
    """Forwards to its parent with a longer path."""

    def __init__(self, parent: Finder, path: str) -> None:
        self.parent, self.path = parent, path

    def add(self, path: str, code: str, /, *, stops: bool = False, **values: Any) -> None:
        self.parent.add(_join(self.path, path), code, stops=stops, **values)

    def warn(self, path: str, code: str, /, **values: Any) -> None:
        self.parent.warn(_join(self.path, path), code, **values)


def _join(head: str, tail: str) -> str:
    return f"{head}.{tail}" if head and tail else head or tail
