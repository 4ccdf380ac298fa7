"""A list as columns and rows, whatever it is written to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

MOST_ROWS = 20_000  # what the imports take, too; the newest come first


@dataclass(frozen=True)
class Column:
    """One column: its heading in the reader's words, and what a row says there.

    A number stays a number and a day a day; text is text, None is an empty cell.
    """

    heading: str
    of: Callable[[Any], Any]
    width: int = 14


@dataclass(frozen=True)
class Ledger:
    """One list: its name, its columns, its rows, and what was left out by which filter."""

    name: str
    columns: list[Column]
    rows: Iterable[Any]
    filters: list[tuple[str, str]] = field(default_factory=list)
    period: str = ""

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """The filters that are set."""
        return [(word, str(value)) for word, value in self.filters if value]
