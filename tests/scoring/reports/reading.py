"""Reads a written workbook back, and recalculates one with LibreOffice."""

import os
import subprocess
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from scoring.reports import workbook
from scoring.reports.report import Report


def written(report: Report) -> bytes:
    """The workbook as bytes."""
    out = BytesIO()
    workbook.write(report, out)
    return out.getvalue()


def values(data: bytes):
    """The workbook with its cached values."""
    return load_workbook(BytesIO(data), data_only=True)


def formulas(data: bytes):
    """The workbook with its formulas."""
    return load_workbook(BytesIO(data))


def found(sheet, text: str) -> tuple[int, int]:
    """Row and column of the first cell that holds the text."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == text:
                return cell.row, cell.column
    raise AssertionError(f"{text!r} is not on {sheet.title}")


def rows_between(sheet, first: int, last: int) -> list[list]:
    """The values of some rows."""
    return [list(row) for row in sheet.iter_rows(min_row=first, max_row=last, values_only=True)]


def recalculated(soffice: str, data: bytes, folder: Path) -> bytes:
    """The workbook after LibreOffice opened, recalculated and saved it."""
    source, target = folder / "before.xlsx", folder / "after"
    source.write_bytes(data)
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(target), str(source)],
        check=True, capture_output=True, timeout=180, env=os.environ | {"HOME": str(folder)},
    )
    return (target / "before.xlsx").read_bytes()
