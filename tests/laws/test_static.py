"""Static files: known bytes, nothing inline, nothing from outside."""

import hashlib
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.laws.project import ROOT

pytestmark = pytest.mark.pure
# The published npm releases of Bootstrap 5.3.8 and ECharts 5.6.0 begin so.
VENDOR = (
    ("django_include_bootstrap", "static/css/bootstrap.min.css", "d85327d99c7a3ee1"),
    ("django_include_bootstrap", "static/js/bootstrap.bundle.min.js", "e4fd49181388c48e"),
    ("xlsx2echarts", "static/echarts.min.js", "bf4a223524e40b77"),
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OUTSIDE = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", re.I)
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"""<[^>]+\sstyle\s*=\s*["']""", re.I),
    "event attribute": re.compile(r"""<[^>]+\son[a-z]+\s*=\s*["']""", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "address outside": OUTSIDE,
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+(?:off|false)", re.I),
}
# Escaping again what is escaped already would triple the time of a board of a hundred rows. Nothing else is
# written in that block; tests/scoring/boards/test_lines.py holds every field of it against hostile texts.
ESCAPED_BEFORE = {("templates/jinja2/board/table.html", "unescaped output")}


@pytest.mark.parametrize(("package", "file", "begins"), VENDOR)
def test_vendor_file_is_the_published_one(package, file, begins):
    path = Path(find_spec(package).origin).parent / file

    assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] == begins


def without_comments(text: str) -> str:
    return re.sub(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", "", text, flags=re.S)


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_templates_have_no(kind):
    wrong = [
        f"{path.relative_to(ROOT)}: {found[0][:80]}" for path in TEMPLATES
        if (found := FORBIDDEN[kind].search(without_comments(path.read_text(encoding="utf-8"))))
        and (path.relative_to(ROOT).as_posix(), kind) not in ESCAPED_BEFORE
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_own_styles_and_scripts_load_nothing_from_outside():
    wrong = []
    for pattern in ("*.css", "*.js"):
        for path in (ROOT / "static").rglob(pattern):
            text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
            if OUTSIDE.search(text) or re.search(r"\beval\(|new Function\(", text):
                wrong.append(str(path.relative_to(ROOT)))

    assert not wrong


def test_static_references_of_templates_exist():
    """A misspelt file would stop a page in production, where names carry hashes."""
    folders = {"": ROOT / "static"}
    for name, package in (("bootstrap", "django_include_bootstrap"), ("echarts", "xlsx2echarts")):
        folders[f"vendor/{name}/"] = Path(find_spec(package).origin).parent / "static"
    missing = []
    for path in TEMPLATES:
        for name in re.findall(r"""{%\s*static\s+["']([^"']+)["']""", path.read_text(encoding="utf-8")):
            prefix = max((one for one in folders if name.startswith(one)), key=len)
            if not (folders[prefix] / name.removeprefix(prefix)).is_file():
                missing.append(f"{path.relative_to(ROOT)}: {name}")

    assert not missing, "\n".join(missing)


def test_forbidden_patterns_recognise_samples():
    samples = {
        "inline script": "<script>x</script>", "style element": "<style>", "style attribute":
        '<p style="x">', "event attribute": '<a onclick="x">', "javascript address":
        '<a href="javascript:x">', "address outside": '<img src="https://x">',
        "unescaped output": "{{ x|safe }}",
    }  # fmt: skip

    for kind, sample in samples.items():
        assert FORBIDDEN[kind].search(sample), kind
    assert not FORBIDDEN["inline script"].search('<script src="/x.js" defer></script>')
    assert not FORBIDDEN["inline script"].search('<script id="d" type="application/json">')
