"""What is inside an xlsx before any cell is read: forbidden parts, formulas, far cells, hidden rows."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from branches.basics import zips
from branches.tables.limits import MOST_COLUMNS, MOST_ROWS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
FORBIDDEN = {
    "macro": re.compile(r"vbaProject|macrosheets|\.bin$", re.I),
    "external": re.compile(r"externalLinks|connections\.xml|queryTables", re.I),
    "embedded": re.compile(r"embeddings|activeX|oleObject|ctrlProps", re.I),
}
HARMLESS = re.compile(r"printerSettings", re.I)
# Printer settings are binary and harmless; every other .bin part is not.
CELL = rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"'][^>]*>"
FORMULA = re.compile(CELL + rb"\s*<(?:\w+:)?f\b")
ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
# LibreOffice writes a typed yes or no as a formula without arguments.
YES_OR_NO = re.compile(rb"<(?:\w+:)?f\b[^>/]*>\s*(?:TRUE|FALSE)\(\)\s*</(?:\w+:)?f>")
BARE_FORMULA = re.compile(rb"[<:]f[\s>/]")
BARE_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
FAR = re.compile(rb"\br\s*=\s*[\"'](?:([A-Z]*)([0-9]{5,})|([A-Z]{3,}|G[S-Z]|[H-Z][A-Z])[0-9]+)[\"']")
ROWS = re.compile(rb"<(?:\w+:)?row\b")
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'])[^>]*?\br\s*=\s*[\"']([0-9]+)[\"']")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+)[\"']")
MOST_SHOWN = 50


@dataclass
class Look:
    """The faults found, else what is known of each sheet."""

    faults: list[dict] = field(default_factory=list)
    sheets: list[dict] = field(default_factory=list)


def examine(content: bytes) -> Look:
    """Look into the archive; nothing is parsed as a tree except the small parts that name the sheets."""
    broken = zips.fault_in(content)
    if broken:
        return Look([{"code": broken.code, "text": broken.part}])
    look = Look()
    try:
        with ZipFile(BytesIO(content)) as archive:
            _look_at_parts(archive, look)
            if not look.faults:
                _look_at_sheets(archive, look)
    except (BadZipFile, KeyError, ParseError, DefusedXmlException, EOFError, OSError, ValueError, NotImplementedError):
        look.faults.append({"code": "no_workbook"})
    return look


def _look_at_parts(archive: ZipFile, look: Look) -> None:
    for name in archive.namelist():
        for code, pattern in FORBIDDEN.items():
            if pattern.search(name) and not HARMLESS.search(name):
                look.faults.append({"code": code, "text": name})
        if name.lower().endswith((".xml", ".rels", ".vml")):
            head = archive.read(name) if name.endswith((".rels", "Types].xml", "workbook.xml")) else _head(archive, name)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
                look.faults.append({"code": "entity", "text": name})
            if b"macroEnabled" in head:
                look.faults.append({"code": "macro", "text": name})


def _head(archive: ZipFile, name: str) -> bytes:
    """A document type can only stand before the root element; comments may push it back a little."""
    with archive.open(name) as part:
        return part.read(64 * 1024)


def _look_at_sheets(archive: ZipFile, look: Look) -> None:
    targets = {
        row.get("Id"): row.get("Target", "")
        for row in fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter(RELATION)
    }
    for row in fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        target = targets.get(row.get(LINK), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if "worksheets/" not in part:
            continue
        about = {"name": row.get("name", ""), "hidden": row.get("state", "visible") != "visible"}
        _look_at_cells(archive.read(part), about, look)
        look.sheets.append(about)


def _look_at_cells(xml: bytes, about: dict, look: Look) -> None:
    name = about["name"]
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        look.faults.append({"code": "entity", "sheet": name})
    # The patterns that find the cell are slow; most sheets have neither formulas nor errors.
    for code, pattern, bare in (("formula", FORMULA, BARE_FORMULA), ("error", ERROR, BARE_ERROR)):
        if not bare.search(xml):
            continue
        xml = YES_OR_NO.sub(b"", xml)
        if not bare.search(xml):
            continue
        found = [match.decode() for match in pattern.findall(xml)]
        look.faults += [{"code": code, "sheet": name, "cell": cell} for cell in found[:MOST_SHOWN] or [""]]
    far = next((match for match in FAR.finditer(xml) if match[3] or int(match[2]) > MOST_ROWS), None)
    if far:
        where = far[0].decode().partition("=")[2].strip(" \"'")
        look.faults.append({"code": "too_many_columns" if far[3] else "too_many_rows", "sheet": name, "cell": where})
    if len(ROWS.findall(xml)) > MOST_ROWS:
        look.faults.append({"code": "too_many_rows", "sheet": name})
    about["hidden_rows"] = [int(number) for number in HIDDEN_ROW.findall(xml)]
    about["merged"] = [ref.decode() for ref in MERGED.findall(xml)]


assert MOST_COLUMNS == 200  # noqa: S101 - FAR names column GS, the 201st, by its letters
