"""Sessions: their ends, new keys, cookies, and text that outlives them."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branches.access import actions
from branches.access.models import SignIn
from config import env, unsafe
from config.middleware import SessionAgeMiddleware
from tests.laws.project import ROOT

WORD = "Kiefer-Nadel-7-Wald"
SENT = {"reason": "第二行的签到表缺页\n请补", "_key": "one-key", "_version": "3", "password": "must-not-stay"}
HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml"}


@pytest.fixture
def chief(reviewer):
    actions.set_password(user=reviewer, password=WORD, by=None)
    return reviewer


def entered(name="reviewer") -> Client:
    client = Client(headers={"Accept": "text/html"})
    assert client.post("/login/", {"username": name, "password": WORD}).status_code == 302
    return client


def key_of(client) -> str:
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


def let_expire(client) -> None:
    Session.objects.filter(session_key=key_of(client)).update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))


@pytest.mark.django_db
def test_idle_and_absolute_age_are_the_servers(chief):
    with time_machine.travel(datetime(2026, 6, 2, 1, 0, tzinfo=UTC), tick=False) as moment:
        client = entered()
        for _number in range(3):
            moment.shift(timedelta(minutes=29))
            assert client.get("/review/").status_code == 200, "a request renews it"
        moment.shift(timedelta(minutes=31))
        assert client.get("/review/").status_code == 302
        busy = entered()
        for _number in range(17):
            moment.shift(timedelta(minutes=28))
            assert busy.get("/review/").status_code == 200
        moment.shift(timedelta(minutes=28))
        assert busy.get("/review/").status_code == 302, "eight hours are the end, however busy"


@pytest.mark.django_db
def test_looking_at_pages_writes_the_session_once_a_minute(chief):
    """A reader must not stand in line behind those who write."""
    with time_machine.travel(datetime(2026, 6, 2, 1, 0, tzinfo=UTC), tick=False) as moment:
        client = entered()
        assert client.get("/review/").status_code == 200
        for seconds, writes in ((0, 0), (59, 0), (1, 1), (30, 0), (40, 1)):
            moment.shift(timedelta(seconds=seconds))
            with CaptureQueriesContext(connection) as found:
                assert client.get("/review/").status_code == 200
            sql = [query["sql"] for query in found.captured_queries]
            assert sum(one.startswith("UPDATE") for one in sql) == writes, (seconds, sql)
            assert not any(one.startswith(("INSERT", "DELETE")) for one in sql)


@pytest.mark.parametrize(("told", "kept"), [("5", 5), ("30", 30), ("", 30), ("4", None), ("31", None), ("1440", None)])
@pytest.mark.pure
def test_idle_time_may_be_five_to_thirty_minutes(monkeypatch, told, kept):
    monkeypatch.setenv("SESSION_IDLE_MINUTES", told)
    if kept is None:
        with pytest.raises(ImproperlyConfigured, match="from 5 to 30"):
            env.env_int("SESSION_IDLE_MINUTES", 30, least=5, most=30)
    else:
        assert env.env_int("SESSION_IDLE_MINUTES", 30, least=5, most=30) == kept


@pytest.mark.django_db
def test_a_new_key_with_the_password_given_again(chief):
    client = entered()
    before = key_of(client)
    session = client.session
    session["signed_in_at"] = "2026-01-01T00:00:00+08:00"
    session.save()
    assert client.post("/confirm/", {"password": WORD, "next": "/account/"})["Location"] == "/account/"
    assert key_of(client) != before and len(key_of(client)) >= 32
    assert [row.session_key for row in client.get("/account/").context["account"].sessions] == [key_of(client)]
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = before
    assert thief.get("/review/").status_code == 302


@pytest.mark.django_db
def test_signing_out_is_a_post_that_kills_the_session(chief):
    client = entered()
    key = key_of(client)
    assert client.get("/logout/").status_code == 405
    assert "no-store" in client.get("/review/")["Cache-Control"]
    answer = client.post("/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    again = Client()
    again.cookies[django_settings.SESSION_COOKIE_NAME] = key
    assert again.get("/review/")["Location"].startswith("/login/")


@pytest.mark.django_db
def test_text_sent_too_late_waits_for_its_owner(chief):
    client = entered()
    let_expire(client)
    assert client.post("/people/new/?from=here", SENT, **HTML)["Location"].startswith("/login/")
    back = client.post("/login/", {"username": "reviewer", "password": WORD, "next": "/people/new/"})
    assert back["Location"] == "/sessions/unsent/"
    page = client.get("/sessions/unsent/").content.decode()
    assert "第二行的签到表缺页" in page and 'action="/people/new/?from=here"' in page and 'value="one-key"' in page
    assert "must-not-stay" not in page
    assert not Session.objects.filter(session_data__contains="must-not-stay").exists()
    client.post("/sessions/unsent/")
    assert client.get("/sessions/unsent/")["Location"] == "/", "dropped"


@pytest.mark.django_db
def test_text_that_was_sent_again_waits_no_longer(chief):
    client = entered()
    let_expire(client)
    client.post("/sessions/1/end/", {"note": "x"}, **HTML)
    client.post("/login/", {"username": "reviewer", "password": WORD})
    assert client.post("/sessions/999/end/", {"_unsent": "1"}).status_code == 404
    assert client.get("/sessions/unsent/").status_code == 200, "it failed, so it stays"
    other = entered()
    row = SignIn.objects.get(session_key=key_of(other))
    assert client.post(f"/sessions/{row.pk}/end/", {"_unsent": "1"}).status_code == 302
    assert client.get("/sessions/unsent/").status_code == 302


@pytest.mark.django_db
def test_text_is_shown_to_nobody_else(chief, secretary):
    actions.set_password(user=secretary, password=WORD, by=None)
    client = entered()
    let_expire(client)
    client.post("/people/new/", SENT, **HTML)

    assert client.post("/login/", {"username": "secretary", "password": WORD})["Location"] == "/"
    assert client.get("/sessions/unsent/")["Location"] == "/"


@pytest.mark.django_db
def test_a_strangers_text_is_not_kept(db):
    client = Client()
    client.post("/people/new/", SENT, **HTML)

    assert not Session.objects.exists()


@pytest.mark.django_db
def test_pages_know_how_long_the_session_lasts(chief):
    client = entered()
    page = client.get("/account/").content.decode()
    state = client.get("/sessions/state/").json()

    assert 'data-idle="1740"' in page and 'data-user="reviewer"' in page
    assert state["user"] == "reviewer" and state["idle"] == 1740 and 28700 < state["rest"] <= 28800
    assert "session.js" not in Client().get("/login/").content.decode()
    session = client.session
    session[SessionAgeMiddleware.STARTED] -= 8 * 3600 - 100
    session.save()
    assert client.get("/sessions/state/").json()["idle"] <= 100, "at the absolute end nothing prolongs it"


TELL = """
import django; django.setup()
from django.conf import settings as s
from django.test import Client
from django.test.utils import CaptureQueriesContext
c = Client()
c.get("/login/", secure=s.BEHIND_TLS, headers={"X-Forwarded-Proto": "https", "Host": "board.example"})
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)
print([(n, m["secure"], m["httponly"], m["samesite"], m["path"], m["domain"]) for n, m in c.cookies.items()])
"""


@pytest.mark.pure
@pytest.mark.parametrize("tls", ["1", "0"])
def test_cookies_by_transport(tls):
    told = subprocess.run(
        [sys.executable, "-c", TELL], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin", "DJANGO_SETTINGS_MODULE": "config.settings_test", "BEHIND_TLS": tls, "ALLOWED_HOSTS": "board.example"},
    ).stdout.splitlines()
    if tls == "1":
        assert told[-2] == "__Host-sessionid True True Lax"
        assert "('__Host-csrftoken', True, True, 'Lax', '/', '')" in told[-1]
    else:
        assert told[-2] == "sessionid False True Lax"
        assert "('csrftoken', '', True, 'Lax', '/', '')" in told[-1]


@pytest.mark.pure
@pytest.mark.parametrize(("hosts", "tls", "plain", "serves"), [
    (["board.example"], False, False, False), (["board.example"], False, True, True), (["board.example"], True, False, True),
    (["127.0.0.1", "localhost"], False, False, True), (["127.0.0.1", "board.example"], False, False, False),
])
def test_plain_http_is_refused_unless_accepted(settings, monkeypatch, hosts, tls, plain, serves):
    monkeypatch.setenv("ALLOWED_HOSTS", ",".join(hosts))
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    settings.ALLOWED_HOSTS, settings.BEHIND_TLS, settings.ALLOW_PLAIN_HTTP, settings.STARTING = hosts, tls, plain, False
    if serves:
        unsafe.refuse_unsafe()
    else:
        with pytest.raises(ImproperlyConfigured, match="ALLOW_PLAIN_HTTP=1"):
            unsafe.refuse_unsafe()


@pytest.mark.django_db
def test_refusals_do_not_repeat_passwords(chief):
    """The page of a refusal shows what was sent; a password is no part of that."""
    client = entered()
    for _number in range(7):
        client.post("/confirm/", {"password": "falsch-und-lang", "next": "/"})
    page = client.post("/confirm/", {"password": "geheim-7-geheim", "next": "/"})

    assert page.status_code == 422 and "geheim-7-geheim" not in page.content.decode()
    assert not re.search("falsch-und-lang", page.content.decode())
