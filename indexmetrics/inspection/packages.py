"""Documents that are zip archives (docx, xlsx, ofd): plain parts within bounds, nothing that acts."""

import html
import re
import zipfile
import zlib
from pathlib import Path

from branches.basics import zips
from indexmetrics.inspection import markings
from indexmetrics.inspection.reasons import refuse

MAGIC = b"PK\x03\x04"
MAIN = {
    "docx": ("word/document.xml",), "xlsx": ("xl/workbook.xml",), "ofd": ("OFD.xml",),
    "wps": ("word/document.xml",), "et": ("xl/workbook.xml",),
}  # fmt: skip
_END, _END_SIZE = b"PK\x05\x06", 22
_CODES = {"no_archive": "broken", "twice": "broken", "too_large": "bomb"}
_ACTS = (
    ("macro", re.compile(r"vbaproject|vbadata|macrosheets/|\.xlm$", re.I)),
    ("embedded", re.compile(r"activex|embeddings/|oleobject|afchunk|ctrlprops/", re.I)),
    ("external", re.compile(r"externallinks/|connections\.xml$|querytables/", re.I)),
    ("script", re.compile(r"customui/|\.(?:html?|mht|js|vbs|exe|dll|bat|cmd|ps1|sh|svg)$", re.I)),
)
_INSIDE = (MAGIC, b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"BZh", b"\xd0\xcf\x11\xe0", b"MZ", b"%PDF-", b"\x7fELF")
_MACRO_TYPE = re.compile(rb"macroEnabled", re.I)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
_DDE = re.compile(rb"\bDDE(?:AUTO)?\b[^<]{0,80}(?:cmd|powershell|\\)", re.I)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_SAMPLE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_TEXT = re.compile(
    r"^(?:word/(?:document|header\d*|footer\d*)\.xml|xl/(?:sharedStrings|worksheets/sheet1)\.xml"
    r"|docProps/(?:core|custom)\.xml|.*/Content\.xml)$", re.I
)
_PARAGRAPH, _MARK = re.compile(r"</(?:w:p|si|ofd:TextCode|TextCode|is)>"), re.compile(r"<[^>]*>")
_BLOCK, _MOST_TEXT = 256 * 1024, 4 * 1024 * 1024


def inspect(path: Path, name: str, suffix: str) -> None:
    """`Refused` with the reason unless every part is harmless and within bounds."""
    with path.open("rb") as opened:
        fault = zips.fault_in(opened, zips.EVIDENCE)
        if fault:
            refuse(_CODES.get(fault.code, fault.code), name)
        opened.seek(-_END_SIZE, 2)
        if not opened.read().startswith(_END):
            refuse("appended", name)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if not set(MAIN[suffix]) <= set(names):
            refuse("content", name)
        for code, pattern in _ACTS:
            if any(pattern.search(part) for part in names):
                refuse(code, name)
        left = zips.EVIDENCE.unpacked
        for part in archive.infolist():
            left -= _inspect_part(archive, part, name, left)


def _inspect_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: int) -> int:
    """Unpack one part block by block; its real size, which counts and not what the directory says."""
    xml = part.filename.lower().endswith((".xml", ".rels"))
    size, text, before = 0, b"", b""
    try:
        with archive.open(part) as stream:
            while block := stream.read(_BLOCK):
                if size == 0 and block.startswith(_INSIDE):
                    refuse("embedded", name)
                size += len(block)
                if size > left:
                    refuse("bomb", name)
                _inspect_block(before + block, name, xml)
                before = block[-200:]
                if xml and len(text) < _MOST_TEXT:
                    text += block
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        refuse("broken", name)
    if part.filename.lower().endswith(".rels"):
        _inspect_relations(text, name)
    elif part.filename == "[Content_Types].xml" and _MACRO_TYPE.search(text):
        refuse("macro", name)
    elif _TEXT.match(part.filename):
        _inspect_text(text, name)
    return size


def _inspect_block(block: bytes, name: str, xml: bool) -> None:
    if _SAMPLE in block:
        refuse("virus", name)
    if xml and _ENTITY.search(block):
        refuse("entity", name)
    if xml and _DDE.search(block):
        refuse("script", name)


def _inspect_relations(text: bytes, name: str) -> None:
    """An address that a reader may click is honest; anything that a program fetches by itself is not."""
    for relation in _RELATION.findall(text.replace(b"\0", b"")):
        if re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.I) and not re.search(
            rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", relation, re.I
        ):
            refuse("external", name)


def _inspect_text(text: bytes, name: str) -> None:
    spoken = _MARK.sub("", _PARAGRAPH.sub("\n", text.decode("utf-8", "replace")))
    markings.inspect(html.unescape(spoken), name)
