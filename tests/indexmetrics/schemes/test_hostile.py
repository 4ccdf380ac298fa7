"""Hostile scheme files, by the page and by the command: refused with place, value and remedy, at once, and nothing is saved."""

import io
import json
import os
import random
import re
import time
import zipfile
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from branches.tables import bounded
from branches.tables.reader import read_xlsx
from indexmetrics.rulebook.check import check
from indexmetrics.rulebook.problem import sentence
from indexmetrics.schemes.difference import differences
from indexmetrics.schemes.document import fingerprint, read
from indexmetrics.schemes.fitness import faults_in
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.sheets import to_xlsx
from tests import make
from tests.confirming import confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LONG = os.environ.get("WUSETU_LONG") == "1"
LONGEST = 1.0  # seconds of processor for one file
MARK = '"MARK"'  # a value of its own that JSON text can be put instead of


@cache
def text_with(*path: str | int) -> str:
    """The shipped scheme as JSON, with MARK at that place."""
    document = deepcopy(make.document())
    document["scheme"]["version"] = 2
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = "MARK"
    return json.dumps(document, ensure_ascii=False, default=float)


def at(*path: str | int):
    """`at(…)(text)` is the file with that JSON text at that place."""
    return lambda instead: text_with(*path).replace(MARK, instead, 1).encode("utf-8", "surrogatepass")


WEIGHT, NAME, VERSION = at("indices", 0, "weight"), at("scheme", "name_zh"), at("scheme", "version")
CODE, INDICATORS, HEAD = at("scheme", "code"), at("indices", 0, "indicators"), at("scheme")
REMEDY = "请|只保留|删去|最[多小大]|必须|选|缺少|空文件|引号|应为"

# What it is → (file, the words that name place and value).
JSON = {
    "NaN": (WEIGHT("NaN"), ("indices", "weight", "NaN")),
    "Infinity": (WEIGHT("Infinity"), ("weight", "Infinity")),
    "minus Infinity": (WEIGHT("-Infinity"), ("weight", "-Infinity")),
    "1e400": (WEIGHT("1e400"), ("weight", "1E+400")),
    "1e999999999 as a number": (WEIGHT("1e999999999"), ("weight", "1E+999999999")),
    "1e999999999 as text": (WEIGHT('"1e999999999"'), ("weight", "1e999999999")),
    "1e-400": (WEIGHT("1e-400"), ("weight", "1E-400")),
    "a million digits": (WEIGHT("9" * 1_000_000), ("weight", "位数")),
    "five thousand digits": (VERSION("9" * 5000), ("scheme.version", "位数")),
    "a key twice": (WEIGHT('25, "weight": 25'), ("indices", "weight", "两次")),
    "a key twice in the head": (HEAD('{"code": "A", "code": "B"}'), ("scheme", "code", "两次")),
    "a whole section twice": (b'{"scheme": {}, "scheme": {}}', ("scheme", "两次")),
    "a lone surrogate": (NAME('"\\ud800"'), ("scheme.name_zh", "U+D800")),
    "direction marks": (NAME('"甲\\u202e乙"'), ("scheme.name_zh", "U+202E")),
    "a zero": (NAME('"甲\\u0000"'), ("scheme.name_zh", "U+0000")),
    "a zero width space in a code": (CODE('"A\\u200b"'), ("scheme.code", "U+200B")),
    "a hidden sign in a key": (HEAD('{"co\\u200bde": "A"}'), ("U+200B",)),
    "__proto__": (HEAD('{"__proto__": {"code": "A"}}'), ("scheme", "__proto__")),
    "constructor": (HEAD('{"constructor": {"prototype": {}}}'), ("constructor", "prototype")),
    "an empty key": (HEAD('{"": 1}'), ("scheme",)),
    "a path for a code": (CODE('"../../etc/passwd"'), ("scheme.code", "../../etc/passwd")),
    "a code of 300": (CODE(json.dumps("长" * 300)), ("scheme.code", "长长")),
    "a name of 300": (NAME(json.dumps("长" * 300)), ("scheme.name_zh", "120")),
    "a text of a million": (NAME(json.dumps("长" * 1_000_000, ensure_ascii=False)), ("scheme.name_zh", "1000000")),
    "a key of a thousand": (HEAD('{"%s": 1}' % ("k" * 1000)), ("kkk", "1000")),
    "no version": (VERSION("null"), ("scheme.version",)),
    "a version of text": (VERSION('"2"'), ("scheme.version", "2")),
    "a version of nothing": (VERSION("0"), ("scheme.version", "0")),
    "a version and a half": (VERSION("1.5"), ("scheme.version", "1.5")),
    "a version too large": (VERSION("99999999"), ("scheme.version", "99999999")),
    "yes for a version": (VERSION("true"), ("scheme.version", "True")),
    "a list for a name": (NAME("[]"), ("scheme.name_zh",)),
    "a number for the head": (HEAD("7"), ("scheme",)),
    "an object for a list": (INDICATORS("{}"), ("indicators",)),
    "a list for an object": (INDICATORS("[[], 7, null]"), ("indicators[0]",)),
    "an indicator of itself": (INDICATORS('[{"code": "L1", "rule": {"type": "composite", "parts": [{"code": "L1", "rule": '
                                          '{"type": "composite", "parts": [{"$ref": "#/indices/0"}]}}]}}]'), ("L1",)),
    "a reference to above": (HEAD('{"$ref": "#"}'), ("scheme",)),
    "a thousand levels of lists": (INDICATORS("[" * 900 + "]" * 900), ("20 层",)),
    "a hundred levels of objects": (HEAD('{"a":' * 100 + "1" + "}" * 100), ("scheme.a.a", "20")),
    "a hundred thousand levels": (b"[" * 100_000, ("嵌套",)),
    "a hundred thousand objects deep": (b'{"a":' * 100_000, ("嵌套",)),
    "fifty thousand indicators": (INDICATORS("[" + ",".join(['{"code":"L1"}'] * 50_000) + "]"), ("indicators", "50000")),
    "a hundred thousand keys": (HEAD("{" + ",".join(f'"k{n}":1' for n in range(100_000)) + "}"), ("20000",)),
    "nothing but a list": (b"[]", ("scheme",)),
    "nothing but text": (b'"scheme"', ("scheme",)),
    "nothing": (b"", ("1",)),
    "half of it": (text_with("scheme")[:5000].encode(), ("行",)),
    "a comment": (b'{"scheme": 1} // x', ("1", "行")),
    "single quotes": (b"{'scheme': 1}", ("1", "行")),
    "another coding": ("{\"方案\": 1}".encode("utf-16"), ("UTF-8",)),
    "a formula's word": (WEIGHT('"=25"'), ("weight", "=25")),
    "full width digits with a sign": (WEIGHT('"２５％"'), ("weight", "２５％")),
}  # fmt: skip


