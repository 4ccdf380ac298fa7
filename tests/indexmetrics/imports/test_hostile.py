"""Files that want to do harm, and files that are merely broken: each is refused with the place."""

import re
import time
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from branches.tables import bounded
from branches.tables.limits import LARGEST_FILE, MOST_COLUMNS
from tests.indexmetrics.imports import sheets

SHEET = "xl/worksheets/sheet1.xml"


def plain(*rows) -> bytes:
    return sheets.table(*(rows or (("code", "members"), ("pcs-2", 3))))


def with_part(content: bytes, name: str, data: bytes | None = None, change=None) -> bytes:
    """The archive with one part added, or changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info.filename)
            new.writestr(info.filename, change(body) if change and info.filename == name else body)
        if data is not None:
            new.writestr(name, data)
    return out.getvalue()


def codes(content: bytes, name: str = "t.xlsx") -> list[tuple[str, str]]:
    return [(fault["code"], fault.get("cell", "")) for fault in bounded.read(name, content).faults]


def in_sheet(old: bytes, new: bytes) -> bytes:
    return with_part(plain(), SHEET, change=lambda body: body.replace(old, new))


def test_an_honest_file_is_read():
    reading = bounded.read("t.xlsx", plain())

    assert not reading.faults and reading.sheets[0].rows == [["tcode", "tmembers"], ["tpcs-2", "n3"]]


def test_formula_is_refused_with_its_cell():
    assert codes(plain(("a",), ("=1+1",), ("=HYPERLINK(\"http://x\")",))) == [("formula", "A2"), ("formula", "A3")]


def test_formula_in_a_cell_without_address():
    assert codes(in_sheet(b"</sheetData>", b"<row><c><f>1+1</f></c></row></sheetData>"))[0][0] == "formula"


@pytest.mark.parametrize(("name", "code"), [
    ("xl/vbaProject.bin", "macro"), ("xl/macrosheets/sheet1.xml", "macro"), ("xl/externalLinks/externalLink1.xml", "external"),
    ("xl/connections.xml", "external"), ("xl/embeddings/oleObject1.bin", "embedded"), ("xl/activeX/activeX1.xml", "embedded"),
])
def test_parts_that_act_are_refused(name, code):
    assert code in [found for found, _cell in codes(with_part(plain(), name, b"x"))]


def test_printer_settings_are_harmless():
    assert codes(with_part(plain(), "xl/printerSettings/printerSettings1.bin", b"x")) == []


BILLION = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_entities_are_refused(part):
    content = with_part(plain(), part, change=lambda body: BILLION + body)
    if part.endswith("sharedStrings.xml"):  # openpyxl writes words into the cells
        content = with_part(plain(), part, data=BILLION + b"<sst/>")

    assert {code for code, _cell in codes(content)} & {"entity", "no_workbook"}


def test_entities_hidden_in_utf16():
    content = with_part(plain(), SHEET, change=lambda body: ("<?xml version='1.0'?>" + BILLION.decode()).encode("utf-16"))

    assert codes(content)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "GS1", "A30000"])
def test_far_cell_is_refused_before_it_costs_memory(cell):
    content = in_sheet(b"</sheetData>", f'<row><c r="{cell}"><v>1</v></c></row></sheetData>'.encode())
    began = time.monotonic()

    assert codes(content)[0][0] in ("too_many_columns", "too_many_rows")
    assert time.monotonic() - began < 10


def test_two_hundred_columns_are_enough():
    assert codes(plain(tuple("x" * 1 for _n in range(MOST_COLUMNS)))) == []
    assert codes(plain(tuple("x" for _n in range(MOST_COLUMNS + 1))))[0][0] == "too_many_columns"


def test_too_many_rows():
    rows = b"".join(b"<row><c><v>1</v></c></row>" for _n in range(20_001))

    assert ("too_many_rows", "") in codes(in_sheet(b"</sheetData>", rows + b"</sheetData>"))


def test_swelling_archive_is_not_opened():
    content = with_part(plain(), "xl/media/big.xml", b"0" * 60_000_000)

    assert len(content) < LARGEST_FILE and codes(content)[0][0] == "bomb"


def test_many_parts_and_bad_names():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(600):
            archive.writestr(f"x{number}", b"")

    assert codes(out.getvalue())[0][0] == "too_many_parts"
    assert codes(with_part(plain(), "../evil.xml", b"x"))[0][0] == "bad_name"


def test_too_large():
    assert codes(b"0" * (LARGEST_FILE + 1))[0][0] == "too_large"


@pytest.mark.parametrize(("content", "name"), [
    (b"", "t.xlsx"), (b"PK", "t.xlsx"), (b"%PDF-1.4", "t.xlsx"), (b"\xd0\xcf\x11\xe0" * 100, "t.xlsx"), (b"x", "t.xls"),
    (b"x", "t.xlsm"), (b"a\0b", "t.csv"), (b"\xff\xff\xff", "t.csv"), (b'"a', "t.csv"), (b"a,b", "t.csv.exe"),
])
def test_other_forms_are_refused(content, name):
    assert codes(content, name)


def test_truncated_and_changed_archives_never_crash():
    content = plain()
    for cut in range(30, len(content), len(content) // 12):
        assert codes(content[:cut])
    for place in range(40, len(content), len(content) // 12):
        changed = content[:place] + bytes([content[place] ^ 255]) + content[place + 1:]
        bounded.read("t.xlsx", changed)


def test_error_of_a_formula_is_refused():
    assert codes(in_sheet(b'<c r="B2" t="n"><v>3</v></c>', b'<c r="B2" t="e"><v>#N/A</v></c>')) == [("error", "B2")]


def test_hidden_rows_sheets_and_merged_cells_are_reported():
    book = Workbook()
    sheet = book.active
    sheet.append(["a", "b"])
    sheet.append([1, 2])
    sheet.row_dimensions[2].hidden = True
    sheet.merge_cells("A3:B3")
    book.create_sheet("geheim").sheet_state = "veryHidden"

    reading = bounded.read("t.xlsx", sheets.saved(book))

    assert reading.sheets[0].hidden_rows == (2,) and reading.sheets[0].merged == ("A3:B3",) and reading.sheets[1].hidden


def test_reader_is_ended_when_it_takes_too_long(monkeypatch):
    monkeypatch.setattr(bounded, "SECONDS", 0.01)

    assert codes(plain())[0][0] == "too_slow"


def test_csv_limits():
    assert codes(b"a\n" * 20_002, "t.csv")[0][0] == "too_many_rows"
    assert codes(b"a," * 300, "t.csv")[0][0] == "too_many_columns"


def test_no_entity_parser_is_reachable():
    """The only tree parser for uploaded parts is defusedxml's."""
    from pathlib import Path
    source = (Path(bounded.__file__).parent / "archive.py").read_text(encoding="utf-8")

    assert not re.search(r"^(from|import) xml", source, re.M) and "defusedxml" in source
