"""A session ends after its absolute age, however busy it was."""

import time

import pytest

from config.middleware import SessionAgeMiddleware

pytestmark = pytest.mark.django_db


def test_old_session_is_signed_out(secretary, sign_in, settings):
    client = sign_in(secretary)
    assert client.get("/evidence/").status_code == 200
    session = client.session
    session[SessionAgeMiddleware.STARTED] = time.time() - settings.SESSION_ABSOLUTE_AGE - 1
    session.save()

    answer = client.get("/evidence/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_busy_session_keeps_its_beginning(secretary, sign_in):
    client = sign_in(secretary)
    client.get("/evidence/")
    began = client.session[SessionAgeMiddleware.STARTED]
    client.get("/evidence/")

    assert client.session[SessionAgeMiddleware.STARTED] == began
