"""Whether the engine's tests notice mistakes: mutmut makes thousands of small ones, each must fail a test.

Works in a copy below `var/`, where the verdicts stay: a run that was stopped goes on, and mutants that did not
die are tried again, because tests may have come since. The whole takes about an hour on one quiet core.
"""

import argparse
import ast
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # on Windows mutmut does not run either
    fcntl = None

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "mutants"
ENGINE, TESTS = "scoring/engine", "tests/scoring/engine"
# What turns facts into totals and places.
ARITHMETIC = tuple(f"{ENGINE}/{name}" for name in (
    "rules", "exact.py", "indices.py", "panels.py", "rank.py", "score.py", "totals.py"))  # fmt: skip
COPIED = ("branches", "config", "indexmetrics", "scoring", "tests", "manage.py", "pyproject.toml")
GOAL = 95
EVERY = 60.0  # seconds between two lines that say how far it is
# How pytest, and mutmut for it, ended with a mutant in place.
VERDICTS = {None: "untried", 0: "survived", 1: "died", 3: "died", 5: "no tests", 33: "no tests"} | dict.fromkeys(
    (24, -24, 36, 152, 255), "timeouts")  # fmt: skip


class Changed(NamedTuple):
    """A mutant in the reader's terms: where it is and how it reads there."""

    place: str
    line: int
    before: str
    after: str


