"""Checks a whole scheme document and answers every problem, not only the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .amounts import amount, is_amount
from .check_colours import check_bands, check_caps, check_ranking, check_sums, check_year
from .check_indicators import check_indices
from .check_sources import check_sources
from .finder import Finder
from .problem import Problem
from .shape import check_shape

LONGEST_SCHEME_CODE, LONGEST_NAME, LAST_VERSION = 60, 120, 9999
ARITHMETIC = {
    "score_decimals": 2,
    "rounding": "ROUND_HALF_UP",
    "compare_bands_on": "rounded_total",
    "full_marks": 100,
}


def check(document: Any) -> list[Problem]:
    """Everything wrong with the scheme document, in the order of the document."""
    find = Finder()
    if not isinstance(document, Mapping):
        find.add("", "not_an_object", stops=True)
        return find.problems
    check_shape(find, document)
    if find.problems:
        return find.problems
    _head(find, document)
    types = find.rows(document, "branch_types", needed=True)
    find.codes(types)
    for path, row in types:
        if not row.get("ranking_group"):
            find.add(path, "missing_field", stops=True, field="ranking_group")
    names = [str(row.get("code")) for _, row in types]
    attributes = find.codes(find.rows(document, "branch_attributes"))
    check_indices(find, document, names, attributes)
    rows = document.get("indices")
    indices = (
        {row.get("code") for row in rows if isinstance(row, Mapping)}
        if isinstance(rows, list)
        else set()
    )
    colours = check_bands(find, document)
    check_caps(find, document, colours, indices)
    check_sums(find, document)
    check_ranking(find, document, colours, indices)
    check_year(find, document)
    if not any(problem.stops_scoring for problem in find.problems):
        check_sources(find, document)
    return find.problems


def scoring_problems(document: Any) -> list[Problem]:
    """Only what keeps the engine from reading the scheme."""
    return [problem for problem in check(document) if problem.stops_scoring]


def _head(find: Finder, document: Mapping[str, Any]) -> None:
    head = document.get("scheme")
    if not isinstance(head, Mapping):
        find.add("scheme", "missing_field", stops=True, field="scheme")
        return
    if not head.get("code"):
        find.add("scheme.code", "code_empty", stops=True)
    else:
        find.code("scheme.code", head["code"], LONGEST_SCHEME_CODE)
    for name in ("name_zh", "name_en"):
        if head.get(name) is not None and len(str(head[name])) > LONGEST_NAME:
            find.add(f"scheme.{name}", "name_too_long", high=LONGEST_NAME)
    if not head.get("name_zh"):
        find.add("scheme.name_zh", "missing_field", field="name_zh")
    version = head.get("version")
    if isinstance(version, str) or not is_amount(version) or amount(version) not in range(1, LAST_VERSION + 1):
        find.add("scheme.version", "wrong_version", value=version, high=LAST_VERSION)
    for name, only in ARITHMETIC.items():
        # One arithmetic for every scheme: what is printed can then be recomputed anywhere.
        if name in head and str(head[name]) != str(only):
            find.add(f"scheme.{name}", "wrong_arithmetic", value=head[name], choices=only)