@cache
def _shipped() -> bytes:
    """Two rows of each list are enough: none of these files is read as far as its rules."""
    document = {key: value[:2] if isinstance(value, list) else value for key, value in deepcopy(make.document()).items()}
    for index in document["indices"]:
        del index["indicators"][2:]
    document["scheme"]["version"] = 2
    return to_xlsx(document)


def _edited(change) -> bytes:
    book = load_workbook(io.BytesIO(_shipped()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: str, cell: str, value) -> bytes:
    def change(book):
        book[sheet][cell].value = value
        if isinstance(value, str):
            book[sheet][cell].data_type = "s"
    return _edited(change)


def _path(path: str, value) -> bytes:
    return _edited(lambda book: book["values"].append([path, value]))


def _number(text: str) -> bytes:
    """A number as it stands in the file, which openpyxl would never write."""
    source, out = zipfile.ZipFile(io.BytesIO(_path("scheme.marked", 424242))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<v>424242</v>", f"<v>{text}</v>".encode()))
    return out.getvalue()


XLSX = {
    "a path twice": (lambda: _path("scheme.code", "B"), ("values", "scheme.code", "两次")),
    "a path below a value": (lambda: _path("scheme.code.deeper", 1), ("values", "scheme.code.deeper")),
    "a value above a path": (lambda: _path("scheme", 1), ("values", "scheme")),
    "a list and a value": (lambda: _path("indices", 1), ("indices",)),
    "no path": (lambda: _edited(lambda book: book["values"].append([None, 7])), ("7",)),
    "__proto__": (lambda: _path("__proto__.code", "A"), ("__proto__",)),
    "a heading twice": (lambda: _cell("indicators", "C1", "code"), ("indicators", "code", "两次")),
    "a heading and its part": (lambda: _edited(lambda book: _headings(book)), ("indicators", "rule")),
    "no heading": (lambda: _cell("indicators", "B1", None), ("indicators",)),
    "JSON with a key twice": (lambda: _path("scheme.more", '{"a": 1, "a": 2}'), ("scheme.more", "a", "两次")),
    "JSON that is none": (lambda: _path("scheme.more", "{'a'"), ("values", "{'a'")),
    "JSON very deep": (lambda: _path("scheme.more", "[" * 15_000), ("values", "[[[")),
    "JSON with NaN": (lambda: _path("scheme.more", "[NaN]"), ("scheme.more", "NaN")),
    "a surrogate in JSON": (lambda: _path("scheme.more", '["\\ud800"]'), ("scheme.more", "U+D800")),
    "direction marks": (lambda: _path("scheme.more", "甲\u202e乙"), ("values", "U+202E")),
    "1e400": (lambda: _number("1e400"), ("values", "inf")),
    "1e300": (lambda: _number("1e300"), ("scheme.marked", "1E+300")),
    "NaN": (lambda: _number("NaN"), ("value",)),
    "a formula": (lambda: _edited(lambda book: book["values"].append(["scheme.more", "=1+1"])), ("values",)),
    "an index that is not there": (lambda: _cell("indicators", "A2", "无此"), ("indices", "无此")),
    "a list for a code": (lambda: _cell("indices", "A2", '["A"]'), ("indices",)),
    "five thousand rows": (lambda: _edited(lambda book: [book["vetoes"].append(["Z"]) for _n in range(5001)]), ("vetoes", "500")),
    "a sheet less": (lambda: _edited(lambda book: book.remove(book["values"])), ("values",)),
    "a sheet named as a value": (lambda: _edited(lambda book: _more(book, "scheme")), ("scheme",)),
    "a sheet named __proto__": (lambda: _edited(lambda book: _more(book, "__proto__")), ("__proto__",)),
    "a date": (lambda: _path("scheme.more", datetime(2026, 6, 1)), ("values",)),
    "no workbook": (lambda: b"PK\x03\x04" + b"\0" * 200, ("工作簿",)),
}


def _headings(book) -> None:
    sheet = book["indicators"]
    sheet.cell(1, sheet.max_column + 1, "rule")
    sheet.cell(2, sheet.max_column, "x")


def _more(book, name: str) -> None:
    sheet = book.create_sheet(name)
    sheet.append(["code"])
    sheet.append(["A"])


def _read_here(_name: str, content: bytes) -> bounded.Reading:
    answer = read_xlsx(content)
    return bounded.Reading([bounded.Sheet(row["name"], row["rows"]) for row in answer["sheets"]], answer["faults"])


@pytest.fixture
def client(sign_in, admin):
    made = confirmed(sign_in(admin))
    made.get("/schemes/upload/")  # what is read once a process is no file's fault
    return made


def refusals(client, name: str, content: bytes, folder) -> tuple[str, str, float]:
    """What the page and the command say, and the longer one's seconds of processor."""
    before, times = Scheme.objects.count(), []
    begun = time.process_time()
    answer = client.post("/schemes/upload/", {"file": SimpleUploadedFile(name, content), "_key": "one", "_version": ""})
    times.append(time.process_time() - begun)
    assert answer.status_code == 422, (answer.status_code, content[:80])
    said = [*answer.context["problems"], *(str(error) for errors in answer.context["form"].errors.values() for error in errors)]
    file = folder / name
    file.write_bytes(content)
    begun = time.process_time()
    with pytest.raises(CommandError) as refused:
        call_command("load_scheme", str(file))
    times.append(time.process_time() - begun)
    assert Scheme.objects.count() == before
    return "\n".join(said), str(refused.value), max(times)


def _unnamed(name: str, told: str, words: tuple[str, ...]) -> list[str]:
    """What the refusal lacks: place and value, a remedy; what it must not hold."""
    lacking = [f"does not say {word}" for word in words if word not in told]
    lacking += [] if re.search(REMEDY, told) else ["has no remedy"]
    lacking += ["shows the program's inside"] if "Traceback" in told or len(told) > 40_000 else []
    lacking += ["shows what cannot be seen"] if re.search("[\u202a-\u202e\u200b\ud800-\udfff\0]", told) else []
    return [f"{name} {what}: {told[:300]!r}" for what in lacking]


def test_hostile_json_is_refused(client, tmp_path):
    wrong = []
    for name, (content, words) in JSON.items():
        page, command, seconds = refusals(client, "scheme.json", content, tmp_path)
        # A browser sends no file without contents: what the page says of it is Django's own sentence.
        wrong += _unnamed(name, page, words if content else ()) + _unnamed(name, command, words)
        wrong += [f"{name}: {seconds:.2f} s"] if seconds > LONGEST else []
    assert not wrong, "\n".join(wrong)


def test_hostile_workbooks_are_refused(client, tmp_path, monkeypatch):
    """The process that reads is left out for speed: its own bounds are tested with the imports."""
    monkeypatch.setattr(bounded, "read", _read_here)
    wrong = []
    for name, (made, words) in XLSX.items():
        page, command, seconds = refusals(client, "scheme.xlsx", made(), tmp_path)
        wrong += _unnamed(name, page, words) + _unnamed(name, command, words)
        wrong += [f"{name}: {seconds:.2f} s"] if seconds > LONGEST else []
    assert not wrong, "\n".join(wrong)


def test_the_shipped_scheme_is_far_from_every_limit():
    assert faults_in(make.document()) == []


WRONG = [
    None, True, "", [], {}, [[]], [None], [{}], {"a": {}}, ["x"], -1, 0, 1.5, Decimal("1E+400"), "1e999999999", 10**17, "x" * 300,
    "１２", "../x", {"code": "L1"}, [{"code": []}], [{"code": {}}], {"type": []}, "NaN",
]


def _places(value, path: tuple = ()):
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(item, (*path, key))


def test_any_value_at_any_place_is_judged_without_breaking():
    """By lot; every place with WUSETU_LONG=1."""
    lot, base = random.Random(20261126), make.document()
    places = [place for place in _places(base) if place]
    for place in places if LONG else lot.sample(places, 25):
        document = deepcopy(base)
        holder = document
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = lot.choice(WRONG)
        problems = faults_in(document) or [sentence(one) for one in check(document) if one.severity == "error"]
        assert all(isinstance(line, str) and line for line in problems)
        if not problems:  # what is taken in can be compared with what was there
            list(differences(base, document))
            assert fingerprint(read(json.dumps(document, default=float))) == fingerprint(document)
