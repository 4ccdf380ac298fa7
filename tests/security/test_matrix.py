"""The authorisation matrix: every route × method × role × ownership × state answers as the table says.

Where a thing is refused as if there were none, it is refused by the same reads and writes, one by one: what takes
the same way takes the same time.
"""

import os

import pytest
from django.db import connection

from scoring.boards.models import Card, Edition
from scoring.management import matrix
from tests.security import addresses, town
from tests.security.walk import Visitor, plain

NOT_ROUTED = ("PUT", "PATCH", "DELETE", "OPTIONS")
OPEN_TO_ALL = {
    "healthz", "language-switch", "theme-switch", "login", "login-code", "logout", "privacy", "wall-screen", "scheme-colours",
}
OWN_ACCOUNT = {"password-change", "confirm", "account-factor-begin", "sessions-unsent"}
SESSION, NO_WAY = "django_session", ("SAVEPOINT", "RELEASE", "ROLLBACK")
FEWEST, FEWEST_COMPARED = 5000, 150
# Which handed-over records are the discipline office's own is written in the scheme, so their tags and files are read
# before it is told that there is none; it is an office of the whole bureau, and the answer is the same.
ASKS_THE_SCHEME = {("discipline_office", name) for name in (*addresses.OF_RECORD, "evidence-file")}
# The methods that no route has are the same to everybody: three ask for all of them, all do in the long run.
LONG = os.environ.get("WUSETU_LONG") == "1"
THREE = {"nobody", "branch_secretary", "admin"}


pytestmark = pytest.mark.once


@pytest.fixture
def bureau(db):
    """The town."""
    with town.standing():
        yield town.build()


def _visit(visitor: Visitor, place, method: str, expected: int, found: list[str], actor: str):
    answer = visitor.ask(method, place)
    if answer.status_code != expected:
        found.append(f"{actor} {method} {place.path} ({place.whose} {place.state}): {answer.status_code}, not {expected}")
    return answer


def test_whole_matrix(bureau):
    places, table = list(addresses.places(bureau)), matrix.table()
    published = _published()
    assert {place.row for place in places} == {(route, whose, state) for route, _m, whose, state in table}
    wrong, asked, compared = [], 0, 0
    for actor in town.ACTORS:
        visitor, once = Visitor(bureau.client(actor)), set()
        missing: dict[tuple[str, str], bytes] = {}
        ways: dict[tuple[str, str, str], list[str]] = {}
        for place in sorted(places, key=lambda one: one.whose != town.MISSING):
            for method in ("GET", "POST"):
                expected = table[place.name, method, place.whose, place.state][actor]
                way: list[str] = []
                with connection.execute_wrapper(_noting(way)):
                    answer = _visit(visitor, place, method, expected, wrong, actor)
                asked += 1
                if answer.status_code != 404 or place.whose not in (town.MISSING, town.FOREIGN):
                    continue
                said = missing.setdefault((place.name, method), plain(answer, place))
                if plain(answer, place) != said:
                    wrong.append(f"{actor} {method} {place.path}: foreign and missing differ in their bodies")
                if place.whose == town.MISSING:
                    ways[place.name, method, place.state] = _after_the_session(way)
                elif place.state != town.MISSING:  # a quarter that never was is nobody's
                    taken = ways.get((place.name, method, place.state)) or ways[place.name, method, ""]
                    compared += 1
                    if _after_the_session(way) != taken and (actor, place.name) not in ASKS_THE_SCHEME:
                        wrong.append(f"{actor} {method} {place.path}: not the way of a missing one, {_first_apart(taken, _after_the_session(way))}")
            if place.name not in once and (LONG or actor in THREE):
                once.add(place.name)
                asked += _unrouted(visitor, place, table, wrong, actor)
    assert not wrong, "\n".join([f"{len(wrong)} of {asked}", *wrong[:60]])
    assert asked >= FEWEST and compared >= FEWEST_COMPARED
    assert set(published) <= set(_published()), "a published edition changed"


