"""Bonus and penalty items as a table."""

from datetime import date

import pytest

from scoring.verdicts.actions import propose
from scoring.verdicts.models import Verdict
from tests import make
from tests.indexmetrics.imports import sheets

pytestmark = pytest.mark.django_db
HEAD = ("支部代码", "item", "level", "points", "matter", "文号", "dated")
Q2 = "2026Q2"


@pytest.fixture
def client(client, reviewer, own_branch, other_branch):
    client.force_login(reviewer)
    return client


def in_force() -> list[tuple]:
    return sorted(Verdict.objects.in_force().values_list("branch__code", "code", "points", "matter", "document_number", "dated"))


def row(**other):
    return tuple({"branch": "pcs-2", "item": "A1", "level": "city", "points": None, "matter": "市级先进", "number": "文1号",
                  "dated": date(2026, 5, 20), **other}.values())


def test_template_taken_back_unchanged_changes_nothing(client, own_branch):
    propose(branch=own_branch, quarter=make.quarter(), kind="bonus", code="A1", level="city", matter="市级先进",
            document_number="文1号", dated=date(2026, 5, 20), by=None)
    upload = sheets.send(client, "verdicts", sheets.template(client, "verdicts", Q2), scope=Q2)

    assert upload.problems == [] and upload.plan == []


def test_items_are_entered_once_and_taken_back(client):
    content = sheets.table(HEAD, row(), row(branch="pcs-3", item="A5 创新项目", level=None, points=1.5, number="纪要3号"),
                           row(item="P5", level=None, number="通报2号"))
    upload = sheets.send(client, "verdicts", content, scope=Q2)
    assert upload.problems == []
    sheets.take_over(client, upload)
    assert [(one[1], str(one[2])) for one in in_force()] == [("A1", "2.00"), ("P5", "1.00"), ("A5", "1.50")]

    again = sheets.send(client, "verdicts", content, scope=Q2, key="k2")
    assert again.plan == []
    sheets.take_back(client, upload)
    assert in_force() == []


def test_changed_item_comes_back_by_undo(client, own_branch):
    propose(branch=own_branch, quarter=make.quarter(), kind="bonus", code="A1", level="city", matter="市级先进",
            document_number="文1号", dated=date(2026, 5, 20), by=None)
    before = in_force()
    upload = sheets.send(client, "verdicts", sheets.table(HEAD, row(level="province", matter="省级先进")), scope=Q2)
    sheets.take_over(client, upload)
    assert [(str(one[2]), one[3]) for one in in_force()] == [("3.00", "省级先进")]

    sheets.take_back(client, upload)
    assert in_force() == before


@pytest.mark.parametrize(("changed", "cell"), [
    ({"branch": "none"}, "A2"), ({"item": "Z6"}, "B2"), ({"item": "P1"}, "B2"), ({"level": "宇宙"}, "C2"), ({"level": None}, None),
    ({"item": "A5", "level": None, "points": 9}, "D2"), ({"number": None}, "F2"), ({"dated": "昨天"}, "G2"),
])
def test_wrong_rows_are_named(client, changed, cell):
    upload = sheets.send(client, "verdicts", sheets.table(HEAD, row(**changed)), scope=Q2)

    assert upload.problems and (cell is None or cell in [one["cell"] for one in upload.problems]) and not in_force()


@pytest.mark.parametrize("who", ["secretary", "committee", "viewer", "admin", "discipline"])
def test_only_reviewers_import_items(sign_in, request, who):
    assert sign_in(request.getfixturevalue(who)).get(f"/imports/verdicts/?for={Q2}").status_code in (403, 404)