def main(arguments: list[str]) -> int:
    """Try the mutants, name those that live, return 0 when enough of them died."""
    parser = argparse.ArgumentParser(prog="manage.py mutants", description=__doc__)
    parser.add_argument("--only", action="append", metavar="PATH", help=f"a file or folder of {ENGINE}; may be given again")
    parser.add_argument("--anew", action="store_true", help="forget the verdicts of earlier runs")
    asked = parser.parse_args(arguments)
    paths = tuple(Path(one).as_posix() for one in asked.only or ARITHMETIC)
    for path in paths:
        if not (path.startswith(ENGINE) and (ROOT / path).exists()):
            raise SystemExit(f"{path}: not found in {ENGINE}")
    with _alone(HOME):
        if asked.anew:
            shutil.rmtree(HOME, ignore_errors=True)
        prepare(HOME, paths)
        if _run(HOME, paths):
            print("\n".join(_log(HOME).read_text(encoding="utf-8", errors="replace").splitlines()[-30:]), file=sys.stderr)
            return 1
        return report(HOME, paths)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two runs in one copy would spoil each other's verdicts; the second one says so and ends."""
    if fcntl is None:
        raise SystemExit("mutmut needs Linux or macOS.")
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_name(f"{home.name}.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"Another run is at work in {home}.") from None
        yield


def prepare(home: Path, paths: tuple[str, ...]) -> None:
    """The tree as it is now, mutmut's settings, and the verdicts of those that died."""
    shutil.rmtree(home / "mutants" / "tests", ignore_errors=True)
    for name in COPIED:
        shutil.rmtree(home / name, ignore_errors=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, home / name)
    # pytest's search for what objects left behind at their end takes as long as all else of a short run.
    settings = {
        "source_paths": paths, "also_copy": COPIED, "pytest_add_cli_args_test_selection": [TESTS],
        "pytest_add_cli_args": ["-p", "no:unraisableexception"],
    }  # fmt: skip
    with (home / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()))
    # Which test runs which function is asked anew.
    (home / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    for file in _verdict_files(home, paths):
        told = json.loads(file.read_text(encoding="utf-8"))
        codes = told["exit_code_by_key"]
        told["exit_code_by_key"] = {name: code if VERDICTS.get(code) == "died" else None for name, code in codes.items()}
        file.write_text(json.dumps(told), encoding="utf-8")


def _run(home: Path, paths: tuple[str, ...]) -> int:
    """mutmut in the copy, with a line now and then; its exit code."""
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", str(max(1, (os.cpu_count() or 1) - 1))]
    print(f"trying mutants of {', '.join(paths)}", flush=True)
    with _log(home).open("w", encoding="utf-8") as log:
        running = subprocess.Popen(command, cwd=home, stdout=log, stderr=subprocess.STDOUT)
        began = said = time.monotonic()
        try:
            while running.poll() is None:
                time.sleep(0.2)
                if time.monotonic() - said >= EVERY:
                    said = time.monotonic()
                    print(f"      … {(said - began) / 60:.0f} min: {summary(verdicts(home, paths))}", flush=True)
        except BaseException:
            running.terminate()
            running.wait()
            raise
    return running.returncode


def report(home: Path, paths: tuple[str, ...]) -> int:
    """Print the mutants that no test noticed and the counts; 0 when all were tried and enough died."""
    told = dict(_told(home, paths))
    for name, verdict in told.items():
        if verdict not in ("died", "untried"):
            one = changed(home, name)
            print(f"{one.place}:{one.line}  {verdict}\n    - {one.before}\n    + {one.after}")
    counts = verdicts(home, paths)
    print(summary(counts), flush=True)
    tried = counts.total() - counts["untried"]
    return 0 if tried == counts.total() and tried and counts["died"] * 100 >= GOAL * tried else 1


def summary(counts: Counter[str]) -> str:
    """The counts in one line. Only what failed a test has died; the score is never rounded up."""
    tried = counts.total() - counts["untried"]
    others = [f"{counts[name]:,} {name}" for name in ("died", "survived", "timeouts", "no tests", "crashed")]
    score = f"{counts['died'] * 1000 // tried / 10:.1f} %" if tried else "none yet"
    return f"{counts.total():,} mutants: {tried:,} tried, {', '.join(others)}; score {score} (goal {GOAL} %)"


def verdicts(home: Path, paths: tuple[str, ...]) -> Counter[str]:
    """How many mutants ended how."""
    return Counter(verdict for _name, verdict in _told(home, paths))


def changed(home: Path, name: str) -> Changed:
    """A mutant's place in the sources and its first changed line, before and after."""
    module, _, mangled = name.rpartition(".")
    place = module.replace(".", "/")
    place += "/__init__.py" if (home / place).is_dir() else ".py"
    common = mangled.partition("__mutmut_")[0]
    *classes, function = common.removeprefix("x").lstrip("_ǁ").split("ǁ") if "ǁ" in common else [common.removeprefix("x_")]
    mutated, source = _functions(home / "mutants" / place), _functions(home / place)
    first, lines = source[".".join([*classes, function])]
    prefix = "".join(f"{one}." for one in classes)
    _, before = mutated[f"{prefix}{common}__mutmut_orig"]
    _, after = mutated[f"{prefix}{mangled}"]
    at = next((n for n, (one, other) in enumerate(zip(before[1:], after[1:], strict=False), 1) if one != other), 0)
    return Changed(place, first + at, lines[at].strip(), after[at].strip().replace(mangled, function))


def _functions(file: Path) -> dict[str, tuple[int, list[str]]]:
    """Every function of a file by its name inside classes: its first line's number, and its lines."""
    text = file.read_text(encoding="utf-8")
    lines, found = text.splitlines(), {}

    def walk(nodes: list[ast.stmt], prefix: str) -> None:
        for node in nodes:
            if isinstance(node, ast.FunctionDef):
                found[prefix + node.name] = (node.lineno, lines[node.lineno - 1 : node.end_lineno])
            elif isinstance(node, ast.ClassDef):
                walk(node.body, f"{prefix}{node.name}.")

    walk(ast.parse(text).body, "")
    return found


def _told(home: Path, paths: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for file in _verdict_files(home, paths):
        for name, code in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            yield name, VERDICTS.get(code, "crashed")


def _verdict_files(home: Path, paths: tuple[str, ...]) -> list[Path]:
    """Where mutmut keeps its verdicts on these sources, if it has any yet."""
    kept = home / "mutants"
    sources = [file for path in paths for file in (sorted((home / path).rglob("*.py")) if (home / path).is_dir() else [home / path])]
    files = [kept / f"{file.relative_to(home)}.meta" for file in sources]
    return [file for file in files if file.exists()]


def _log(home: Path) -> Path:
    return home / "mutmut.log"
