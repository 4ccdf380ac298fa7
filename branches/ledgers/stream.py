"""Writes an .xlsx: openpyxl makes everything but the rows, the rows are streamed as XML.

openpyxl alone takes about thirty times as long for ten thousand branches and holds every cell.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from openpyxl import Workbook

from branches.ledgers.grid import Grid

LEVEL = 3
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_EMPTY = b"<sheetData></sheetData>"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
# What may stand between the rows and the page breaks, in the order the format wants.
_BEFORE_BREAKS = re.compile(rb"</headerFooter>|<headerFooter */>")

Draw = Callable[[Grid], None]


def write(skeleton: Workbook, draws: list[Draw], out: BinaryIO) -> None:
    """Write the skeleton with the rows of each sheet, in the order of its sheets."""
    with zipfile.ZipFile(_saved(skeleton)) as source, zipfile.ZipFile(
        out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL,
    ) as target:
        for name in source.namelist():
            content = source.read(name)
            found = _SHEET.fullmatch(name)
            # By name, not by an entry: such an entry gets this archive's level and no date.
            with target.open(name, "w") as stream:
                if found:
                    _write_sheet(content, draws[int(found[1]) - 1], stream)
                else:
                    stream.write(_fixed(name, content))


def repack(made: BinaryIO, out: BinaryIO) -> None:
    """Copy an archive with one fixed time in every entry."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            with target.open(name, "w") as stream:
                stream.write(source.read(name))


def _saved(skeleton: Workbook) -> BytesIO:
    made = BytesIO()
    skeleton.save(made)
    made.seek(0)
    return made


def _fixed(name: str, content: bytes) -> bytes:
    """The part as it is, but not with the moment openpyxl happened to write it."""
    if name != "docProps/core.xml":
        return content
    created = _CREATED.search(content)
    return _MODIFIED.sub(rb"\g<1>" + created[1] + rb"\g<2>", content) if created else content


def _write_sheet(content: bytes, draw: Draw, stream) -> None:
    # The dimension would have to be known before the first row; it is optional, so it goes.
    head, _empty, tail = _DIMENSION.sub(b"", content, count=1).partition(_EMPTY)
    stream.write(head + b"<sheetData>")
    grid = Grid(stream.write)
    draw(grid)
    grid.flush()
    stream.write(b"</sheetData>" + _merges(grid))
    cut = _BEFORE_BREAKS.search(tail)
    at = cut.end() if cut else len(tail) - len(b"</worksheet>")
    stream.write(tail[:at] + _breaks(grid) + tail[at:])


def _merges(grid: Grid) -> bytes:
    if not grid.merges:
        return b""
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in grid.merges)
    return f'<mergeCells count="{len(grid.merges)}">{cells}</mergeCells>'.encode()


def _breaks(grid: Grid) -> bytes:
    if not grid.breaks:
        return b""
    count = len(grid.breaks)
    rows = "".join(f'<brk id="{row}" min="0" max="16383" man="1"/>' for row in grid.breaks)
    return f'<rowBreaks count="{count}" manualBreakCount="{count}">{rows}</rowBreaks>'.encode()
