"""score_files: all formats, exact values, every fault named, all or nothing."""

import csv
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from tests.scoring.engine.cases import GOLDEN, money, read

EXAMPLES = [example for example in read("golden_examples.json") if example["quarter"] == "2026Q2"]
ATTRIBUTES = ("has_committee", "has_groups", "has_discipline_member", "is_island")


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def files(tmp_path):
    """The examples of one quarter as files, and a call of the command."""
    return Files(tmp_path)


class Files:
    def __init__(self, folder):
        self.folder = folder
        self.branches = [["code", "name", "type", *ATTRIBUTES]] + [
            [
                e["code"],
                e["title"],
                e["branch"]["type"],
                *(int(e["branch"]["attributes"].get(a, False)) for a in ATTRIBUTES),
            ]
            for e in EXAMPLES
        ]
        self.facts = [["branch", "month", "indicator", "part", "key", "value"]] + [
            [e["code"], f["month"], f["indicator"], f["part"], f["key"], f["value"]]
            for e in EXAMPLES
            for f in e["facts"]
        ]
        self.events = [["branch", "kind", "code", "points"]] + [
            [f["branch"], f["kind"], f["code"], f.get("points", "")]
            for e in EXAMPLES
            for f in e["events"]
        ]

    def write(self, name, rows, bom=False, ending="\n"):
        text = StringIO()
        csv.writer(text, lineterminator=ending).writerows(rows)
        path = self.folder / name
        path.write_text(("\ufeff" if bom else "") + text.getvalue(), encoding="utf-8", newline="")
        return path

    def run(self, out="result.json", facts=None, scheme=None, **how):
        paths = {"branches": self.write("branches.csv", self.branches, **how),
                 "events": self.write("events.csv", self.events, **how),
                 "facts": facts or self.write("facts.csv", self.facts, **how)}  # fmt: skip
        self.err = StringIO()
        call_command("score_files", scheme=scheme or GOLDEN / "default_scheme.json", quarter="2026Q2",
                     out=self.folder / out, stdout=StringIO(), stderr=self.err, **paths)  # fmt: skip
        return self.folder / out

    def refused(self, **how):
        with pytest.raises(SystemExit) as stop:
            self.run(**how)
        assert stop.value.code == 1
        assert not list(self.folder.glob("result*")), "something was written"
        assert not list(self.folder.glob(".*.part"))
        return self.err.getvalue()


def test_json_is_the_contract(files):
    result = json.loads(files.run().read_text("utf-8"))

    assert list(result) == ["quarter", "scheme", "engine", "seal", "branches"]
    assert (result["quarter"], result["scheme"]) == ("2026Q2", "PBQI-DEFAULT")
    assert len(result["seal"]) == 64
    assert [row["branch"] for row in result["branches"]] == [e["code"] for e in EXAMPLES]
    for row, example in zip(result["branches"], EXAMPLES, strict=True):
        expected = example["expected"]
        assert row["indicator_points"] == {
            c: money(v) for c, v in expected["indicator_points"].items()
        }
        assert row["total"] == money(expected["total"])
        assert row["caps_held"] == expected["caps_held"]
    ranks = {row["branch"]: (row["rank"], row["tied"]) for row in result["branches"]}
    assert ranks == {
        "E1": (1, True),
        "E4": (1, True),
        "E5": (3, False),
        "E6": (4, False),
        "E7": (5, False),
    }


def test_bom_crlf_and_row_order_change_nothing(files):
    plain = files.run().read_text("utf-8")
    head, *rows = files.facts
    files.facts = [head, *reversed(rows)]

    assert files.run(bom=True, ending="\r\n").read_text("utf-8") == plain


def test_branches_come_back_in_input_order_with_one_seal(files):
    first = json.loads(files.run().read_text("utf-8"))
    files.branches[1:] = reversed(files.branches[1:])

    second = json.loads(files.run().read_text("utf-8"))

    assert [r["branch"] for r in second["branches"]] == [
        r["branch"] for r in reversed(first["branches"])
    ]
    assert second["seal"] == first["seal"]


@pytest.mark.parametrize("kind", ["decimal", "float", "text"])
def test_parquet_facts_are_exact(files, kind):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    head, *rows = files.facts
    columns = dict(zip(head, zip(*rows, strict=True), strict=True))
    values = [str(value) for value in columns["value"]]
    columns["value"] = {
        "decimal": pa.array([Decimal(v) for v in values], pa.decimal128(18, 4)),
        "float": pa.array([float(v) for v in values]),
        "text": pa.array(values),
    }[kind]
    path = files.folder / "facts.parquet"
    pq.write_table(pa.table(columns), path)

    assert files.run(out="a.json", facts=path).read_text("utf-8") == files.run(
        out="b.json"
    ).read_text("utf-8")


