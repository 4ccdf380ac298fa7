"""What helps whoever edits a scheme in a spreadsheet: lists to choose from, bounds, locked heads, instructions."""

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from branches.access.roles import Role
from indexmetrics.rulebook.specs import RANKING_MODES, SPECS

GUIDE = "guide"  # the sheet of instructions; it says nothing of the scheme
SPARE = 60  # empty rows that are open for new items
LONGEST_LIST = 250  # characters that a drop-down takes
FREQUENCIES = ("monthly", "quarterly", "semiannual", "annual")
OPEN = Protection(locked=False)


def choices(document: dict) -> dict[tuple[str, str], list[str]]:
    """(sheet, column) → what it can say, from the rulebook and from the scheme's own codes."""
    bands = [str(row.get("code")) for row in document.get("colour_bands", []) if isinstance(row, dict)]
    offices = [str(role) for role in Role]
    return {
        ("indicators", "index"): [str(row.get("code")) for row in document.get("indices", []) if isinstance(row, dict)],
        ("indicators", "rule.type"): list(SPECS), ("indicators", "frequency"): list(FREQUENCIES),
        ("figures", "frequency"): list(FREQUENCIES), ("figures", "entered_by"): ["branch", *offices],
        ("registers", "entered_by"): offices, ("vetoes", "proposed_by"): offices,
        ("colour_caps", "cap"): bands, ("actions_by_colour", "colour"): bands, ("ranking", "mode"): list(RANKING_MODES),
    }


def bounds() -> dict[tuple[str, str], tuple[int, int]]:
    """(sheet, column) → the least and the most of a number."""
    return {
        ("indices", "weight"): (0, 100), ("indicators", "max_points"): (0, 100), ("colour_bands", "min"): (0, 200),
        ("colour_bands", "order"): (1, 20), ("actions_by_colour", "plan_days"): (0, 365), ("actions_by_colour", "finish_days"): (0, 365),
    }


def help_with(sheet: Worksheet, columns: list[str], rows: int, document: dict) -> None:
    """Drop-downs and bounds below the heads; the heads are locked, because they name the fields."""
    last, listed, bounded = rows + 1 + SPARE, choices(document), bounds()
    for line in sheet.iter_rows(min_row=2, max_row=last, max_col=max(len(columns), 1)):
        for cell in line:
            cell.protection = OPEN
    for place, column in enumerate(columns, start=1):
        rule = _rule(listed.get((sheet.title, column)), bounded.get((sheet.title, column)))
        if rule:
            sheet.add_data_validation(rule)
            letters = sheet.cell(1, place).column_letter
            rule.add(f"{letters}2:{letters}{last}")
    sheet.protection.sheet = True
    for right in ("insertRows", "deleteRows", "insertColumns", "formatColumns", "formatRows", "formatCells", "sort", "autoFilter"):
        setattr(sheet.protection, right, False)


def instruct(sheet: Worksheet, tables: list[str]) -> None:
    """The sheet that says how to edit the others."""
    sheet.append([_("How to edit these rules")])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in (
        _("Each sheet is one list of the scheme; a row is one item, a heading is the name of a field. The codes find the items: do not rename them lightly."),
        _("An empty cell means that the item does not have this field. Texts that begin with [ or { are JSON and must stay JSON."),
        _("Numbers are written with a point; no formulas, macros or links. Choose from the list where a cell offers one."),
        _("Raise scheme.version on the sheet “values”, save as xlsx, and take it in under Rules. You see what changes before anything is locked."),
    ):
        sheet.append([line])
    sheet.append([])
    sheet.append([_("Sheets: %(names)s") % {"names": ", ".join(tables)}])
    sheet.column_dimensions["A"].width = 110
    for row in sheet.iter_rows(min_row=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.protection.sheet = True


def _rule(names: list[str] | None, limits: tuple[int, int] | None) -> DataValidation | None:
    if names and len(",".join(names)) <= LONGEST_LIST:
        rule = DataValidation("list", formula1=f'"{",".join(names)}"', allow_blank=True)
        rule.error = _("Choose from the list.")
    elif limits:
        rule = DataValidation("decimal", operator="between", formula1=str(limits[0]), formula2=str(limits[1]), allow_blank=True)
        rule.error = _("The number must lie from %(least)s to %(most)s.") % {"least": limits[0], "most": limits[1]}
    else:
        return None
    rule.showErrorMessage = True
    return rule
