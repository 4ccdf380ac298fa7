"""Tables: who and when together, nothing deleted in passing, each of a known kind."""

import ast

import pytest
from django.apps import apps
from django.db import models

from tests.laws.project import APPS, modules

MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
# What may go with its owner: parts that have no life of their own.
CASCADES = {"Tag.record", "Scratch.user"}
# Every table is of one kind. Append-only: rows are added, never changed or deleted.
# Frozen: written whole at one moment, and from then on only read.
APPEND_ONLY = {"Event", "Decision"}
FROZEN = {"Edition", "Card", "Run", "Standing"}
MUTABLE = {
    "User", "Assignment", "Receipt", "ChainHead", "Bureau", "Branch", "Profile", "Seat", "Term",
    "Brand", "Base", "Partner", "JointActivity", "StageStep", "Chapter", "Scheme", "Quarter", "Holiday", "Record", "Tag",
    "Attachment", "Submission", "Ruling", "Scratch", "RegisterEntry", "Appeal", "WallToken",
    "Notice", "Verdict", "Upload", "Reopening", "Reminder",
    "Guesses", "SignIn", "OldPassword", "SecondFactor", "RecoveryCode",
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_model_is_of_exactly_one_kind(model):
    kinds = [kind for kind in (APPEND_ONLY, FROZEN, MUTABLE) if model.__name__ in kind]

    assert len(kinds) == 1, f"list {model.__name__} once in tests/laws/test_models.py"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_model_says_what_it_is(model):
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}("), "write a docstring"
    assert model.__doc__.strip().splitlines()[0].endswith((".", "。"))
    assert model.__str__ is not models.Model.__str__, "write __str__"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_is_deleted_in_passing(model):
    loose = [
        f"{model.__name__}.{field.name}" for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is not models.PROTECT
        and f"{model.__name__}.{field.name}" not in CASCADES
    ]  # fmt: skip

    assert not loose, f"use PROTECT: {loose}"


def fields(model) -> dict[str, models.Field]:
    return {field.name: field for field in model._meta.local_fields}


def pairs(model) -> list[str]:
    """Stems x that have both x_at, a time that may be empty, and x_by, a person."""
    found = fields(model)
    return [
        name.removesuffix("_at") for name, field in found.items()
        if name.endswith("_at") and field.null
        and found.get(name.removesuffix("_at") + "_by") is not None
        and found[name.removesuffix("_at") + "_by"].remote_field
    ]  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_person_without_time_is_impossible(model):
    """Nobody has done a thing at no time; a time without a person is the system's own act."""
    checks = [str(one.condition) for one in model._meta.constraints
              if isinstance(one, models.CheckConstraint)]  # fmt: skip
    loose = [
        stem for stem in pairs(model)
        if not any(f"{stem}_by" in check and f"{stem}_at" in check for check in checks)
    ]

    assert not loose, "add models.CheckConstraint(condition=" + " / ".join(
        f"Q({stem}_by=None) | Q({stem}_at__isnull=False)" for stem in loose
    )  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_act_has_both_sides(model):
    """A person column has its time, and the other way round where the time is an act's."""
    found = fields(model)
    lonely = [
        name for name, field in found.items()
        if name.endswith("_by") and field.remote_field and f"{name.removesuffix('_by')}_at" not in found
    ]  # fmt: skip

    assert not lonely


def test_settled_rows_are_never_changed():
    """No code updates or deletes rows of append-only and frozen tables by their manager."""
    wrong = []
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr in ("update", "delete", "bulk_update", "update_or_create"):
                root = node.func.value
                while isinstance(root, ast.Call | ast.Attribute):
                    root = root.func if isinstance(root, ast.Call) else root.value
                if isinstance(root, ast.Name) and root.id in APPEND_ONLY | FROZEN:
                    wrong.append(f"{module.place}:{node.lineno} {root.id} … .{node.func.attr}()")

    assert not wrong, "\n".join(wrong)


def test_no_signals_and_no_saving_of_others():
    """What follows from an act stands in the action that does it."""
    wrong = [
        f"{module.place}:{line}" for module in modules() for name, line in module.imports
        if name.startswith(("django.db.models.signals", "django.dispatch"))
    ]  # fmt: skip

    assert not wrong
