"""The password asked again before weighty acts."""

from datetime import timedelta

import pytest

from branches.access.models import User
from branches.basics import clock

pytestmark = pytest.mark.django_db
WORD = "ein-langes-Wort-7"
SENT = {"username": "li.hua", "name": "李华", "_version": "", "_key": "key-1"}


@pytest.fixture
def entered(client, admin):
    """The administrator came in by the door."""
    admin.set_password(WORD)
    admin.save()
    client.post("/login/", {"username": "admin", "password": WORD})
    return client


def test_within_five_minutes_nothing_is_asked(entered):
    clock.advance(timedelta(minutes=4))

    assert entered.post("/people/new/", SENT).status_code == 302


def test_later_the_page_asks_and_nothing_is_changed(entered):
    clock.advance(timedelta(minutes=6))

    answer = entered.post("/people/new/", SENT)

    assert answer.status_code == 403 and 'data-reason="recent_password"' in answer.content.decode()
    assert not User.objects.filter(username="li.hua").exists()
    assert 'value="李华"' in answer.content.decode()


def test_the_form_travels_along(entered):
    clock.advance(timedelta(minutes=6))

    answer = entered.post("/people/new/", {**SENT, "_password": WORD})

    assert answer.status_code == 302 and User.objects.filter(username="li.hua").exists()
    assert entered.post("/people/new/", {**SENT, "username": "wang", "_key": "key-2"}).status_code == 302


def test_wrong_password_changes_nothing(entered):
    clock.advance(timedelta(minutes=6))

    answer = entered.post("/people/new/", {**SENT, "_password": "falsch"})

    assert answer.status_code == 403 and not User.objects.filter(username="li.hua").exists()


def test_guessing_is_slowed_down(entered):
    clock.advance(timedelta(minutes=6))
    for _number in range(10):
        entered.post("/people/new/", {**SENT, "_password": "falsch"})

    answer = entered.post("/people/new/", {**SENT, "_password": WORD})

    assert answer.status_code == 422 and not User.objects.filter(username="li.hua").exists()


def test_reading_is_never_held_up(entered):
    clock.advance(timedelta(minutes=6))

    assert entered.get("/people/").status_code == 200
    assert entered.get("/people/new/").status_code == 200


@pytest.mark.parametrize(("wanted", "got"), [("/people/", "/people/"), ("https://example.org/", "/"), ("", "/")])
def test_confirm_page_leads_back_inside_only(entered, wanted, got):
    clock.advance(timedelta(minutes=6))

    assert entered.post("/confirm/", {"password": WORD, "next": wanted})["Location"] == got


def test_confirm_page_refuses_a_wrong_password(entered):
    assert entered.post("/confirm/", {"password": "falsch", "next": "/people/"}).status_code == 422


def test_confirm_page_is_for_those_inside(client, db):
    assert client.get("/confirm/")["Location"].startswith("/login/")
