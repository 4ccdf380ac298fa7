"""The circular of a quarter (通报) as a Word document in the layout of official papers."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import pgettext
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from branches.basics.progress import tell
from branches.ledgers.stream import repack
from branches.ledgers.text import clean
from scoring.reports.findings import Findings
from scoring.reports.report import Report
from scoring.reports.style import fonts
from scoring.reports.workbook import LANGUAGE, UNDATED, saved_as

TITLE, BODY, LINE = 22, 16, 28  # points: 2号, 三号, and the height of a line


def write(report: Report, out: BinaryIO) -> None:
    """Write the document to an open file; the same report gives the same bytes."""
    with translation.override(LANGUAGE):
        tell(pgettext("workbook", "Circular"), 0, 1)
        paper = _Paper(report)
        paper.title(pgettext("workbook", "Circular on the quality index, %(period)s") % {"period": report.period})
        paper.text(pgettext("workbook", "To all branches:"), indent=False)
        for kind, text in Findings(report).paragraphs():
            (paper.heading if kind == "heading" else paper.text)(text)
        paper.end()
        made = BytesIO()
        paper.document.save(made)
        made.seek(0)
        repack(made, out)


def file_name(report: Report) -> str:
    """The name the file is saved under."""
    with translation.override(LANGUAGE):
        return saved_as(report, pgettext("workbook", "circular"), "docx")


class _Paper:
    """A4, 22 lines of 28 characters: margins 37, 35, 28, 26 mm."""

    def __init__(self, report: Report):
        self.report, self.faces = report, fonts()
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        self._page_number(section.footer.paragraphs[0])
        self._chinese()
        self._properties()

    def title(self, text: str) -> None:
        """The title in the middle, with the unit above it."""
        self._line(self.report.bureau, "title", TITLE, WD_ALIGN_PARAGRAPH.CENTER)
        self._line(text, "title", TITLE, WD_ALIGN_PARAGRAPH.CENTER)
        if not self.report.is_final:
            self._line(pgettext("workbook", "Draft for comments, not final"), "body", BODY, WD_ALIGN_PARAGRAPH.CENTER)
        self._line("", "body", BODY)

    def heading(self, text: str) -> None:
        """A numbered heading."""
        self._line(text, "head", BODY, indent=True)

    def text(self, text: str, indent: bool = True) -> None:
        """A paragraph."""
        self._line(text, "body", BODY, indent=indent)

    def end(self) -> None:
        """Unit and date at the lower right, with room for the seal over them."""
        # The last words go along, for a page with nothing but unit and date proves nothing.
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        for _line in range(2):
            self._line("", "body", BODY).paragraph_format.keep_with_next = True
        last = self._line(self.report.bureau, "body", BODY, WD_ALIGN_PARAGRAPH.RIGHT)
        last.paragraph_format.keep_with_next = True
        day = self.report.published_on
        if day:
            text = pgettext("workbook", "%(year)s-%(month)s-%(day)s") % {"year": day.year, "month": day.month, "day": day.day}
            self._line(text, "body", BODY, WD_ALIGN_PARAGRAPH.RIGHT)

    def _line(self, text: str, face: str, size: int, align=WD_ALIGN_PARAGRAPH.JUSTIFY, indent: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment, form.line_spacing_rule, form.line_spacing = align, WD_LINE_SPACING.EXACTLY, Pt(LINE)
        form.space_before = form.space_after = Pt(0)
        if face == "title":
            form.line_spacing = Pt(LINE + 7)
        if indent:
            form.first_line_indent = Pt(size * 2)
        self._run(paragraph, clean(text), face, size)
        return paragraph

    def _run(self, paragraph, text: str, face: str, size: int):
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(size), self.faces[face]
        # Word keeps a face of its own for Chinese letters.
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.faces[face])
        return run

    def _page_number(self, paragraph) -> None:
        """The number between two dashes, as official papers have it."""
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, "— ", "body", 14)
        run = self._run(paragraph, "", "body", 14)
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._element.append(part)
        self._run(paragraph, " —", "body", 14)

    def _chinese(self) -> None:
        """Says which Chinese it is, else punctuation is set the way Taiwan does."""
        form = self.document.styles["Normal"].element.get_or_add_rPr()
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
        form.append(language)

    def _properties(self) -> None:
        about, header = self.document.core_properties, self.report.header
        published = header.get("published_at")
        about.title = clean(f"{self.report.bureau} {self.report.period}")[:255]
        about.author = about.last_modified_by = clean(header.get("published_by") or self.report.bureau)[:255]
        about.comments = f"seal {header['seal']} trail {header.get('audit_head') or '/'}"
        moment = datetime.fromisoformat(published) if published else None
        about.created = about.modified = moment.replace(tzinfo=None) - moment.utcoffset() if moment else UNDATED
