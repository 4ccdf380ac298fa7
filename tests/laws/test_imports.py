"""The order of the slices: one list, read downwards."""

import pytest

from tests.laws import project
from tests.laws.project import APPS, ORDER, PURE, Module, module_of, modules

pytestmark = pytest.mark.pure
LAYERS = ("models", "queries", "actions", "forms", "views", "urls")
CLOSED = ("forms", "views", "urls")
WORDS_ONLY = {"django.utils.translation"}
FRAME = ("template_tags.py", "gallery.py")
HEAVY = ("django", "crispy_forms", "ninja", "jinja2")


def layer(name: str) -> str:
    """models, queries … of a module's last name; "" for other files."""
    last = name.rpartition(".")[2]
    return next((one for one in LAYERS if last == one or last.startswith(one + "_")), "")


def slice_of(name: str) -> str:
    found = [one for one in ORDER if name == one or name.startswith(one + ".")]
    return max(found, key=len, default="")


def test_every_folder_of_an_app_is_a_slice_in_the_order():
    unknown = {
        module.place for module in modules()
        if module.path.parent.name not in APPS and not module.slice
        and not {"management", "migrations", "templatetags"} & set(module.path.parts)
    }  # fmt: skip

    assert not unknown, f"give it a place in tests/laws/project.py ORDER: {sorted(unknown)}"


def test_imports_point_upwards():
    wrong = [
        f"{module.place}:{line} imports {name}"
        for module in modules() if module.slice
        for name, line in module.imports
        if slice_of(name) and ORDER.index(slice_of(name)) > ORDER.index(module.slice)
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_app_wiring_and_commands_stay_in_their_app():
    """Files at an app's root and its commands may use their own app and the ones before it."""
    wrong = [
        f"{module.place}:{line} imports {name}"
        for module in modules() if not module.slice
        for name, line in module.imports
        if name.split(".")[0] in APPS
        and APPS.index(name.split(".")[0]) > APPS.index(module.name.split(".")[0])
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_nobody_imports_config():
    wrong = [
        f"{module.place}:{line}" for module in modules()
        for name, line in module.imports if name.split(".")[0] == "config"
    ]  # fmt: skip

    assert not wrong, f"use django.conf.settings: {wrong}"


def test_config_sees_apps_in_few_places():
    """Addresses and settings see all; the pages' frame may read; the rest knows pure basics."""
    wrong = []
    for module in modules("config"):
        for name, line in module.imports:
            if name.split(".")[0] not in APPS or module.path.name in ("urls.py", "settings.py"):
                continue
            reads = layer(module_of(name)) not in ("actions", *CLOSED)
            if slice_of(name) != "branches.basics" and not (module.path.name in FRAME and reads):
                wrong.append(f"{module.place}:{line} imports {name}")

    assert not wrong, "\n".join(wrong)


def test_pure_slices_import_no_framework():
    wrong = [
        f"{module.place}:{line} imports {name}"
        for module in modules() if module.slice in PURE
        for name, line in module.imports
        if name.split(".")[0] in HEAVY and module_of(name) not in WORDS_ONLY
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_engine_and_basics_do_not_even_translate():
    wrong = [
        module.place for module in modules() if module.slice in ("branches.basics", "scoring.engine")
        and any(name.split(".")[0] == "django" for name, _line in module.imports)
    ]  # fmt: skip

    assert not wrong


def test_layers_inside_a_slice_point_one_way():
    wrong = []
    for module in modules():
        own = layer(module.name)
        for name, line in module.imports:
            target = module_of(name)
            same = own and layer(target) and slice_of(target) == module.slice != ""
            if same and LAYERS.index(layer(target)) > LAYERS.index(own):
                wrong.append(f"{module.place}:{line} imports {target}")

    assert not wrong, "\n".join(wrong)


def test_forms_views_and_urls_of_other_slices_are_closed():
    wrong = [
        f"{module.place}:{line} imports {name}"
        for module in modules() if module.slice
        for name, line in module.imports
        if layer(module_of(name)) in CLOSED and slice_of(name) not in ("", module.slice)
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_law_sees_what_it_forbids(tmp_path, monkeypatch):
    """The law itself: a downward import is recognised as one."""
    monkeypatch.setattr(project, "ROOT", tmp_path)
    (tmp_path / "branches" / "org").mkdir(parents=True)
    file = tmp_path / "branches" / "org" / "x.py"
    file.write_text("from scoring.boards.models import Edition\nfrom .models import Branch\n")
    sample = Module(file)

    assert sample.slice == "branches.org"
    assert sample.imports == [
        ("scoring.boards.models.Edition", 1), ("branches.org.models.Branch", 2),
    ]  # fmt: skip
    assert slice_of("scoring.boards.models.Edition") == "scoring.boards"
    assert module_of("branches.basics.clock.now") == "branches.basics.clock"
