"""Every request has a number; a log line holds no secret and cannot be forged."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from branches.access.actions import create_user
from config import numbering

FORMAT = settings.LOGGING["formatters"]["plain"]["format"]


@pytest.fixture
def lines():
    """What the log says, as it is written in production."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(numbering.PlainFormatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: out.getvalue().splitlines()
    root.removeHandler(handler)


@pytest.mark.django_db
def test_page_head_and_log_line_share_a_number(lines):
    answer = Client().get("/no/such/address/", HTTP_ACCEPT="text/html")
    number = answer[numbering.HEADER]

    assert number in answer.text and len(number) == 8
    assert any(f" {number} " in line and "/no/such/address/" in line for line in lines())
    assert numbering.current() == "-"


@pytest.mark.parametrize("forged", [
    "x\n2026-11-20 00:00:00 INFO django all is well", "x\r\nERROR", "\x1b[2Jx", "x\u2028ERROR", "\u202eERROR", "x\x00y", "\x9b31m",
])
def test_what_is_sent_cannot_forge_a_line(lines, forged):
    logging.getLogger("wusetu").warning("refused: %s", forged)
    written = lines()

    assert all(line.startswith("  | ") for line in written[1:])
    assert not any(sign in "".join(written) for sign in "\x1b\r\x00\u2028\u202e\x9b")


@pytest.mark.parametrize("secret", [
    "11010519491231002X", "13812345678", "password=Summer2026", "sessionid=abc.def", "k" * 43, "0123456789abcdefghijklmnopqrstuv", "f" * 64,
])
def test_secrets_are_hidden(lines, secret):
    logging.getLogger("wusetu").warning("about %s here", secret)

    assert secret.rpartition("=")[2] not in "".join(lines())


def test_a_database_address_keeps_its_password_for_itself(lines):
    logging.getLogger("wusetu").error("cannot reach postgres://wusetu:Geheim9@db.local/wusetu")

    assert "Geheim9" not in "".join(lines()) and "db.local" in "".join(lines())


@pytest.mark.django_db
def test_no_canary_of_any_input_reaches_the_log(lines, monkeypatch):
    """Passwords, sessions, tokens and texts of forms, in answers of every kind, an error of ours too."""
    create_user(username="kanari", password="KANARI-password-1", name="金丝雀", by=None)
    client = Client(raise_request_exception=False)
    client.post("/login/", {"username": "kanari", "password": "KANARI-wrong-2"})
    client.post("/login/", {"username": "KANARI-name-typed-3", "password": "KANARI-password-1"})
    client.post("/login/", {"username": "kanari", "password": "KANARI-password-1"})
    session = client.cookies["sessionid"].value
    client.get("/board/?q=KANARI-query-4")
    client.get("/screens/KANARI-token-5/", HTTP_REFERER="http://testserver/KANARI-referer-6", HTTP_USER_AGENT="KANARI-agent-7")
    Client(enforce_csrf_checks=True).post("/login/", {"username": "KANARI-8", "csrfmiddlewaretoken": "KANARI-csrf-9"})
    client.get("/login/", HTTP_HOST="evil.example", HTTP_COOKIE=f"sessionid={session}")
    client.post("/password/", {"current": "KANARI-password-1", "new": "KANARI-new-10", "again": "KANARI-new-11"})

    def broken(*_args, **_kwargs):
        raise ValueError("token: KANARI-error-12 by 13812345678")

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", broken)
    assert client.post("/login/", {"password": "KANARI-password-13"}).status_code == 500
    written = "\n".join(lines())

    assert "Traceback" in written and session not in written and "13812345678" not in written
    found = [word for word in written.split() if "KANARI" in word]
    assert found == ["/screens/KANARI-token-5/"] or not found, found
