"""load_scheme and export_scheme: the same scheme value for value, and every mistake named."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from branches.basics.refusals import Refused
from branches.tables.bounded import Reading, Sheet
from branches.tables.reader import read_xlsx
from indexmetrics.schemes.cells import from_cell, to_cell
from indexmetrics.schemes.document import fingerprint, read
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.sheets import from_reading, from_xlsx, to_xlsx
from tests import make

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-10**18, 10**18), st.text(max_size=40),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-10**6, max_value=10**6),
    st.sampled_from(["null", "1.0", "-1", "=1+1", "true", "", " x", "[]", "{", "01", "1e5", "'", "NaN"]),
)
VALUES = st.recursive(SCALARS, lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(st.text("abc_.", min_size=1, max_size=4), inner, max_size=3),
), max_leaves=8)


def in_process(content: bytes) -> Reading:
    """Read here, for tests that read often."""
    answer = read_xlsx(content)
    return Reading([Sheet(row["name"], row["rows"]) for row in answer["sheets"]], answer["faults"])


@pytest.fixture
def loaded(db):
    return make.scheme()


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_export_then_load_is_the_same_scheme(loaded, tmp_path, capsys, suffix):
    file = tmp_path / f"scheme.{suffix}"
    call_command("export_scheme", loaded.code, str(file))
    call_command("load_scheme", str(file))

    again = from_xlsx(file.read_bytes()) if suffix == "xlsx" else read(file.read_text(encoding="utf-8"))
    assert again == loaded.document
    assert fingerprint(again) == loaded.sha256
    assert Scheme.objects.count() == 1
    assert loaded.sha256[:12] in capsys.readouterr().out


@settings(deadline=None, max_examples=40)
@given(value=VALUES)
def test_any_value_survives_a_cell(value):
    cell = to_cell(value)
    assert cell is not None
    back = from_cell(cell)
    assert back == value
    assert isinstance(back, bool) == isinstance(value, bool)


@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=4), max_size=4),
       rest=st.dictionaries(st.text("xyz", min_size=1, max_size=3), VALUES, max_size=3))
def test_any_table_survives_a_workbook(rows, rest):
    document = {"table": [row for row in rows if row], "head": rest}
    assert from_reading(in_process(to_xlsx(document))) == document


def test_numbers_keep_their_form():
    document = make.document()
    again = from_xlsx(to_xlsx(document))
    whole = document["indices"][0]["indicators"][2]["rule"]["full_at"]

    assert again["indices"][0]["indicators"][2]["rule"]["full_at"] == whole == Decimal("1.0")
    assert fingerprint(again) == fingerprint(document)


def test_changed_scheme_needs_a_new_version(loaded, tmp_path):
    document = make.document()
    document["scheme"]["name_zh"] = "另一份"
    file = tmp_path / "scheme.xlsx"
    file.write_bytes(to_xlsx(document))
    with pytest.raises(CommandError):
        call_command("load_scheme", str(file))
    document["scheme"]["version"] = 2
    file.write_bytes(to_xlsx(document))
    call_command("load_scheme", str(file), "--lock")

    assert Scheme.objects.get(version=2).state == "locked"
    assert Scheme.objects.get(version=2).document["scheme"]["name_zh"] == "另一份"


def test_all_problems_are_listed(db, tmp_path):
    document = make.document()
    document["indices"][0]["weight"] = 26
    document["colour_bands"][1]["min"] = 95
    file = tmp_path / "scheme.json"
    file.write_text(json.dumps(document, default=float), encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("load_scheme", str(file))
    assert len(str(refused.value).splitlines()) >= 2
    assert not Scheme.objects.exists()


def test_bad_cells_are_named(db, tmp_path):
    file = tmp_path / "scheme.xlsx"
    file.write_bytes(to_xlsx(make.document()))
    book = load_workbook(file)
    book["indicators"]["B2"] = "{not json"
    book["colour_bands"]["C3"] = "[1,"
    book.save(file)

    with pytest.raises(Refused) as refused:
        from_xlsx(file.read_bytes())
    lines = str(refused.value).splitlines()
    assert len(lines) == 2
    assert "indicators" in lines[0] and "{not json" in lines[0] and "2" in lines[0]


@pytest.mark.parametrize(("name", "content"), [
    ("a.json", b"{"), ("a.json", b"\xff\xfe\x00"), ("a.xlsx", b"no workbook"), ("a.txt", b"{}"), ("a.json", b"[]"),
])
def test_files_that_are_no_scheme(db, tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("load_scheme", str(file))
    assert str(refused.value)


def test_missing_files_and_codes(loaded, tmp_path):
    for call in (
        ("load_scheme", str(tmp_path / "none.json")), ("export_scheme", "NOPE", str(tmp_path / "a.json")),
        ("export_scheme", loaded.code, str(tmp_path / "a.pdf")),
        ("export_scheme", loaded.code, str(tmp_path / "none" / "a.json")),
    ):
        with pytest.raises(CommandError):
            call_command(*call)
