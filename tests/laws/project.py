"""The project's sources as the laws read them: modules, imports, calls."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("branches", "indexmetrics", "scoring")
# Read downwards: a slice may import only what stands above it.
ORDER = (
    "branches.basics", "branches.tables", "branches.audit", "branches.ledgers", "branches.access", "branches.tasks", "branches.account", "branches.trail", "branches.org", "branches.brands",
    "indexmetrics.rulebook", "indexmetrics.schemes", "indexmetrics.periods", "indexmetrics.directory",
    "indexmetrics.inspection", "indexmetrics.intake", "indexmetrics.evidence", "indexmetrics.review", "indexmetrics.imports", "indexmetrics.facts",
    "scoring.engine", "scoring.wording", "scoring.verdicts", "scoring.imports", "scoring.rectify",
    "scoring.appeals", "scoring.runs", "scoring.estimates", "scoring.boards", "scoring.replays", "scoring.paper", "scoring.screens",
    "scoring.reports", "scoring.alerts",
    "scoring.dashboards", "scoring.api", "scoring.keeping", "scoring.retention", "scoring.demo",
)  # fmt: skip
PURE = ("branches.basics", "indexmetrics.rulebook", "scoring.engine")


@dataclass(frozen=True)
class Module:
    """One Python file of the project."""

    path: Path

    @property
    def place(self) -> str:
        """Its path inside the project."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def name(self) -> str:
        """Its dotted name."""
        return self.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def slice(self) -> str:
        """The slice it belongs to; "" for app wiring, commands and config."""
        found = [one for one in ORDER if self.name == one or self.name.startswith(one + ".")]
        return max(found, key=len, default="")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.path.read_text(encoding="utf-8"), self.place)

    @cached_property
    def imports(self) -> list[tuple[str, int]]:
        """Every imported dotted name with its line; relative ones are made absolute."""
        found: list[tuple[str, int]] = []
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    parents = package.split(".")
                    base = ".".join([*parents[: len(parents) - node.level + 1], *filter(None, [base])])
                found += [(f"{base}.{alias.name}", node.lineno) for alias in node.names]
        return found

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Its top-level functions."""
        return (node for node in self.tree.body if isinstance(node, ast.FunctionDef))


@cache
def modules(*packages: str) -> tuple[Module, ...]:
    """The modules of packages (all three apps by default), without migrations."""
    return tuple(
        Module(path)
        for package in packages or APPS
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def module_names() -> frozenset[str]:
    """Dotted names of all modules of the apps and config."""
    return frozenset(module.name for module in modules(*APPS, "config"))


def module_of(imported: str) -> str:
    """The module that an imported name lives in: the name itself, or what stands before it."""
    return imported if imported in module_names() else imported.rpartition(".")[0]


def decorators(function: ast.FunctionDef) -> set[str]:
    """Last names of a function's decorators."""
    found = set()
    for node in function.decorator_list:
        node = node.func if isinstance(node, ast.Call) else node
        found.add(node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", ""))
    return found
