"""The authorisation matrix: what each role gets at each address, read from one table.

A row is an address, a method, whose thing is asked for, and its state. Methods that the table does
not name are refused: 302 for nobody, 403 where the role has no business, 405 for the rest.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("access_matrix.csv")
KEY = ("route", "method", "object", "state")


def routes() -> dict[str, str]:
    """Every named address with its pattern."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern).lstrip("^")
            if isinstance(one, URLPattern):
                found.setdefault(one.name or route, route)
                found[one.name or route] = min(found[one.name or route], route, key=len)
            else:
                walk(one, route)

    walk(get_resolver("config.urls"), "/")
    return found


@cache
def table() -> dict[tuple[str, ...], dict[str, int]]:
    """(route, method, object, state) → role → status."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        tuple(row[name] for name in KEY): {role: int(status) for role, status in row.items() if role not in KEY}
        for row in rows
    }


def listed() -> Iterator[dict]:
    """The rows with their addresses, for `routes --json`."""
    known = routes()
    for (route, method, whose, state), expected in table().items():
        yield {
            "address": known[route], "name": route, "method": method, "object": whose, "state": state,
            "expected": expected,
        }
