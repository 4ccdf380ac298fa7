"""The uploaded table once more, with its bad cells marked and the remedies beside them."""

import base64
import re
from io import BytesIO
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from branches.tables import bounded
from indexmetrics.imports import values
from indexmetrics.imports.models import Upload
from indexmetrics.imports.template import safe

BAD = PatternFill("solid", fgColor="F9C9C0")
MOST_MARKED = 200_000  # cells; a larger table gets the list of problems alone, to keep this process small
PLACE = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")


def marked(upload: Upload) -> bytes:
    """The workbook's bytes: the same sheets, bad cells filled and noted, all problems on a sheet of their own."""
    book = _book(upload)
    for row in upload.problems:
        sheet = next((one for one in book.worksheets if row["sheet"] in ("", one.title)), None)
        if sheet is not None and PLACE.fullmatch(row["cell"]):
            cell = sheet[row["cell"]]
            if type(cell).__name__ == "MergedCell":
                continue
            cell.fill = BAD
            cell.comment = Comment(safe(row["remedy"])[:500], _("Wusetu"), width=320, height=90)
    listing = book.create_sheet(_("What is wrong"))
    listing.append([_("Sheet"), _("Cell"), _("Column"), _("Value"), _("What to do")])
    for row in upload.problems:
        listing.append([None] * 5)
        for place, name in enumerate(("sheet", "cell", "field", "value", "remedy"), 1):
            cell = listing.cell(listing.max_row, place, safe(row[name]))
            cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _book(upload: Upload) -> Workbook:
    """The workbook itself; a CSV file, or one too strange to keep, becomes a plain workbook of its values."""
    content = base64.b64decode(upload.content)
    reading = bounded.read(upload.name, content)
    if reading.faults or sum(len(row) for sheet in reading.sheets for row in sheet.rows) > MOST_MARKED:
        return _empty()
    if upload.name.lower().endswith(".xlsx"):
        try:
            return load_workbook(BytesIO(content))
        except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, IndexError):
            pass
    book = _empty()
    for number, sheet in enumerate(reading.sheets, 1):
        made = book.create_sheet((sheet.name or str(number))[:31])
        for row in sheet.rows:
            made.append([safe(values.shown(cell)) if cell else None for cell in row])
            for cell in made[made.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    return book


def _empty() -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.active)
    return book
