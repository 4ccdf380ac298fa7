"""Pages of last resort: what a browser gets when the method, the size or the database is wrong."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from branches.org.models import Bureau
from branches.org.queries import bureau
from config import health

HTML = {"HTTP_ACCEPT": "text/html"}


@pytest.mark.django_db
def test_wrong_method_has_a_page_and_programs_keep_the_bare_answer():
    page = Client().get("/language/", **HTML)
    assert page.status_code == 405 and page["Allow"] == "POST"
    assert 'class="fault"' in page.text
    assert Client().get("/language/").content == b""


@pytest.mark.django_db
def test_too_large_a_form_is_413(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    page = Client(raise_request_exception=False).post("/language/", {"next": "x" * 500}, **HTML)
    assert page.status_code == 413 and 'class="fault"' in page.text


@pytest.mark.django_db
def test_database_away_is_503_with_retry_after(monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("no connection")

    monkeypatch.setattr(health, "database_answers", lambda: False)
    monkeypatch.setattr(connection, "cursor", away)
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    page = client.get("/board/", **HTML)
    assert page.status_code == 503 and page["Retry-After"] == "30"
    assert 'class="fault"' in page.text


@pytest.mark.django_db
def test_our_own_mistake_stays_500(monkeypatch):
    def wrong(*_args, **_kwargs):
        raise ValueError("a mistake")

    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_request", wrong)
    page = Client(raise_request_exception=False).get("/login/", **HTML)
    assert page.status_code == 500 and "a mistake" not in page.text


@pytest.mark.django_db
def test_form_without_token_says_so_in_plain_words():
    page = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}, **HTML)
    assert page.status_code == 403 and 'class="fault"' in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_demonstration_is_named_even_at_the_door(is_demo):
    Bureau.objects.create(pk=1, name="示范", is_demo=is_demo)
    assert bureau().is_demo is is_demo
    assert ("演示数据" in Client().get("/login/").text) is is_demo
