"""The quarterly workbook: ten sheets from one report."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from branches.basics.progress import tell
from branches.ledgers import stream
from branches.ledgers.grid import Grid
from branches.ledgers.text import clean, sheet_title
from scoring.reports.frame import Sheet
from scoring.reports.report import Report
from scoring.reports.sheets.appeals import Appeals
from scoring.reports.sheets.colours import Colours
from scoring.reports.sheets.details import Details
from scoring.reports.sheets.notes import Notes
from scoring.reports.sheets.ranking import Ranking
from scoring.reports.sheets.rectification import Rectification
from scoring.reports.sheets.scoresheets import ScoreSheets
from scoring.reports.sheets.submissions import Submissions
from scoring.reports.sheets.summary import Summary
from scoring.reports.sheets.verdicts import Verdicts
from scoring.reports.style import Palette

LANGUAGE = "zh-hans"  # it is a Chinese official document, whoever exports it
UNDATED = datetime(1980, 1, 1)


def write(report: Report, out: BinaryIO) -> None:
    """Write the workbook to an open file; the same report gives the same bytes."""
    _write(report, out, _sheets)


def write_score_sheet(report: Report, out: BinaryIO) -> None:
    """Only the score sheets of the branches that the report opens."""
    _write(report, out, ScoreSheets.of)


def _write(report: Report, out: BinaryIO, of: Callable[[Report, Palette], list[Sheet]]) -> None:
    with translation.override(LANGUAGE):
        book = Workbook()
        book.remove(book.active)
        palette = Palette(book, report.outline.bands)
        sheets = of(report, palette)
        taken: set[str] = set()
        for sheet in sheets:
            sheet.set_up(book.create_sheet(sheet_title(sheet.name, taken)))
        _properties(book, report)
        stream.write(book, [_told(sheet, partial(tell, sheet.name, done, len(sheets))) for done, sheet in enumerate(sheets)], out)


def file_name(report: Report) -> str:
    """The name the file is saved under."""
    with translation.override(LANGUAGE):
        return saved_as(report, pgettext("workbook", "assessment tables"), "xlsx")


def saved_as(report: Report, what: str, ending: str) -> str:
    """Unit, quarter, what it is, and whether it is final."""
    state = pgettext("workbook", "final") if report.is_final else pgettext("workbook", "draft for comments")
    name = pgettext("workbook", "%(bureau)s %(period)s quality index %(what)s (%(state)s)") % {
        "bureau": report.bureau, "period": report.period, "what": what, "state": state}
    return re.sub(r'[\\/:*?"<>|\s]', " ", clean(name)) + f".{ending}"


def _told(sheet: Sheet, say: Callable[[], None]) -> stream.Draw:
    """Draws the sheet and says so first."""

    def draw(grid: Grid) -> None:
        say()
        sheet.draw(grid)

    return draw


def _sheets(report: Report, palette: Palette) -> list[Sheet]:
    return [
        Summary(report, palette),
        Ranking(report, palette),
        Details(report, palette),
        *ScoreSheets.of(report, palette),
        Verdicts(report, palette),
        Colours(report, palette),
        Rectification(report, palette),
        Submissions(report, palette),
        Appeals(report, palette),
        Notes(report, palette),
    ]


def _properties(book: Workbook, report: Report) -> None:
    """Document properties: whose, when, which edition, under which seal."""
    header = report.header
    published = header.get("published_at")
    moment = datetime.fromisoformat(published) if published else None
    about = book.properties
    about.title = clean(f"{report.bureau} {report.period}")
    about.creator = clean(header.get("published_by") or report.bureau)
    about.lastModifiedBy = about.creator
    about.description = clean(f"seal {header['seal']}")
    about.created = about.modified = moment.replace(tzinfo=None) - moment.utcoffset() if moment else UNDATED
    properties = {
        "edition": header.get("edition") or "", "seal": header["seal"], "quarter": header["quarter"],
        "scheme": f"{header['scheme_code']} v{header['scheme_version']}", "published_at": published or "",
        "audit_head": header.get("audit_head") or "",
    }
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=clean(str(value)) or "/"))
