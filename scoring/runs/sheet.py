"""The sheet of a run: for each branch its printed row and its trail, as canonical JSON text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from branches.basics.canonical import canonical
from branches.org.queries import BranchOnDay
from indexmetrics.facts import Fact
from indexmetrics.periods.models import Quarter
from indexmetrics.rulebook.outline import Outline
from scoring.engine import Scorebook, score
from scoring.engine.seal import seal
from scoring.engine.trace import trail
from scoring.runs.evidence import evidence_of
from scoring.runs.inputs import Inputs, mark_of
from scoring.verdicts.queries import Effect

Sheet = tuple[str, str, str]  # branch code, row, trail


def lay_out(inputs: Inputs, quarter: Quarter, earlier: dict[str, dict]) -> tuple[str, Iterator[Sheet]]:
    """The seal and, branch by branch, the sheets; `earlier` holds the rows of the quarter before."""
    book = score(
        inputs.scheme, inputs.branch_rows, inputs.fact_rows, inputs.event_rows, quarter=inputs.quarter,
    )
    evidence = evidence_of(quarter, inputs.branches)
    return seal(book), _sheets(inputs, book, evidence, quarter.scheme.outline, earlier)


def _sheets(
    inputs: Inputs, book: Scorebook, evidence: Iterator[dict], outline: Outline, earlier: dict[str, dict],
) -> Iterator[Sheet]:
    facts, effects = _grouped(inputs.facts), _grouped(inputs.effects)
    maxima = {code: _printed(index["weight"]) for code, index in outline.indices.items()}
    rows = zip(inputs.branches, book.rows(), evidence, strict=True)
    for position, (branch, figures, copies) in enumerate(rows):
        own, acts = facts.get(branch.code, []), effects.get(branch.code, [])
        whole = trail(book, position) | {
            "branch": _about(branch, inputs.quarter), "facts": _facts(own), "events": _events(acts),
            "evidence": copies,
        }
        _mark_states(whole, outline, acts)
        row = _row(branch, figures, position, inputs.quarter, earlier.get(branch.code), maxima) | {
            "missing": [cell["indicator"] for cell in whole["cells"] if cell["state"] == "missing"],
        }
        yield branch.code, canonical(row), canonical(whole)


def _row(branch: BranchOnDay, figures: dict, position: int, quarter: str, before: dict | None, maxima: dict) -> dict:
    previous = before and {name: before[name] for name in ("total", "colour", "rank")}
    change = Decimal(figures["total"]) - Decimal(before["total"]) if before else None
    return figures | {
        "name": branch.name, "short": branch.short, "position": position, "index_max": maxima,
        "mark": mark_of(branch, quarter), "secretary": branch.secretary, "members": branch.members,
        "previous": previous, "change": f"{change:+.2f}" if change is not None else None,
    }


def _about(branch: BranchOnDay, quarter: str) -> dict:
    return {
        "code": branch.code, "name": branch.name, "short": branch.short, "type": branch.type,
        "attributes": list(branch.attributes), "members": branch.members, "groups": branch.groups,
        "secretary": branch.secretary, "seats": branch.seats, "ranked": not mark_of(branch, quarter),
    }


def _facts(facts: list[Fact]) -> list[dict]:
    return [
        {
            "id": number, "month": fact.month, "indicator": fact.indicator, "part": fact.part, "key": fact.key,
            "value": f"{fact.value.normalize():f}", "sources": list(fact.sources),
        }
        for number, fact in enumerate(facts, start=1)
    ]


def _events(effects: list[Effect]) -> list[dict]:
    return [
        {**row.about, "kind": row.kind, "code": row.code, "points": None if row.points is None else _printed(row.points)}
        for row in effects
    ]


def _mark_states(whole: dict, outline: Outline, effects: list[Effect]) -> None:
    """Give each cell the facts it read, and the state of the evidence where that says more."""
    fed, reported = defaultdict(list), defaultdict(set)
    for fact in whole["facts"]:
        fed[fact["indicator"]].append(fact["id"])
    for copy in whole["evidence"].values():
        for code in copy.get("tags", []):
            reported[code].add(copy["state"])
    ruled = {row.code: row.about["ruling"] for row in effects if row.kind == "not_applicable"}
    for cell in whole["cells"]:
        code = cell["indicator"]
        cell["facts"] = fed.get(code, [])
        cell["state"] = ruled.get(code) or _state(cell, reported[code], outline)


def _state(cell: dict, reported: set[str], outline: Outline) -> str:
    """The engine knows due, applicable and missing; whether evidence waits only the records know."""
    if cell["state"] not in ("accepted", "missing"):
        return cell["state"]
    for state in ("returned", "submitted"):
        if state in reported:
            return state
    kept_by_office = not outline.is_entered_by_branch(cell["indicator"])
    return "accepted" if cell["facts"] or kept_by_office else "missing"


def _grouped(rows: Iterable) -> dict[str, list]:
    grouped: dict[str, list] = defaultdict(list)
    for row in rows:
        grouped[row.branch].append(row)
    return grouped


def _printed(number) -> str:
    return f"{Decimal(str(number)):.2f}"
