"""README's table of requirements is whole, and every test that it names is there."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.laws.project import ROOT

pytestmark = pytest.mark.pure
# How many requirements of each kind the standard holds; the table names each one once.
STANDARD = {
    "AU": 12, "SE": 8, "AZ": 12, "IN": 10, "UP": 12, "XL": 12, "AT": 8, "SC": 12, "PB": 8,
    "CC": 6, "DU": 8, "AV": 9, "HD": 6, "LG": 7, "DP": 7, "AD": 8,
}  # fmt: skip
ROW = re.compile(r"^\| ([A-Z]{2}\d+) \| (.+?) \| (.+?) \|$", re.M)
PROOF = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
WORDS = ("operator: ", "not yet: ")


def rows() -> list[tuple[str, str, str]]:
    return ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))


@cache
def found_in(place: str) -> set[str]:
    tree = ast.parse((ROOT / place).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_stands_once():
    named = [name for name, _text, _proof in rows()]

    assert Counter(named) == {f"{kind}{at}": 1 for kind, last in STANDARD.items() for at in range(1, last + 1)}


def test_every_row_names_its_proof():
    bare = [name for name, _text, proof in rows() if not PROOF.search(proof) and not proof.startswith(WORDS)]

    assert not bare


def test_named_tests_exist():
    wrong = [
        f"{name}: {place}::{test}" for name, _text, proof in rows() for place, test in PROOF.findall(proof)
        if not (ROOT / place).is_file() or (test and test not in found_in(place))
    ]

    assert not wrong
