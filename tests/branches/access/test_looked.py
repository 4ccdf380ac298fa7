"""Who looked at personal data is on record, once a reader, page and day; looking never depends on writing."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from branches.access import looked
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_known():
    cache.clear()


@pytest.fixture
def signed(admin, sign_in, secretary):
    return sign_in(admin)


def noted() -> list[tuple[str, str]]:
    """(who, page) of every note, the oldest first."""
    return list(Event.objects.filter(kind=EventKind.ACCESS_VIEWED).order_by("number").values_list("by_name", "subject_id"))


def test_lists_and_pages_about_people_are_noted(signed, reviewer, sign_in, own_branch):
    pages = ["/people/", "/people/secretary/", "/branches/", f"/branches/{own_branch.code}/", "/audit/"]
    for page in pages:
        assert signed.get(page).status_code == 200
    assert noted() == [("admin", page) for page in pages]
    made = make.record(own_branch, state="submitted")
    sign_in(reviewer).get(f"/review/{own_branch.code}/{made.month}/")
    sign_in(reviewer).get(f"/review/indicator/B4/{made.month}/")
    assert noted()[5:] == [("reviewer", f"/review/{own_branch.code}/2026-05/"), ("reviewer", "/review/indicator/B4/2026-05/")]
    assert Event.objects.filter(kind=EventKind.ACCESS_VIEWED).first().origin == "127.0.0.1"


@pytest.mark.parametrize("remembers", [True, False])
def test_once_a_reader_page_and_day(signed, reviewer, sign_in, admin, remembers):
    """With what the process remembers, and without it: another process, or one that was started anew."""
    for page in ("/people/", "/people/?q=x", "/people/?page=2"):
        signed.get(page)
        if not remembers:
            cache.clear()
    sign_in(reviewer).get("/audit/")
    assert noted() == [("admin", "/people/"), ("reviewer", "/audit/")]
    with clock.frozen("2026-06-03T00:01"):
        sign_in(admin).get("/people/")
    assert noted()[2:] == [("admin", "/people/")]


@pytest.mark.once
def test_one_is_not_noted_for_oneself_nor_for_what_is_no_page(signed, secretary, sign_in):
    signed.get("/people/admin/")
    signed.get("/account/")
    signed.get("/people/no-such/")
    signed.head("/people/")
    signed.get("/people/?as=xlsx")
    sign_in(secretary).get("/people/")

    assert noted() == []
    assert Event.objects.filter(kind=EventKind.REPORT_EXPORTED).count() == 1, "a workbook is noted as an export"


@pytest.mark.once
@pytest.mark.parametrize("error", [DatabaseError("attempt to write a readonly database"), DatabaseError("database or disk is full")])
def test_looking_does_not_depend_on_writing(signed, monkeypatch, caplog, error):
    def refused(*_about, **_more):
        raise error

    monkeypatch.setattr(looked, "record", refused)
    assert signed.get("/people/").status_code == 200 and noted() == []
    assert "could not be recorded" in caplog.text
    monkeypatch.undo()
    assert signed.get("/people/").status_code == 200 and noted() == [("admin", "/people/")]


@pytest.mark.once
def test_what_is_noted_costs_nothing_more(signed):
    signed.get("/people/")
    with CaptureQueriesContext(connection) as caught:
        signed.get("/people/")

    assert not [row["sql"] for row in caught if "branches_event" in row["sql"]]


@pytest.mark.once
def test_the_trail_finds_who_looked(signed):
    signed.get("/people/secretary/")
    page = signed.get("/audit/", {"kind": "access.viewed"}).content.decode()
    by_page = signed.get("/audit/", {"q": "/people/secretary/"}).content.decode()

    for shown in (page, by_page):
        assert "查看个人信息" in shown and "/people/secretary/" in shown and "127.0.0.1" in shown
