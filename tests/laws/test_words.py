"""Every sentence exists in Chinese, and none of it hides in the code."""

import ast
import re

import pytest

from branches.management import catalogues
from tests.laws.project import APPS, ROOT, modules

CHINESE = re.compile(r"[\u3400-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u3001-\u303f]")
# Where Chinese is data: the demonstration, samples, and a language's name in itself.
DATA = ("/demo/", "config/gallery.py", "config/settings.py")


@pytest.fixture(scope="module")
def findings():
    return catalogues.check(ROOT)


@pytest.mark.parametrize("kind", [
    "missing", "fuzzy", "conflicts", "placeholders", "stale", "wrong_calls", "unused",
])  # fmt: skip
def test_catalogues_have_nothing(findings, kind):
    found = getattr(findings, kind)

    assert not found, "\n".join(found[:200])


def test_no_chinese_in_code():
    """Docstrings and comments may name the 中文 term; what users read comes from a catalogue."""
    found = []
    for module in modules(*APPS, "config"):
        if any(part in "/" + module.place for part in DATA):
            continue
        docstrings = {
            id(node.body[0].value) for node in ast.walk(module.tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body and isinstance(node.body[0], ast.Expr)
        }  # fmt: skip
        found += [
            f"{module.place}:{node.lineno} {node.value[:40]!r}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and id(node) not in docstrings and CHINESE.search(node.value)
        ]  # fmt: skip

    assert not found, "\n".join(found)


def test_no_chinese_in_templates_and_scripts():
    found = []
    for folder, patterns in (("templates", ("*.html", "*.txt")), ("static", ("*.js",))):
        for pattern in patterns:
            for path in sorted((ROOT / folder).rglob(pattern)):
                text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}|/\*.*?\*/|//[^\n]*", "",
                              path.read_text(encoding="utf-8"), flags=re.S)  # fmt: skip
                if CHINESE.search(text):
                    found.append(f"{path.relative_to(ROOT)} {CHINESE.search(text)[0]}")

    assert not found, "\n".join(found)
