"""Verbs: keyword-only, with the person, in one transaction, leaving a trace."""

import ast

import pytest

from tests.laws.project import Module, decorators, module_names, module_of, modules

pytestmark = pytest.mark.pure
TRACE = {"branches.audit.actions.record", "branches.audit.actions.append"}
# Verbs that leave no event of their own, each with its reason.
SILENT: dict[str, str] = {
    "branches.audit.actions.draft": "builds the event itself",
    "branches.audit.actions.append": "is the trace",
    "branches.audit.actions.record": "is the trace",
}


def verbs() -> list[tuple[Module, ast.FunctionDef]]:
    """The public functions of all actions files, except the trail's own."""
    return [
        (module, function)
        for module in modules()
        if module.path.name.startswith("actions") and module.slice != "branches.audit"
        for function in module.functions()
        if not function.name.startswith("_") and "contextmanager" not in decorators(function)
    ]


def place(module: Module, function: ast.FunctionDef) -> str:
    return f"{module.place}:{function.lineno} {function.name}"


def test_arguments_are_named():
    wrong = [place(m, f) for m, f in verbs() if f.args.args or f.args.posonlyargs or f.args.vararg]

    assert not wrong, "\n".join(wrong)


def test_who_acts_is_always_said():
    wrong = [place(m, f) for m, f in verbs() if "by" not in {one.arg for one in f.args.kwonlyargs}]

    assert not wrong, "\n".join(wrong)


def test_results_and_arguments_are_typed():
    """What goes in and comes out is declared; a related object may stay open."""
    wrong = [place(m, f) for m, f in verbs() if f.returns is None]

    assert not wrong, "\n".join(wrong)


def test_each_is_one_transaction():
    wrong = [
        place(m, f) for m, f in verbs()
        if "atomic" not in decorators(f) and "atomic" not in {
            getattr(node, "attr", "") for node in ast.walk(f)
        } and not delegates(m, f) and not prepares(m, f)
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_each_leaves_an_event():
    graph = call_graph()
    wrong = [
        place(m, f) for m, f in verbs()
        if f"{m.name}.{f.name}" not in SILENT and not reaches(f"{m.name}.{f.name}", graph)
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_no_action_reads_a_request():
    wrong = [
        place(m, f) for m, f in verbs()
        if any(isinstance(node, ast.Name) and node.id == "request" for node in ast.walk(f))
    ]  # fmt: skip

    assert not wrong


def delegates(module: Module, function: ast.FunctionDef) -> bool:
    """Whether its only work is one call of another verb, which is atomic itself."""
    body = [node for node in function.body if not isinstance(node, ast.Expr) or not isinstance(
        node.value, ast.Constant)]  # fmt: skip
    return len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Call)


def prepares(module: Module, function: ast.FunctionDef) -> bool:
    """Whether it only gets ready, and one function of its module, which is atomic itself, does the act."""
    acts = {one.name for one in module.functions() if one.name.startswith("_") and "atomic" in decorators(one)}
    return len({node.id for node in ast.walk(function) if isinstance(node, ast.Name)} & acts) == 1


def call_graph() -> dict[str, set[str]]:
    """Which project function calls which, by dotted names; imported modules are followed."""
    graph: dict[str, set[str]] = {}
    for module in modules():
        names = local_names(module)
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                graph[f"{module.name}.{node.name}"] = {
                    called for one in ast.walk(node) for called in resolve(one, module, names)
                }
    return graph


def local_names(module: Module) -> dict[str, str]:
    """Local name → dotted name, for imports and the module's own functions."""
    names = {f.name: f"{module.name}.{f.name}" for f in module.functions()}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def resolve(node: ast.AST, module: Module, names: dict[str, str]) -> set[str]:
    """The dotted name that a name or attribute stands for."""
    if isinstance(node, ast.Name) and node.id in names:
        return {names[node.id]}
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        dotted = names.get(node.value.id, "")
        if dotted in module_names():
            return {f"{dotted}.{node.attr}"}
    return set()


def reaches(start: str, graph: dict[str, set[str]]) -> bool:
    """Whether a function leads to the trail, directly or through others."""
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name in TRACE:
            return True
        if name not in seen:
            seen.add(name)
            waiting += graph.get(name, ())
    return False


def test_law_sees_a_missing_event():
    assert not reaches("a.b", {"a.b": {"c.d"}, "c.d": {"a.b"}})
    assert reaches("a.b", {"a.b": {"c.d"}, "c.d": {"branches.audit.actions.record"}})
    assert module_of("branches.audit.actions.record") == "branches.audit.actions"
