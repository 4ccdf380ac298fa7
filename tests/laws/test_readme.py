"""README tells the truth: its tree is the real one, and nothing one can call is left out."""

import ast
import re

import pytest

from tests.laws.project import APPS, ORDER, ROOT, modules

README = ROOT / "README.md"
pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(not README.exists(), reason="README.md is not written yet"),
]
OWN_COMMANDS = {"bundle", "lock", "mutants", "test"}  # manage.py's own, which Django does not know
ENV_READERS = {"env_bool", "env_int", "env_text", "env_list", "env_path", "env_secret"}


def text() -> str:
    return README.read_text(encoding="utf-8")


def commands() -> set[str]:
    """Every command of manage.py that is the project's own."""
    found = {
        path.stem for app in APPS for path in (ROOT / app / "management/commands").glob("*.py")
        if not path.stem.startswith("_")
    }  # fmt: skip
    return found | OWN_COMMANDS


def variables() -> set[str]:
    """Every environment variable that the project's code reads by name."""
    found = set()
    for module in modules(*APPS, "config"):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            first = node.args[0]
            reads = name in ENV_READERS or ast.unparse(node.func).endswith("environ.get")
            if reads and isinstance(first, ast.Constant) and first.value.isupper():
                found.add(first.value)
    return {name for name in found if not name.startswith("UV_")}


def tree_lines() -> list[str]:
    """The lines of the code block that shows the tree: the first one that names manage.py."""
    for block in re.findall(r"```\w*\n(.*?)```", text(), flags=re.S):
        if re.search(r"^\W*manage\.py\b", block, flags=re.M):
            return [line for line in block.splitlines() if line.strip()]
    pytest.fail("README.md has no code block with the tree (a line that begins with manage.py)")


def tree_paths() -> set[str]:
    """Paths of the tree: two blanks of indentation, or one drawn branch, are one level."""
    paths: set[str] = set()
    parents: list[str] = []
    for line in tree_lines():
        plain = re.sub(r"[│├└]\s?[─ ]*", "  ", line)
        depth = (len(plain) - len(plain.lstrip())) // 2
        entry = plain.strip().split("  ")[0].split(" ")[0]
        parents = [*parents[:depth], entry.rstrip("/")]
        paths.add("/".join(parents))
    return paths


def test_tree_names_only_what_exists():
    missing = sorted(path for path in tree_paths() if not list(ROOT.glob(path)))

    assert not missing


def test_tree_names_every_slice_and_top_folder():
    shown = tree_paths()
    slices = {one.replace(".", "/") for one in ORDER if (ROOT / one.replace(".", "/")).is_dir()}
    tops = {
        path.name for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith((".", "_")) and path.name not in ("var", "wheels")
    }  # fmt: skip

    assert not sorted((slices | tops) - shown)


def test_every_command_is_mentioned():
    missing = sorted(name for name in commands() if not re.search(rf"\b{name}\b", text()))

    assert not missing


def test_every_variable_is_mentioned():
    missing = sorted(name for name in variables() if name not in text())

    assert not missing


def test_every_direct_dependency_has_its_reason():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[\[=<>]", one)[0] for one in project["dependencies"]]

    assert len(names) <= 25
    assert not [name for name in names if name not in text()]


def test_first_run_stands_at_the_top():
    top = text()[:2500]

    assert "python3 manage.py start" in top
    assert "python3 manage.py test" in top
