"""Every thing an act is done to and every value it keeps has a word in the trail; no raw name is shown.

What an act keeps is read from the source: the tables of names given as `before` and `after`, and those made by
the variables, properties and functions of the same folder that stand there.
"""

import ast
from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.utils import translation

from branches.trail.words import FIELDS, FIGURES, SUBJECTS
from indexmetrics.evidence.words import FIELD_NAMES
from tests.laws.project import APPS, Module, modules

KEEPING = {"audit", "record", "draft", "note", "remember", "_audit", "_told", "_drafted"}  # the calls that make an event
# Models no act is done to; their rows change with those of others.
NEVER = {
    "card", "chainhead", "decision", "event", "guesses", "oldpassword", "receipt", "recoverycode", "reopening",
    "secondfactor", "signin", "stagestep", "standing", "tag",
}
# What no table of names in the source says, with the names it may give.
OPEN = {
    ("branches/brands/actions.py", "before"): {"name", "meaning", "story", "parent"},  # the fields of its forms
    ("branches/brands/actions.py", "after"): {"name", "meaning", "story", "parent"},
    ("branches/org/actions.py", "after"): {"type_code", "attributes", "members", "groups"},  # those of a profile
    ("indexmetrics/imports/actions.py", "after"): {"came", "changed"},  # of models, each with a word of its own
    ("indexmetrics/periods/actions_calendar.py", "before"): {"is_worked", "name"},
}


def calls() -> Iterator[tuple[Module, ast.AST, ast.Call]]:
    """Every call that makes an event, with the function it stands in."""
    for module in modules(*APPS):
        if module.slice != "branches.audit" and "EventKind" in module.path.read_text(encoding="utf-8"):
            for function in (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and _name(node.func) in KEEPING:
                        yield module, function, node


def _name(node: ast.AST) -> str:
    return getattr(node, "id", None) or getattr(node, "attr", "")


@cache
def _functions() -> dict[str, list[tuple[Module, ast.FunctionDef]]]:
    found: dict[str, list[tuple[Module, ast.FunctionDef]]] = {}
    for module in modules(*APPS):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append((module, node))
    return found


def _assigned(function: ast.AST, name: str) -> Iterator[ast.AST]:
    """What a variable was given in a function."""
    for node in (part for part in ast.walk(function) if isinstance(part, ast.Assign)):
        for target in node.targets:
            pairs = zip(target.elts, node.value.elts, strict=True) if isinstance(target, ast.Tuple) and isinstance(
                node.value, ast.Tuple) else [(target, node.value)]
            yield from (value for one, value in pairs if isinstance(one, ast.Name) and one.id == name)


def _returned(module: Module, name: str) -> Iterator[tuple[Module, ast.AST, ast.AST]]:
    """What functions of that name give back: those of the folder, else the methods of any."""
    found = _functions().get(name, [])
    for there, function in [one for one in found if one[0].slice == module.slice] or found:
        yield from ((there, function, part.value) for part in ast.walk(function) if isinstance(part, ast.Return))


def names(module: Module, function: ast.AST, value: ast.AST, seen: frozenset = frozenset()) -> set[str]:
    """The keys an expression gives; "" when some of them cannot be read."""
    if isinstance(value, ast.Dict):
        found = {key.value for key in value.keys if isinstance(key, ast.Constant)}
        inner = [one for key, one in zip(value.keys, value.values, strict=True) if key is None or isinstance(one, ast.Dict)]
        return found.union(*(names(module, function, one, seen) for one in inner))
    if isinstance(value, ast.BinOp | ast.IfExp):
        sides = (value.left, value.right) if isinstance(value, ast.BinOp) else (value.body, value.orelse)
        return set().union(*(names(module, function, one, seen) for one in sides))
    if isinstance(value, ast.DictComp):
        rows = [node.value for node in module.tree.body if isinstance(node, ast.Assign)
                and _name(node.targets[0]) == _name(value.generators[0].iter)]
        return {part.value for row in rows for part in ast.walk(row) if isinstance(part, ast.Constant)} or {""}
    if isinstance(value, ast.Constant):
        return set()
    name = _name(value.func if isinstance(value, ast.Call) else value)
    if name in seen:
        return set()
    where = [(module, function, one) for one in _assigned(function, name)] if isinstance(value, ast.Name) else [*_returned(module, name)]
    put = {part.slice.value for part in ast.walk(function) if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store)
           and _name(part.value) == name}
    return put.union(*(names(*place, seen | {name}) for place in where)) if where else {""}


def test_every_value_has_its_word():
    wordless, opened, kept = set(), set(), 0
    for module, function, call in calls():
        for given in (one for one in call.keywords if one.arg in ("before", "after")):
            found, place = names(module, function, given.value), (module.place, given.arg)
            if "" in found and place in OPEN:
                opened.add(place)
                found = found - {""} | OPEN[place]
            wordless |= {f"{module.place}:{call.lineno} {name or ast.unparse(given.value)}" for name in found - set(FIELDS)}
            kept += 1

    assert kept > 60 and opened == set(OPEN)
    assert not wordless, "\n".join(sorted(wordless))


def test_everything_an_act_is_done_to_has_its_word():
    literal = {
        given.value.value: f"{module.place}:{call.lineno}" for module, _function, call in calls()
        for given in call.keywords if given.arg == "subject" and isinstance(given.value, ast.Constant)}
    models = {model._meta.model_name for model in apps.get_models() if model.__module__.split(".")[0] in APPS}

    assert len(literal) > 10 and models >= NEVER
    assert not {subject: place for subject, place in literal.items() if subject not in SUBJECTS}
    assert not models - NEVER - set(SUBJECTS), "a model without a word: give it one, or say that no act is done to it"
    assert set(SUBJECTS) <= models | set(literal) | {"audit_key"}, "a word that nothing needs"
    assert not set(FIELD_NAMES) - {"date", "title", "tags", "files"} - set(FIGURES)


def test_the_words_are_chinese_for_chinese_readers():
    with translation.override("zh-hans"):
        left = [str(word) for table in (SUBJECTS, FIELDS, FIGURES) for word in table.values() if str(word).isascii()]

    assert not left
