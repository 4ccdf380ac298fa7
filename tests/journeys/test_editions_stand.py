"""Whatever happens after publication, an edition, its page, its files and its programs' view stay byte for byte."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from openpyxl import load_workbook

from branches.access import actions_people as people
from branches.access.models import User
from branches.access.roles import Role
from branches.basics import clock
from branches.org import actions as org
from branches.org.models import Branch
from indexmetrics.periods.actions_calendar import set_day
from indexmetrics.schemes import actions as schemes
from scoring.boards.models import Card, Edition
from scoring.boards.result import result_text
from scoring.boards.verifying import differences
from scoring.reports.queries import of_edition
from scoring.reports.workbook import write
from tests import make, make_edition

pytestmark = pytest.mark.django_db
LATER = "2026-08-20T10:00"
# Sheets of matters that go on after publication, and say so: rectification, submissions, reviews, notes.
FROZEN_SHEETS = 6


@pytest.fixture(scope="module")
def two_editions(stands):
    """2026Q2 with its first-quarter forerunner."""
    make_edition.bureau(12)
    make_edition.published("2026Q1")
    return make_edition.published("2026Q2").pk


@pytest.fixture
def edition(db, two_editions):
    """The newer one."""
    return Edition.objects.get(pk=two_editions)


def _cells(edition: Edition) -> list:
    out = BytesIO()
    write(of_edition(edition), out)
    book = load_workbook(out)
    return [[cell.value for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets[:FROZEN_SHEETS]]


def _everything(client, edition: Edition) -> dict:
    """What readers and programs get of an edition, as hashes."""
    client.force_login(User.objects.get(username="leader"))
    addresses = [
        "/board/2026Q2/wallchart.pdf", "/api/v1/editions/2026Q2/", "/api/v1/editions/2026Q2/z001/",
    ]
    found = {address: hashlib.sha256(client.get(address).content).hexdigest() for address in addresses}
    found["rows"] = list(edition.cards.values_list("row_text", "trail_text"))
    found["header"], found["result"], found["workbook"] = edition.header_text, result_text(edition), _cells(edition)
    return found


def _upheaval() -> None:
    """Everything that lives beside an edition changes: names, types, posts, people, calendar, rules."""
    first, second, third, *_rest = Branch.objects.order_by("position")
    for branch in (first, second):
        org.change(branch=branch, by=None, name=f"改名{branch.code}支部", short_name=f"改{branch.code}",
                   type_code="office", members=99, attributes=[])
    org.close(branch=second, by=None, day=clock.today(), merged_into=first)
    org.close(branch=third, by=None, day=clock.today())
    org.found(code="new", name="新建支部", short_name="新建", type_code="office", members=7, by=None)
    org.seat(branch=first, kind="secretary", holder="新书记", by=None)
    org.name_bureau(name="改名县公安局", by=None, brand="新品牌")
    admin = User.objects.get(username="admin")
    for user in User.objects.exclude(pk=admin.pk).exclude(username="leader"):
        people.rename(user=user, name=f"改名{user.pk}", by=admin)
        people.shut(user=user, by=admin)
    set_day(day=date(2026, 6, 30), is_worked=False, name="补记的假日", by=admin)
    document = make.document()
    document["scheme"]["version"] = 2
    for band in document["colour_bands"]:
        band["name_zh"], band["label_zh"] = f"新{band['name_zh']}", f"新{band['label_zh']}"
    document["indices"][0]["name_zh"] = "改名指数"
    schemes.lock(scheme=schemes.load(document=document, by=None)[0], by=None)


def test_nothing_that_happens_later_changes_what_was_published(client, edition):
    for name, role in (("leader", Role.VIEWER), ("admin", Role.ADMIN), ("reviewer", Role.REVIEWER)):
        make.user(name, role=role)
    with clock.frozen(LATER):
        before = _everything(client, edition)

        _upheaval()

        after = _everything(client, Edition.objects.get(pk=edition.pk))
    assert {name for name in before if before[name] != after[name]} == set()
    assert differences(Edition.objects.get(pk=edition.pk)) == []


def test_a_later_quarter_and_a_correction_leave_the_first_edition_alone(client, edition):
    make.user("leader", role=Role.VIEWER)
    kept = (edition.header_text, list(edition.cards.values_list("row_text", "trail_text")), result_text(edition))

    second = make_edition.published("2026Q2", changed={("z005", "B3", "", "count"): 0}, reason="党课次数更正", on="2026-07-29")
    make_edition.published("2026Q3")

    first = Edition.objects.get(pk=edition.pk)
    assert (first.header_text, list(first.cards.values_list("row_text", "trail_text")), result_text(first)) == kept
    assert second.header["changes"]
    assert differences(first) == differences(second) == []


ATTACKS = [
    lambda edition: Edition.objects.filter(pk=edition.pk).update(seal="0" * 64),
    lambda edition: Edition.objects.filter(pk=edition.pk).delete(),
    lambda edition: edition.save(),
    lambda edition: Card.objects.filter(edition=edition).update(colour="red", total="99.99"),
    lambda edition: Card.objects.filter(edition=edition).delete(),
    lambda edition: Card.objects.bulk_update([_painted(edition)], ["row_text"]),
    lambda edition: _sql("UPDATE scoring_card SET row_text = replace(row_text, 'yellow', 'red')"),
    lambda edition: _sql("DELETE FROM scoring_edition"),
    lambda edition: _sql("UPDATE scoring_run SET seal = 'x'"),
    lambda edition: _sql("UPDATE scoring_standing SET row_text = '{}'"),
    lambda edition: _sql("DELETE FROM scoring_standing"),
]


def test_the_database_refuses_every_way_of_changing_one(edition):
    kept = list(edition.cards.values_list("row_text", "trail_text"))

    for attack in ATTACKS:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack(edition)
        assert list(edition.cards.values_list("row_text", "trail_text")) == kept


def _painted(edition: Edition) -> Card:
    card = edition.cards.first()
    card.row_text = card.row_text.replace("yellow", "red")
    return card


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_computing_again_and_failing_to_publish_touch_no_edition(edition):
    from branches.basics.refusals import Refused
    from scoring.boards.actions import publish

    kept = Edition.objects.count(), list(edition.cards.values_list("row_text", "trail_text"))
    make_edition.trial("2026Q3")
    with pytest.raises(Refused):
        publish(quarter=edition.quarter, by=None, meeting="第17次")

    assert (Edition.objects.count(), list(edition.cards.values_list("row_text", "trail_text"))) == kept