def test_csv_parquet_and_xlsx_hold_the_same_figures(files):
    import openpyxl
    import pyarrow.parquet as pq

    wanted = {r["branch"]: r for r in json.loads(files.run().read_text("utf-8"))["branches"]}
    with files.run(out="result.csv").open(encoding="utf-8", newline="") as file:
        lines = {row["branch"]: row for row in csv.DictReader(file)}
    table = {
        row["branch"]: row for row in pq.read_table(files.run(out="result.parquet")).to_pylist()
    }
    book = openpyxl.load_workbook(files.run(out="result.xlsx"))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    sheet = {row[0]: dict(zip(head, row, strict=True)) for row in rows}

    for code, row in wanted.items():
        assert lines[code]["total"] == row["total"]
        assert lines[code]["L3"] == row["indicator_points"]["L3"]
        assert lines[code]["V4A"] == ""
        assert table[code]["total"] == Decimal(row["total"])
        assert table[code]["V4A"] is None
        assert table[code]["caps_held"] == row["caps_held"]
        assert Decimal(str(sheet[code]["index:B"])) == Decimal(row["indices"]["B"])
        assert sheet[code]["colour"] == row["colour"]


def test_every_fault_names_file_line_column_and_value(files):
    files.facts[3][1] = "2026-07"
    files.facts[4][5] = "-1"
    files.facts[5][0] = "E9"
    files.facts[6][2] = "XX"
    files.facts[7][3] = "q"
    files.facts[8][4] = "odd"
    files.facts[9][5] = "1e3"
    files.facts[10][5] = "inf"
    files.facts[11][5] = "0.12345"
    files.facts[12][5] = ""
    files.facts.append(files.facts[20])
    files.events.append(["E1", "gift", "A1", "1"])
    files.events.append(["E1", "bonus", "A9", "0"])

    said = files.refused()

    for line, column, value in [
        (4, "month", "2026-07"), (5, "value", "-1"), (6, "branch", "E9"), (7, "indicator", "XX"), (8, "part", "q"),
        (9, "key", "odd"), (10, "value", "1e3"), (11, "value", "inf"), (12, "value", "0.12345"), (13, "value", ""),
    ]:  # fmt: skip
        assert f"facts.csv, line {line}, column {column}, value “{value}”" in said
    assert f"facts.csv, line {len(files.facts)}, column key" in said
    last = len(files.events)
    assert f"events.csv, line {last - 1}, column kind, value “gift”" in said
    assert f"events.csv, line {last}, column code, value “A9”" in said
    assert f"events.csv, line {last}, column points, value “0”" in said


def test_lines_are_physical_lines(files):
    path = files.write("facts.csv", files.facts)
    lines = path.read_text("utf-8").splitlines()
    lines[5] = lines[5].replace("E1,", "E9,", 1)
    path.write_text(
        "\n".join([lines[0], "", "", *lines[1:8], "E1,2026-04"]) + "\n", encoding="utf-8"
    )

    said = files.refused(facts=path)

    assert "facts.csv, line 8, column branch, value “E9”" in said
    assert "facts.csv, line 11, column –, value “E1,2026-04”: the wrong number of fields" in said


def test_first_hundred_faults_then_the_count(files):
    files.facts += [["E1", "2026-01", "L1", "", "events", n] for n in range(250)]

    said = files.refused().splitlines()

    assert sum("column month" in line for line in said) == 100
    assert "250 errors in all; the first 100 are listed" in said


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (["E1", "again", "office", 0, 0, 0, 0], "code", "E1"),
        (["N1", "name", "castle", 0, 0, 0, 0], "type", "castle"),
        (["N1", "name", "office", "yes", 0, 0, 0], "has_committee", "yes"),
        (["", "name", "office", 0, 0, 0, 0], "code", ""),
    ],
)
def test_branches_are_checked(files, row, column, value):
    files.branches.append(row)

    assert f"branches.csv, line 7, column {column}, value “{value}”" in files.refused()


def test_a_broken_scheme_is_refused_with_its_place(files):
    document = read("default_scheme.json")
    del document["indices"][0]["indicators"][0]["rule"]["periods_due"]
    path = files.folder / "scheme.json"
    path.write_text(json.dumps(document), encoding="utf-8")

    said = files.refused(scheme=path)

    assert "indices[L].indicators[L1].rule.periods_due" in said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"branch,month\n", "header lacks the columns"),
        (b"", "empty"),
        ("branch,月\n".encode("gbk"), "UTF-8"),
    ],
)
def test_an_unreadable_file_is_one_clear_line(files, content, why):
    path = files.folder / "odd.csv"
    path.write_bytes(content)

    assert why in files.refused(facts=path)


def test_ignored_facts_are_counted(files):
    files.facts.append(["E1", "2026-04", "B5", "", "meeting_held", 1])  # scored in Q1 only
    files.facts.append(["E1", "2026-04", "V4C", "", "events", 1])  # for retired branches only

    files.run()

    assert "2 facts belong to indicators that do not apply" in files.err.getvalue()


def test_wrong_quarter_and_wrong_format_are_refused(files):
    with pytest.raises(CommandError, match="choose one of the formats"):
        files.run(out="result.txt")
    with pytest.raises(CommandError, match="not a quarter"):
        call_command(
            "score_files",
            scheme="s",
            branches="b",
            facts="f",
            quarter="2026-05",
            out=files.folder / "r.json",
        )


def test_an_older_result_stays_when_the_input_is_wrong(files):
    old = files.run(out="old.json").read_text("utf-8")
    files.facts[3][5] = "x"

    with pytest.raises(SystemExit):
        files.run(out="old.json")

    assert (files.folder / "old.json").read_text("utf-8") == old
