"""A selection of the completeness table as a workbook; text is always text."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from indexmetrics.review.matrix import Matrix

WIDTHS = (22, 26, 12, 24, 12, 8, 60)


def sheet_of(matrix: Matrix, wanted: set[tuple[str, str]], words: dict[str, str]) -> bytes:
    """The chosen crossings of branches and months or indicators as .xlsx, or all of them when none is chosen."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Completeness"))
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    heads = [_("Group"), _("Branch"), _("Code"), _("Month") if matrix.by == "month" else _("Indicator"), _("State"), _("Late"), _("Why")]
    sheet.append([_text(sheet, head, is_bold=True) for head in heads])
    for row in _rows(matrix, wanted, words):
        sheet.append([_text(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(matrix: Matrix, wanted: set[tuple[str, str]], words: dict[str, str]) -> Iterable[list[str]]:
    for group in matrix.groups:
        for row in group.rows:
            for (code, name), cell in zip(matrix.columns, row.cells, strict=True):
                if not wanted or (row.branch.code, code) in wanted:
                    column = code if matrix.by == "month" else f"{code} {name}"
                    yield [group.name, row.branch.name, row.branch.code, column, words.get(cell.state, cell.state),
                           _("late") if cell.late else "", cell.why]


def _text(sheet, value: str, is_bold: bool = False) -> WriteOnlyCell:
    """A cell that stays text even where it begins like a formula."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
