"""The big screen: behind a secret address, published editions in force only, no persons."""

import re

import pytest

from branches.access.roles import Role
from branches.audit.models import Event
from scoring.boards.models import WallToken
from scoring.boards.queries import board_for
from scoring.screens.actions import make_token, revoke
from tests import make, make_edition
from tests.scoring.screens.conftest import kinds_of, page_of

# Pages of a frozen text say the same on every database; that it is the same is proved in test_moving.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def bureau(stands):
    """33 branches with two published quarters."""
    make_edition.bureau(33)
    make_edition.published("2026Q1")
    make_edition.published("2026Q2")


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


def test_unknown_and_revoked_addresses_get_the_same_page(client, bureau, secret):
    revoke(token=WallToken.objects.get(), by=None)
    revoked, unknown = client.get(f"/wall/{secret}/"), client.get("/wall/nobody-made-this/")
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.content == unknown.content
    assert "未启用" in revoked.content.decode()


def test_a_screen_that_has_the_page_gets_304(client, bureau, secret):
    first = client.get(f"/wall/{secret}/")
    again = client.get(f"/wall/{secret}/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "sessionid" not in first.cookies and "csrftoken" not in first.cookies


# --- the set-up -------------------------------------------------------------------------------
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


# --- the desk ---------------------------------------------------------------------------------
