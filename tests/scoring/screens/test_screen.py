"""The big screen: behind a secret address, published editions in force only, no persons."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics.refusals import Forbidden, OutOfStep, Refused
from scoring.boards.models import WallToken
from scoring.boards.queries import board_for
from scoring.screens.actions import make_token, revoke, set_up
from scoring.screens.secrecy import digest_of
from tests import make, make_edition

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def secret(db):
    """An address in use."""
    return make_token(label="一楼大厅", by=None)[1]


@pytest.fixture
def bureau(db):
    """33 branches with two published quarters."""
    found = make_edition.bureau(33)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    return found


def page_of(client, secret: str) -> str:
    """The screen as text."""
    answer = client.get(f"/wall/{secret}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_branch_of_the_edition_in_force_is_on_it(client, bureau, secret):
    make_edition.published("2026Q2", changed={("z005", "L1", "", "num"): 1}, reason="更正", meeting="第17次会议", seed=2)
    page = page_of(client, secret)
    assert "第17次会议" in page and "第16次会议" not in page
    newest = re.findall(r"<strong>([0-9.]+)</strong><span class=\"fill\"", page)
    assert len(newest) == 33
    kinds = re.findall(r'data-page="(\w+)"', page)
    assert kinds == sorted(kinds, key=["board", "indices", "trend", "improved", "rectified", "brands", "legend"].index)
    assert {"board", "indices", "trend", "rectified", "legend"} <= set(kinds)


def test_nothing_preliminary_and_nobody_is_on_it(client, bureau, secret):
    run = make_edition.trial("2026Q3")
    page = page_of(client, secret)
    assert "2026年第二季度" in page and "2026年第三季度" not in page
    assert run.seal[:4].upper() not in page
    assert "督〔2026〕7号" not in page
    for card in make_edition.Quarter.objects.get(code="2026Q2").editions.first().cards.all():
        assert not card.row["secretary"] or card.row["secretary"] not in page


def test_before_the_first_board_it_waits_calmly(client, secret):
    assert "还没有发布五色图" in page_of(client, secret)


def test_unknown_and_revoked_addresses_get_the_same_page(client, bureau, secret):
    revoke(token=WallToken.objects.get(), by=None)
    revoked, unknown = client.get(f"/wall/{secret}/"), client.get("/wall/nobody-made-this/")
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.content == unknown.content
    assert "未启用" in revoked.content.decode()


def test_the_secret_is_stored_nowhere(secret):
    token = WallToken.objects.get()
    assert token.token == digest_of(secret) != secret
    assert secret not in "".join(str(event.__dict__) for event in Event.objects.all())


def test_a_screen_that_has_the_page_gets_304(client, bureau, secret):
    first = client.get(f"/wall/{secret}/")
    again = client.get(f"/wall/{secret}/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "sessionid" not in first.cookies and "csrftoken" not in first.cookies


@pytest.mark.parametrize("count", [15, 120])
def test_reads_do_not_grow_with_branches(client, secret, count):
    make_edition.bureau(count)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")
    with CaptureQueriesContext(connection) as found:
        page_of(client, secret)
    assert len(found) == 8, [query["sql"][:90] for query in found.captured_queries]


# --- the set-up -------------------------------------------------------------------------------
def kinds_of(page: str) -> list[str]:
    """The kinds of the pages in the order of their turn."""
    return re.findall(r'data-page="(\w+)"', page)


def test_only_the_chosen_pages_turn_at_the_chosen_pace_on_the_chosen_paper(client, bureau):
    secret = make_token(label="指挥中心", by=None, pages=["legend", "trend"], seconds=45, theme="light", dims=False)[1]
    page = page_of(client, secret)
    assert kinds_of(page) == ["trend", "legend"]
    assert 'data-seconds="45"' in page and 'data-theme="light"' in page and "data-night" not in page


def test_as_usual_it_turns_all_pages_dark_and_dimmed_by_night(client, bureau, secret):
    page = page_of(client, secret)
    assert 'data-seconds="20"' in page and 'data-theme="dark"' in page and 'data-night="22 6"' in page


def test_all_branches_stand_on_one_page_when_asked(client, bureau):
    secret = make_token(label="近屏", by=None, fit="whole", pages=["board"])[1]
    page = page_of(client, secret)
    assert kinds_of(page) == ["board"] and 'data-columns="6"' in page
    cards = re.findall(r'<li class="fill" data-colour="\w+"><b>([^<]+)</b><span><strong>([\d.]+)</strong>', page)
    assert sorted(cards) == sorted((row["short"], row["total"]) for row in board_for("2026Q2").rows)


def test_a_page_without_content_leaves_the_legend(client, secret):
    make_edition.bureau(6)
    make_edition.published("2026Q2")
    alone = make_token(label="大厅", by=None, pages=["improved"])[1]
    assert kinds_of(page_of(client, alone)) == ["legend"]


def test_a_new_set_up_reaches_the_screen_under_the_same_address(client, bureau, secret):
    before = client.get(f"/wall/{secret}/")
    admin = make.user("admin", role=Role.ADMIN)
    client.force_login(admin)
    sheet = {"label": "三楼", "pages": ["indices"], "seconds": "60", "theme": "light", "fit": "paged", "_key": "k"}
    token = WallToken.objects.get()
    assert client.get(f"/walls/{token.pk}/set-up/").status_code == 200
    assert client.post(f"/walls/{token.pk}/set-up/", sheet).status_code == 302
    after = client.get(f"/wall/{secret}/", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200 and kinds_of(after.content.decode()) == ["indices"]
    told = Event.objects.get(kind="wall.set_up")
    assert (told.before["seconds"], told.after["seconds"], told.after["label"], told.after["dims"]) == (20, 60, "三楼", False)
    assert "三楼" in client.get("/walls/").content.decode()


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


# --- the desk ---------------------------------------------------------------------------------
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
