"""However the tables are cut into blocks and chunks, in whatever order branches stand: one book."""

import numpy as np
import pytest

from scoring.engine import columns, score, seal
from scoring.engine.columns import DuplicateFact, Grid
from scoring.engine.plan import Plan
from scoring.engine.tables import Branches, Facts
from tests.scoring.engine.cases import default_scheme, read
from tests.scoring.engine.random_cases import QUARTER, case

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("block", "chunk"), [(1, 1), (2, 7), (3, 1000)])
def test_the_same_book_however_the_tables_are_cut(block, chunk, monkeypatch):
    for seed in range(25):
        whole = score(*case(seed), quarter=QUARTER)
        with monkeypatch.context() as patch:
            patch.setattr(columns, "BLOCK", block)
            patch.setattr(columns, "CHUNK", chunk)
            cut = score(*case(seed), quarter=QUARTER)

        assert list(cut.rows()) == list(whole.rows())
        assert (seal(cut), cut.ignored) == (seal(whole), whole.ignored)


def test_every_figure_of_a_book_is_a_whole_number():
    for seed in range(5):
        book = score(*case(seed), quarter=QUARTER)

        for name in ("points", "earned", "maximum", "weight", "scores", "base", "bonus", "penalty", "total", "rank", "band"):
            assert getattr(book, name).dtype == np.int64, name
        for name in ("due", "full", "tied", "held"):
            assert getattr(book, name).dtype == bool, name


def test_a_block_holds_branches_of_one_type_and_no_more_than_fit(monkeypatch):
    monkeypatch.setattr(columns, "BLOCK", 2)
    kinds = ["office", "police_station", "office", "police_station", "police_station", "retired"]
    branches = Branches.of([{"code": f"b{n}", "type": kind} for n, kind in enumerate(kinds)])
    plan = Plan(default_scheme(), "2026Q2")

    found = [(block.branch_type, block.members.tolist()) for block in Grid(plan, branches, Facts.of([], branches, "2026Q2")).blocks()]

    assert found == [("office", [0, 2]), ("police_station", [1, 3]), ("police_station", [4]), ("retired", [5])]


def test_facts_that_nothing_reads_are_counted_and_change_nothing(monkeypatch):
    example = read("golden_examples.json")[4]
    stray = {"month": "2026-05", "indicator": "Y9", "part": "", "key": "events", "value": 3}
    more = [stray, {**stray, "key": "count"}, {**stray, "indicator": example["facts"][0]["indicator"], "key": "nothing"}]
    scored = [score(default_scheme(), [example["branch"]], facts, quarter=example["quarter"])
              for facts in (example["facts"], more + example["facts"], example["facts"] + more)]

    assert [book.ignored for book in scored] == [0, 3, 3]
    assert scored[0].row(0) == scored[1].row(0) == scored[2].row(0)


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_a_fact_that_stands_twice_is_refused_wherever_it_stands(chunk, monkeypatch):
    monkeypatch.setattr(columns, "CHUNK", chunk)
    example = read("golden_examples.json")[4]
    facts = [{**fact, "branch": code} for code in "ab" for fact in example["facts"]]
    plain = [fact for fact in facts if not fact["key"].startswith("judge:")]
    branches = [{**example["branch"], "code": code} for code in "ba"]

    for again in (plain[0], plain[len(plain) // 2], plain[-1]):
        with pytest.raises(DuplicateFact, match=r"^the same fact stands twice$"):
            score(default_scheme(), branches, [*facts, {**again, "value": 0}], quarter=example["quarter"])
