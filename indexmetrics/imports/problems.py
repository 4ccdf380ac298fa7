"""What is wrong with a table: the place, what stands there, and what to do, in one sentence."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

MOST_LISTED = 500
REMEDIES = {
    # cells
    "no_number": N_("Write a number, digits only."),
    "digits": N_("More than 15 digits cannot be kept exactly; format the column as text or shorten it."),
    "bounds": N_("The number must lie from %(least)s to %(most)s."),
    "least": N_("The number must be at least %(least)s."),
    "decimals": N_("At most %(decimals)s decimals."),
    "no_whole": N_("Write a whole number."),
    "no_day": N_("Write the day as 2026-05-18."),
    "has_time": N_("Write the day alone, without a time."),
    "no_month": N_("Write the month as 2026-05."),
    "too_long": N_("At most %(most)s characters; here are %(length)s."),
    "no_flag": N_("Choose yes or no."),
    "no_choice": N_("Choose one of: %(choices)s."),
    "missing": N_("This cell must be filled."),
    "merged": N_("Take the merged cells %(cells)s apart; each row needs its own values."),
    # the sheet
    "no_header": N_("No row holds the headings of this template; download it anew, or choose the right kind. Missing: %(missing)s"),
    "twice_heading": N_("The heading “%(heading)s” stands twice; delete one of the columns."),
    "no_rows": N_("There is no row under the headings."),
    "twice_row": N_("This row is there twice; it was first in row %(row)s."),
    "other_template": N_("This is the template of “%(found)s”; here “%(wanted)s” is taken in."),
    # the file
    "formula": N_("Formulas are not taken; copy the cell and paste it as a value."),
    "error": N_("The cell holds an error of a formula; write the value."),
    "macro": N_("The workbook holds macros (%(text)s); save it as xlsx without macros."),
    "external": N_("The workbook is linked to outside data (%(text)s); break the links and save it again."),
    "embedded": N_("The workbook holds embedded objects (%(text)s); delete them and save it again."),
    "entity": N_("The file holds definitions that no spreadsheet program writes (%(text)s); it is not opened."),
    "too_large": N_("The file is too large; at most 5 MB, and it must not swell up when opened."),
    "too_many_rows": N_("More than 20,000 rows; delete the empty rows below, or split the table."),
    "too_many_columns": N_("More than 200 columns; delete what stands far to the right."),
    "too_many_cells": N_("More than a million cells; split the table."),
    "too_slow": N_("Reading took more than half a minute; split the table."),
    "no_workbook": N_("This is no workbook in xlsx form; save it as xlsx again."),
    "no_archive": N_("This is no workbook in xlsx form; save it as xlsx again."),
    "encrypted": N_("The file is protected by a password; save it without one."),
    "bomb": N_("The file would swell up when opened (%(text)s); it is not opened."),
    "other_form": N_("Only .xlsx and .csv are taken; old .xls, .et files are saved as xlsx first."),
    "empty": N_("The file is empty."),
    "no_text": N_("The file is neither UTF-8 nor GB18030 text."),
    "no_csv": N_("The file cannot be read as CSV (line %(text)s)."),
    "no_sheet": N_("The workbook has no sheet with the headings of this template."),
    "bad_name": N_("This is no workbook in xlsx form; save it as xlsx again."),
    "link": N_("This is no workbook in xlsx form; save it as xlsx again."),
    "twice": N_("This is no workbook in xlsx form; save it as xlsx again."),
    "too_many_parts": N_("This is no workbook in xlsx form; save it as xlsx again."),
}


@dataclass(frozen=True)
class Problem:
    """One thing that keeps the table out."""

    sheet: str
    cell: str
    field: str
    value: str
    remedy: str

    def as_dict(self) -> dict:
        """For storing beside the upload."""
        return asdict(self)

    @property
    def sentence(self) -> str:
        """All of it in one line, for commands."""
        return " / ".join(part for part in (self.sheet, self.cell, self.field, self.value, self.remedy) if part)


def problem(code: str, *, sheet: str = "", cell: str = "", field: str = "", value: str = "", **values) -> Problem:
    """A problem of a known kind."""
    filled = {name: values.get(name, "") for name in (
        "least", "most", "decimals", "length", "choices", "cells", "missing", "heading", "row", "found", "wanted", "text")}
    return Problem(sheet, cell, field, value[:80], _(REMEDIES[code]) % filled)


def told(sheet: str, cell: str, field: str, value: str, remedy: str) -> Problem:
    """A problem in the words of the action that refused."""
    return Problem(sheet, cell, field, str(value)[:80], str(remedy))
