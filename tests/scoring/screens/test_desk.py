"""Addresses of screens: made, set up and revoked by those who may; what a screen shows while there is little to show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from scoring.boards.models import WallToken
from scoring.screens.actions import make_token, revoke, set_up
from scoring.screens.secrecy import digest_of
from tests import make, make_edition
from tests.scoring.screens.conftest import kinds_of, page_of

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_before_the_first_board_it_waits_calmly(client, secret):
    assert "还没有发布五色图" in page_of(client, secret)


def test_the_secret_is_stored_nowhere(secret):
    token = WallToken.objects.get()
    assert token.token == digest_of(secret) != secret
    assert secret not in "".join(str(event.__dict__) for event in Event.objects.all())


@pytest.mark.parametrize("count", [15, 120])
def test_reads_do_not_grow_with_branches(client, secret, count):
    make_edition.bureau(count)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    with CaptureQueriesContext(connection) as found:
        page_of(client, secret)
    assert len(found) == 8, [query["sql"][:90] for query in found.captured_queries]


def test_a_page_without_content_leaves_the_legend(client, secret):
    make_edition.bureau(6)
    make_edition.published("2026Q2")
    alone = make_token(label="大厅", by=None, pages=["improved"])[1]
    assert kinds_of(page_of(client, alone)) == ["legend"]


@pytest.mark.parametrize("wrong", [{"pages": ["persons"]}, {"seconds": 1}, {"label": " "}])
def test_a_set_up_that_cannot_be_shown_is_refused(client, secret, wrong):
    with pytest.raises(Refused):
        set_up(token=WallToken.objects.get(), by=None, **{"label": "大厅", **wrong})
    client.force_login(make.user("admin", role=Role.ADMIN))
    token = WallToken.objects.get()
    assert client.post(f"/walls/{token.pk}/set-up/", {"label": "大厅", **wrong, "_key": "k"}).status_code == 422


def test_a_revoked_screen_is_not_set_up_again(secret):
    token = WallToken.objects.get()
    revoke(token=token, by=None)
    with pytest.raises(OutOfStep):
        set_up(token=token, by=None, label="大厅")


def test_a_new_address_is_shown_once(client, db):
    client.force_login(make.user("admin", role=Role.ADMIN))
    answer = client.post("/walls/make/", {"label": "指挥中心", "_key": "k1"}, follow=True)
    address = re.search(r"/wall/([\w-]{40,})/", answer.content.decode())
    assert address and client.get(address[0]).status_code == 200
    assert not re.search(r"/wall/[\w-]{40,}/", client.get("/walls/").content.decode())
    assert "指挥中心" in client.get("/walls/").content.decode()


def test_a_repeated_form_makes_one_address(client, db):
    client.force_login(make.user("reviewer", role=Role.REVIEWER))
    for _time in range(2):
        client.post("/walls/make/", {"label": "大厅", "_key": "same"})
    assert WallToken.objects.count() == 1


def test_revoking_works_once_and_is_on_record(client, secret):
    admin = make.user("admin", role=Role.ADMIN)
    client.force_login(admin)
    token = WallToken.objects.get()
    assert client.post(f"/walls/{token.pk}/revoke/", {"_key": "k2"}).status_code == 302
    token.refresh_from_db()
    assert token.revoked_by == admin
    assert client.post(f"/walls/{token.pk}/revoke/", {"_key": "k3"}).status_code == 409
    events = Event.objects.filter(subject="walltoken").order_by("number")
    assert list(events.values_list("kind", flat=True)) == ["wall.made", "wall.revoked"]
    with pytest.raises(OutOfStep):
        revoke(token=token, by=admin)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DISCIPLINE, Role.COMMITTEE])
def test_others_have_no_desk(client, secret, role):
    person = make.user("other", role=role)
    client.force_login(person)
    assert client.get("/walls/").status_code == 403
    with pytest.raises(Forbidden):
        make_token(label="x", by=person)
    with pytest.raises(Forbidden):
        revoke(token=WallToken.objects.get(), by=person)


@pytest.mark.parametrize("label", ["", "   ", "长" * 61])
def test_a_place_must_be_named(client, label):
    client.force_login(make.user("admin", role=Role.ADMIN))
    assert client.post("/walls/make/", {"label": label, "_key": "k"}).status_code == 422
    with pytest.raises(Refused):
        make_token(label=label, by=None)
