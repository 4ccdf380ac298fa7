"""The rows of one sheet on their way into the file: references, merges, page breaks."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from openpyxl.utils import get_column_letter

FLUSH_AT = 2_000  # rows kept before they are written


@lru_cache(maxsize=512)
def _heads(count: int) -> tuple[str, ...]:
    return tuple(f'<c r="{get_column_letter(column)}' for column in range(1, count + 1))


@lru_cache(maxsize=512)
def _size(height: float | None) -> str:
    return f' ht="{height:g}" customHeight="1"' if height else ""


class Grid:
    """Takes rows in order and hands their XML to `write`; remembers merges and breaks."""

    def __init__(self, write: Callable[[bytes], object]):
        self._write = write
        self._rows: list[str] = []
        self.at = 1  # the number of the next row
        self.used = 0.0  # points of rows since the page began
        self.merges: list[str] = []
        self.breaks: list[int] = []

    def row(self, cells: Iterable[str | None], height: float | None = None) -> int:
        """Add a row of fragments, None for no cell at all; returns its number."""
        cells = list(cells)
        at = self.at
        heads = _heads(len(cells))
        if None in cells:
            body = [f"{head}{at}{cell}" for head, cell in zip(heads, cells, strict=True) if cell is not None]
        else:
            body = [f"{head}{at}{cell}" for head, cell in zip(heads, cells, strict=True)]
        self._rows.append(f'<row r="{at}"{_size(height)}>{"".join(body)}</row>')
        if len(self._rows) >= FLUSH_AT:
            self.flush()
        self.at = at + 1
        self.used += height or 15
        return at

    def merge(self, first: int, last: int, *, row: int | None = None, to: int | None = None) -> None:
        """Merge columns of one row (the last one added) or of rows up to `to`; never in data."""
        row = self.at - 1 if row is None else row
        if first == last and to in (None, row):
            return
        end = row if to is None else to
        self.merges.append(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{end}")

    def end_page(self) -> None:
        """Begin a new page after the last row."""
        self.breaks.append(self.at - 1)
        self.used = 0.0

    def end_page_before(self, rows: int) -> None:
        """Begin a new page with the last rows added, unless it begins there anyway."""
        row = self.at - 1 - rows
        if row > max([rows + 2, *self.breaks[-1:]]):
            self.breaks.append(row)

    def flush(self) -> None:
        """Hand over what is waiting."""
        if self._rows:
            self._write("".join(self._rows).encode())
            self._rows.clear()


def column(number: int) -> str:
    """The letters of a column."""
    return get_column_letter(number)
