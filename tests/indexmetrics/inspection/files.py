"""Honest files, and the tools that make hostile ones of them."""

import stat
import struct
import zipfile
import zlib
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def docx(*lines: str) -> bytes:
    """A Word document with these paragraphs."""
    paper, out = Document(), BytesIO()
    for line in lines or ("主题党日活动记录",):
        paper.add_paragraph(line)
    paper.save(out)
    return out.getvalue()


def xlsx(*rows: tuple) -> bytes:
    """A workbook with these rows."""
    book, out = Workbook(), BytesIO()
    for row in rows or (("姓名", "签到"), ("张三", "是")):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def ofd(text: str = "会议纪要") -> bytes:
    """The skeleton of a Chinese layout document."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("OFD.xml", '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>')
        packed.writestr("Doc_0/Pages/Page_0/Content.xml", f"<ofd:Page><ofd:TextCode>{text}</ofd:TextCode></ofd:Page>")
    return out.getvalue()


def pdf(title: str = "Minutes") -> bytes:
    """A printed page."""
    out = BytesIO()
    page = Canvas(out, pagesize=A4, invariant=1)
    page.setTitle(title)
    page.drawString(72, 760, title)
    page.save()
    return out.getvalue()


def acting_pdf(catalog: bytes, more: bytes = b"") -> bytes:
    """A small PDF whose catalogue has these entries."""
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R" + catalog + (
        b">>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n") + more + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def packed_objects(text: bytes) -> bytes:
    """An object stream that hides this text by compression."""
    body = zlib.compress(text)
    return b"9 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(body) + body + b"\nendstream endobj"


def jpeg(size: tuple[int, int] = (60, 40), *, exif: bool = False, comment: bytes = b"") -> bytes:
    """A photograph, with place and device when asked."""
    out, image, more = BytesIO(), Image.new("RGB", size, (90, 120, 140)), {}
    if exif:
        data = Image.Exif()
        data[0x0110], data[0x010F] = "CAMERA-MODEL", "MAKER"
        data.get_ifd(0x8825)[2] = (29.0, 59.0, 9.5)
        more["exif"] = data
    image.save(out, "JPEG", comment=comment, **more)
    return out.getvalue()


def png(size: tuple[int, int] = (60, 40)) -> bytes:
    """A drawing."""
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(out, "PNG")
    return out.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(width: int, height: int) -> bytes:
    """A PNG that says it is that large; hardly any bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(b"\0")) + png_chunk(b"IEND", b"")


def with_parts(content: bytes, *parts: tuple[str, bytes], change: dict | None = None, comment: bytes = b"") -> bytes:
    """The archive with parts added or changed."""
    out, change = BytesIO(), change or {}
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info.filename)
            new.writestr(info.filename, change[info.filename](body) if info.filename in change else body)
        for name, body in parts:
            new.writestr(name, body)
        new.comment = comment
    return out.getvalue()


def with_link(content: bytes) -> bytes:
    """The archive with a symbolic link inside."""
    out = BytesIO(content)
    info = zipfile.ZipInfo("word/media/link.png")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(out, "a") as new:
        new.writestr(info, "/etc/passwd")
    return out.getvalue()


def twice(content: bytes, name: str) -> bytes:
    """The archive with one name twice; a reader may see either."""
    import warnings

    out = BytesIO(content)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as new:
        warnings.simplefilter("ignore")
        new.writestr(name, b"<other/>")
    return out.getvalue()


def lying(content: bytes, part: str, size: int) -> bytes:
    """The archive whose directory tells a smaller size of a part than there is."""
    with zipfile.ZipFile(BytesIO(content)) as old:
        real = old.getinfo(part).file_size
    return content.replace(struct.pack("<I", real), struct.pack("<I", size))


def locked(content: bytes) -> bytes:
    """The archive with every part marked as encrypted."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + at] |= 1
            place = out.find(mark, place + 4)
    return bytes(out)


def ole(*streams: str, text: bytes = b"") -> bytes:
    """A file of the old office format with these names in its directory."""
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    entries = b""
    for name in ("Root Entry", *streams):
        spelled = (name + "\0").encode("utf-16-le")
        entries += spelled.ljust(64, b"\0") + struct.pack("<H", len(spelled)) + b"\5\1" + b"\0" * 60
    return head + entries.ljust(512 * (1 + len(entries) // 512), b"\0") + text.ljust(512, b"\0")