def _noting(way: list[str]):
    """Writes every statement down, without its values."""

    def execute(run, sql, values, many, context):
        way.append(sql)
        return run(sql, values, many, context)

    return execute


def _after_the_session(way: list[str]) -> list[str]:
    """Without what the test itself reads before it asks, and without the session, which is renewed once a minute."""
    begun = next((number for number, sql in enumerate(way) if SESSION in sql), 0)
    return [sql for sql in way[begun:] if SESSION not in sql and not sql.startswith(NO_WAY)]


def _first_apart(taken: list[str], way: list[str]) -> str:
    """The first statement of one way that the other has not."""
    pairs = zip([*taken, ""], [*way, ""], strict=False)
    return next((f"{one[:150]!r} against {other[:150]!r}" for one, other in pairs if one != other), "")


def _published() -> list[tuple]:
    """Every edition and card as it is stored."""
    return [
        *Edition.objects.values_list("pk", "header_text", "seal", "content_sha256"),
        *Card.objects.values_list("pk", "row_text", "trail_text"),
    ]


def _unrouted(visitor: Visitor, place, table, wrong: list[str], actor: str) -> int:
    """HEAD answers as GET; every other method is refused to everybody."""
    expected = table[place.name, "GET", place.whose, place.state][actor]
    if not place.path.startswith("/api/"):
        _visit(visitor, place, "HEAD", expected, wrong, actor)
    for method in NOT_ROUTED:
        answer = visitor.ask(method, place)
        if answer.status_code not in (302, 401, 403, 404, 405) or (
            answer.status_code == 302 and not answer["Location"].startswith("/login/")
        ):
            wrong.append(f"{actor} {method} {place.path}: {answer.status_code}")
    return 1 + len(NOT_ROUTED)


def test_no_route_is_unlisted():
    listed = {route for route, *_rest in matrix.table()}

    assert listed == set(matrix.routes())


@pytest.mark.pure
def test_the_table_keeps_the_contract():
    """What the contract says of roles holds in every row, whatever the walk found."""
    wrong = []
    for (route, method, whose, state), expected in matrix.table().items():
        row = f"{method} {route} {whose} {state}"
        if route not in OPEN_TO_ALL and expected["nobody"] not in (302, 401, 405):
            wrong.append(f"{row}: open to strangers")
        if method == "POST" and route not in OPEN_TO_ALL | OWN_ACCOUNT and expected["viewer"] < 400:
            wrong.append(f"{row}: a leader writes")
        if route.startswith(("review", "evidence", "verdict", "register", "appeal")) and expected["admin"] < 400:
            wrong.append(f"{row}: an administrator reaches evidence or scores")
        if route.startswith(("people", "schemes-", "branches-found", "periods-open")) and route != "schemes-replay" and any(
            status < 400 and status != 302 for role, status in expected.items() if role != "admin"
        ):
            wrong.append(f"{row}: administration by others")
        if route.startswith("review-") and method == "POST" and expected["branch_secretary"] not in (403, 405):
            wrong.append(f"{row}: a secretary decides")
    assert not wrong, "\n".join(wrong)


@pytest.mark.pure
def test_foreign_is_as_missing_in_the_table():
    """For a secretary, and for a reviewer of one branch, another branch's thing is answered as none at all."""
    table, wrong = matrix.table(), []
    shared = {"board-branch", "board-opened", "edition-branch", "branches-show", "walls-revoke", "walls-set-up", "brands-show"}
    for (route, method, whose, state), expected in table.items():
        if whose != town.FOREIGN or route in shared:
            continue
        none = table.get((route, method, town.MISSING, state)) or table.get((route, method, town.MISSING, ""))
        for role in ("branch_secretary", "reviewer_of_one"):
            if none and none[role] != expected[role]:
                wrong.append(f"{role} {method} {route} {state}: {expected[role]}, missing {none[role]}")
    assert not wrong, "\n".join(wrong)
