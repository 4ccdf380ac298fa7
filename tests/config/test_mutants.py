"""The counts of a run of mutants, the score that decides, and the place a reader is sent to."""

import json
import tomllib

import pytest

from config import mutants

pytestmark = pytest.mark.pure
SOURCE = '''"""Two ways to add."""

WHOLE = 1


def add(a, b):
    """Both."""
    return a + b


class Sum:
    def __init__(self):
        self.rows = []

    def of(
        self,
        rows,
    ):
        self.rows = rows
        return sum(rows)
'''
# The shape mutmut gives a source: each function as it was, and once for every change.
MUTATED = '''"""Two ways to add."""

def x_add__mutmut_orig(a, b):
    """Both."""
    return a + b


def x_add__mutmut_1(a, b):
    """Both."""
    return a - b


class Sum:
    def xǁSumǁof__mutmut_orig(
        self,
        rows,
    ):
        self.rows = rows
        return sum(rows)

    def xǁSumǁof__mutmut_1(
        self,
        rows,
    ):
        self.rows = None
        return sum(rows)

    def xǁSumǁof__mutmut_2(
        self,
        rows,
    ):
        self.rows = rows
        return sum(None)
'''
ONE, METHOD = "scoring.engine.sums.x_add__mutmut_1", "scoring.engine.sums.xǁSumǁof__mutmut_{}"
PATHS = ("scoring/engine/sums.py",)


@pytest.fixture
def home(tmp_path):
    """A copy in which mutmut has been."""
    for place, text in (("scoring/engine/sums.py", SOURCE), ("mutants/scoring/engine/sums.py", MUTATED)):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    return tmp_path


def ended(home, **codes):
    """Verdicts by exit code, as mutmut keeps them; names are made up where only the counts matter."""
    told = {"exit_code_by_key": codes, "hash_by_function_name": {"x_add": "1"}, "durations_by_key": {}}
    (home / "mutants/scoring/engine/sums.py.meta").write_text(json.dumps(told), encoding="utf-8")


def many(**counts):
    code = {"died": 1, "survived": 0, "untried": None, "timeouts": -24, "no_tests": 33, "crashed": -11}
    return {f"scoring.engine.sums.x_add__mutmut_{verdict}{n}": code[verdict] for verdict, count in counts.items() for n in range(count)}


def test_every_way_to_end_is_counted_and_only_a_failed_test_is_a_death(home):
    ended(home, **many(died=3, survived=1, untried=4, timeouts=1, no_tests=2, crashed=1))

    assert mutants.verdicts(home, PATHS) == {
        "died": 3, "survived": 1, "untried": 4, "timeouts": 1, "no tests": 2, "crashed": 1}
    assert mutants.summary(mutants.verdicts(home, PATHS)) == (
        "12 mutants: 8 tried, 3 died, 1 survived, 1 timeouts, 2 no tests, 1 crashed; score 37.5 % (goal 95 %)")


@pytest.mark.parametrize(("counts", "score", "code"), [
    ({"died": 95, "survived": 5}, "95.0", 0), ({"died": 1899, "survived": 101}, "94.9", 1), ({"died": 9}, "100.0", 0),
    ({"died": 94, "timeouts": 6}, "94.0", 1), ({"died": 99, "untried": 1}, "100.0", 1), ({"untried": 5}, "none yet", 1),
])
def test_enough_of_all_must_have_died(home, capsys, monkeypatch, counts, score, code):
    monkeypatch.setattr(mutants, "changed", lambda home, name: mutants.Changed("sums.py", 1, "", ""))
    ended(home, **many(**counts))

    assert mutants.report(home, PATHS) == code
    assert f"score {score} " in capsys.readouterr().out


def test_a_survivor_is_shown_where_it_stands_in_the_sources(home, capsys):
    ended(home, **{ONE: 0, METHOD.format(1): 1, METHOD.format(2): 33})

    mutants.report(home, PATHS)

    assert capsys.readouterr().out.splitlines()[:6] == [
        "scoring/engine/sums.py:8  survived", "    - return a + b", "    + return a - b",
        "scoring/engine/sums.py:20  no tests", "    - return sum(rows)", "    + return sum(None)"]


def test_the_dead_stay_dead_and_all_others_are_tried_again(home, monkeypatch, tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree")
    (tree / "scoring/engine").mkdir(parents=True)
    (tree / "scoring/engine/sums.py").write_text(SOURCE + "\n", encoding="utf-8")
    (tree / "pyproject.toml").write_text('[project]\nname = "sums"\n', encoding="utf-8")
    monkeypatch.setattr(mutants, "ROOT", tree)
    monkeypatch.setattr(mutants, "COPIED", ("scoring", "pyproject.toml"))
    (home / "scoring/engine/gone.py").write_text("", encoding="utf-8")
    ended(home, **many(died=2, survived=1, timeouts=1, no_tests=1))

    mutants.prepare(home, PATHS)
    mutants.prepare(home, PATHS)

    assert mutants.verdicts(home, PATHS) == {"died": 2, "untried": 3}
    assert (home / "scoring/engine/sums.py").read_text(encoding="utf-8") == SOURCE + "\n"
    assert not (home / "scoring/engine/gone.py").exists()
    settings = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["project"]["name"] == "sums"
    assert settings["tool"]["mutmut"]["source_paths"] == ["scoring/engine/sums.py"]
    kept = json.loads((home / "mutants/scoring/engine/sums.py.meta").read_text(encoding="utf-8"))
    assert kept["hash_by_function_name"] == {"x_add": "1"}


def test_two_runs_never_share_a_copy(tmp_path):
    with mutants._alone(tmp_path / "mutants"), pytest.raises(SystemExit, match="Another run"), mutants._alone(tmp_path / "mutants"):
        pytest.fail("the second run began")
    with mutants._alone(tmp_path / "mutants"):
        assert not (tmp_path / "mutants").exists()


def test_only_the_engine_is_mutated():
    for path in ("branches/basics", "scoring/engine/nothing.py"):
        with pytest.raises(SystemExit, match=f"{path}: not found in scoring/engine"):
            mutants.main(["--only", path])
    assert all((mutants.ROOT / path).exists() for path in mutants.ARITHMETIC)
