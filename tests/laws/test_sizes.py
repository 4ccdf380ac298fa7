"""Files that fit into a head: under 300 lines, views of at most 25 lines."""

import ast

import pytest

from tests.laws.project import APPS, ROOT, modules

pytestmark = pytest.mark.pure
LONGEST_FILE = 300
LONGEST_VIEW = 25


def lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_python_files_are_short():
    long = {
        module.place: lines(module.path) for module in modules(*APPS, "config", "tests")
        if lines(module.path) >= LONGEST_FILE
    }  # fmt: skip

    assert not long, f"split by noun: {long}"


def test_scripts_and_styles_are_short():
    long = {
        path.relative_to(ROOT).as_posix(): lines(path)
        for pattern in ("*.js", "*.css") for path in (ROOT / "static").rglob(pattern)
        if "vendor" not in path.parts and lines(path) >= LONGEST_FILE
    }  # fmt: skip

    assert not long, f"split by page or behaviour: {long}"


def test_views_are_short():
    long = {}
    for module in modules(*APPS, "config"):
        if not module.path.name.startswith("views"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_VIEW:
                    long[f"{module.place}:{node.name}"] = length

    assert not long, f"move the work to queries or actions: {long}"


def test_init_files_hold_no_logic():
    """A package's first file says what it is and re-exports names, no more."""
    wrong = [
        module.place for module in modules() if module.path.name == "__init__.py"
        and any(not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom | ast.Assign)
                for node in module.tree.body)
    ]  # fmt: skip

    assert not wrong


def test_modules_say_what_they_are():
    """Every file that is not empty opens with a sentence."""
    silent = [
        module.place for module in modules(*APPS, "config")
        if module.tree.body and not ast.get_docstring(module.tree)
    ]  # fmt: skip

    assert not silent


def test_public_functions_and_classes_say_what_they_are():
    """Views, verbs, reads: the docstring's first sentence is what readers see first."""
    silent = [
        f"{module.place}:{node.lineno} {node.name}"
        for module in modules(*APPS, "config") for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_") and not ast.get_docstring(node)
    ]  # fmt: skip

    assert not silent, "\n".join(silent)
