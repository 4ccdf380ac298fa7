"""Points of two quarters are compared only where their rule is the same; otherwise a mark says so."""

import copy
from unittest import mock

import pytest

from branches.access.roles import Role
from branches.basics import clock
from indexmetrics.periods.models import Quarter
from scoring.appeals.models import Appeal
from scoring.boards.before import CHANGED, NEW, Before
from scoring.boards.figures import Rules
from scoring.boards.queries import board_for, unpublished_board
from scoring.runs.actions import compute
from tests import make, make_edition
from tests.scoring.boards.conftest import text_of

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
STATION = "police_station"


def earlier(scheme: dict, **changes) -> Before:
    """The quarter before, under rules in which one indicator was different or not there."""
    old = copy.deepcopy(scheme)
    for index in old["indices"]:
        for body in index["indicators"]:
            if body["code"] in changes:
                body |= changes[body["code"]]
    return Before({"indicator_points": {"L1": "3.00", "B4": "4.00", "XX": "1.00"}}, Rules(old))


def test_a_mark_stands_where_the_rule_is_another(edition):
    scheme = edition.header["scheme"]
    body = Rules(scheme).indicators
    cell = {"indicator": "L1", "points": "5.00"}
    assert Before({"indicator_points": {"L1": "3.00"}}).change(cell, body["L1"], STATION) == "+2.00"
    assert earlier(scheme).change(cell, body["L1"], STATION) == "+2.00"
    assert earlier(scheme, L1={"max_points": 9}).change(cell, body["L1"], STATION) == CHANGED
    assert earlier(scheme, L1={"code": "XX"}).change(cell, body["L1"], STATION) == NEW
    followed = body["L1"] | {"previous_indicator": "XX"}
    assert earlier(scheme, L1={"code": "XX"}).change(cell, followed, STATION) == CHANGED
    assert earlier(scheme, L1={"max_points": 9}).change(cell | {"points": None}, body["L1"], STATION) is None


def test_the_page_prints_the_marks(edition, leader, seen):
    assert "规则已变" not in text_of(seen(leader, "/board/2026Q2/z005/"))
    old = Before(edition.cards.get(branch_code="z005").row, earlier(edition.header["scheme"], L1={"max_points": 9}).rules)
    with mock.patch("scoring.boards.branch_views.before_of", return_value=old):
        assert text_of(seen(leader, "/board/2026Q2/z005/")).count("规则已变") == 1


def preliminary() -> Quarter:
    """The third quarter with its preliminary result announced just now."""
    make_edition.trial("2026Q3")
    assert unpublished_board(Quarter.objects.get(code="2026Q3")).state == "trial"
    Quarter.objects.filter(code="2026Q3").update(state="preliminary", moved_at=clock.now())
    quarter = Quarter.objects.get(code="2026Q3")
    with make_edition.staged("2026Q3"):
        compute(quarter=quarter, by=None)
    return quarter


def test_the_state_of_a_result_is_one_of_five(edition, branches, reviewer, seen):
    assert board_for("2026Q2").state == "published"
    make_edition.published("2026Q2", changed={("z005", "B4", "b", "num"): 1}, reason="补登", meeting="第17次会议", on="2026-08-06")
    assert board_for("2026Q2").state == "corrected" and "已更正" in text_of(seen(reviewer, "/board/2026Q2/"))
    quarter = preliminary()
    assert unpublished_board(quarter).state == "preliminary"
    person = make.user("asker", role=Role.SECRETARY, at=branches[4])
    Appeal.objects.create(branch=branches[4], quarter=quarter, about="L1", text="请复核", lodged_by=person, lodged_at=clock.now())
    assert unpublished_board(quarter).state == "reviewed"
    assert "复核中" in text_of(seen(reviewer, "/board/2026Q3/?state=preliminary"))


def test_a_branch_asks_for_a_review_beside_each_point_while_the_window_is_open(edition, own, reviewer, seen):
    preliminary()
    address = "/board/2026Q3/z005/?state=preliminary"
    assert "/appeals/new/2026Q3/?branch=z005&amp;about=L1" in text_of(seen(own, address))
    assert "/appeals/new/" not in text_of(seen(reviewer, address))
    assert "/appeals/new/" not in text_of(seen(own, "/board/2026Q2/z005/"))
