"""Small real files for the demonstration: a drawing, a document, a printed page; the same bytes each time."""

import zipfile
from collections.abc import Callable
from io import BytesIO

from docx import Document
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexmetrics.evidence import files
from indexmetrics.evidence.files import Stored
from indexmetrics.rulebook.outline import Outline

# name in the story → name shown, maker
SHEET = "微心愿活动记录.docx"


def wishes_picture() -> bytes:
    """Fourteen hearts over a sea: one for each wish met, no face, no place in the file."""
    image = Image.new("RGB", (640, 400), "#e9f1f6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 300, 640, 400), fill="#1f5fa8")
    for number in range(14):
        left, top = 40 + (number % 7) * 82, 60 + (number // 7) * 110
        pen.ellipse((left, top, left + 32, top + 32), fill="#c8102e")
        pen.ellipse((left + 26, top, left + 58, top + 32), fill="#c8102e")
        pen.polygon(((left + 2, top + 24), (left + 56, top + 24), (left + 29, top + 62)), fill="#c8102e")
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def wishes_record() -> bytes:
    """The activity's one-page record with its counts."""
    return _document("微心愿活动记录（演示）", (
        ("活动", "“点亮微心愿 真情暖童心”关爱海岛困难儿童志愿服务活动"), ("地点", "龙山小学、台门小学"),
        ("收到微心愿", "14个"), ("实现微心愿", "14个"), ("说明", "演示材料，不含任何姓名和影像"),
    ))


def meeting_record() -> bytes:
    """A meeting's one-page record."""
    return _document("主题党日记录（演示）", (
        ("议程", "学习讨论、志愿服务安排、缴纳党费"), ("结论", "按支部计划推进，下月通报"), ("说明", "演示材料"),
    ))


def alliance_page() -> bytes:
    """A printed page; Latin letters only, so that it needs no font of the reader's."""
    out = BytesIO()
    page = Canvas(out, pagesize=A4, invariant=1)
    page.setTitle("Demonstration")
    page.setFont("Helvetica-Bold", 18)
    page.drawString(72, 760, "DEMONSTRATION DOCUMENT - NO REAL DATA")
    page.setFont("Helvetica", 12)
    for number, line in enumerate((
        "University-bureau alliance: practice of student officers", "Student officers: 83", "Months: 4",
        "Partner: Nanjing Forest Police College, criminal technology",
    )):
        page.drawString(72, 720 - 22 * number, line)
    page.save()
    return out.getvalue()


MAKERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "wishes.png": ("活动示意图.png", wishes_picture),
    "wishes.docx": (SHEET, wishes_record),
    "meeting.docx": ("主题党日记录.docx", meeting_record),
    "alliance.pdf": ("校局联盟实习安排.pdf", alliance_page),
}


def stored(key: str, outline: Outline) -> Stored:
    """The file laid into the evidence store by the same door as an uploaded one."""
    name, make = MAKERS[key]
    return files.store(name=name, chunks=[make()], outline=outline)


def _document(title: str, rows: tuple[tuple[str, str], ...]) -> bytes:
    document = Document()
    document.add_heading(title, level=1)
    table = document.add_table(rows=0, cols=2)
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    out = BytesIO()
    document.save(out)
    return _without_times(out)


def _without_times(packed: BytesIO) -> bytes:
    """The same package with one fixed time on every member, so that its hash never changes."""
    out = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()
