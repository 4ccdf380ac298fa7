"""Migrations follow the models, in one line per app."""

import ast

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.laws.project import APPS, ROOT


@pytest.mark.django_db
def test_models_have_no_change_without_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", APPS)
def test_one_leaf(app):
    loader = MigrationLoader(None)

    assert len(loader.graph.leaf_nodes(app)) == 1


def test_no_migration_mixes_schema_and_data():
    """A data step that fails half-way must not leave a changed table behind."""
    mixed = []
    for app in APPS:
        for path in (ROOT / app / "migrations").glob("0*.py"):
            calls = {
                node.func.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name) and node.func.value.id == "migrations"
            }  # fmt: skip
            if calls & {"RunPython", "RunSQL"} and calls - {"RunPython", "RunSQL"}:
                mixed.append(path.name)

    assert not mixed
