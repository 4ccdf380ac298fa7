"""Refused access is recorded with who, what, where; twenty in five minutes raise an alarm; no guard means no answer."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from branches.access.decorators import public, requires
from branches.access.refused import MANY, NO_MORE_AFTER
from branches.audit.models import Event
from branches.basics import clock
from config import urls as real

pytestmark = pytest.mark.django_db
ALARM = "五分钟内越权访问被拒"


def bare(request):
    """A view that somebody forgot to guard."""
    return HttpResponse("open")


@public
def open_to_all(request):
    """A view that is meant to be open."""
    return HttpResponse("open")


urlpatterns = [
    path("bare/", bare, name="bare"), path("bare/open/", open_to_all, name="bare-open"),
    path("bare/closed/", requires()(bare), name="bare-closed"), *real.urlpatterns,
]
handler403, handler404 = real.handler403, real.handler404


@pytest.mark.urls("tests.security.test_refused")
def test_a_view_without_a_guard_answers_nobody(admin, reviewer, sign_in):
    assert Client().get("/bare/").status_code == 403
    for person in (admin, reviewer):
        client = sign_in(person)
        assert client.get("/bare/").status_code == client.post("/bare/").status_code == 403
        assert client.get("/bare/open/").status_code == client.get("/bare/closed/").status_code == 200


@pytest.mark.parametrize(("address", "status"), [
    ("/people/", 403), ("/people/no-such/", 403), ("/evidence/987654321/", 404), ("/board/2031Q1/", 404), ("/api/v1/editions/2031Q1/", 404),
])
def test_each_refusal_is_on_record(secretary, sign_in, address, status):
    assert sign_in(secretary).get(address).status_code == status
    event = Event.objects.filter(kind="access.refused").get()

    assert (event.by_name, event.by_role, event.subject_id) == ("secretary", "branch_secretary", address)
    assert event.after == {"method": "GET", "status": status, "address": "127.0.0.1"}


def test_what_is_no_refusal_is_not_recorded(admin, sign_in):
    client = sign_in(admin)
    assert client.get("/nothing/at/all/").status_code == 404
    assert client.post("/people/new/", {"username": "x"}).status_code == 403, "the password is asked again"
    assert Client().get("/people/").status_code == 302

    assert not Event.objects.filter(kind="access.refused").exists()


def test_many_refusals_raise_an_alarm_for_readers_of_the_trail(secretary, reviewer, sign_in):
    probing = sign_in(secretary)
    for number in range(MANY - 1):
        probing.get(f"/evidence/98765{number}/")
    assert not Event.objects.filter(kind="access.alarm").exists()
    probing.get("/people/")
    alarm = Event.objects.filter(kind="access.alarm").get()
    assert (alarm.by_name, alarm.after["count"]) == ("secretary", MANY)
    assert ALARM not in probing.get("/").content.decode()
    watching = sign_in(reviewer)
    assert ALARM in watching.get("/").content.decode()
    assert "/people/" in watching.get("/audit/?kind=access.refused&by=secretary").content.decode()


def test_slow_mistakes_raise_none(secretary, sign_in):
    client = sign_in(secretary)
    for number in range(MANY + 5):
        clock.advance(timedelta(seconds=30))
        client.get(f"/evidence/98765{number}/")

    assert not Event.objects.filter(kind="access.alarm").exists()


def test_probing_does_not_fill_the_trail(secretary, sign_in):
    client = sign_in(secretary)
    for _number in range(NO_MORE_AFTER + 15):
        client.get("/people/")

    assert Event.objects.filter(kind="access.refused").count() == NO_MORE_AFTER
    assert Event.objects.filter(kind="access.alarm").count() == 1


def test_plain_http_is_shown_to_the_administrator(admin, secretary, sign_in, settings):
    settings.ALLOW_PLAIN_HTTP, settings.BEHIND_TLS = True, False
    assert "明文 HTTP" in sign_in(admin).get("/").content.decode()
    assert "明文 HTTP" not in sign_in(secretary).get("/").content.decode()
    settings.BEHIND_TLS, settings.SECURE_SSL_REDIRECT = True, False
    assert "明文 HTTP" not in sign_in(admin).get("/").content.decode()
