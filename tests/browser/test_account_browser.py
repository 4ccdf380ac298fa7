"""The account in a browser: the end of a session loses no text, the second factor is set up by hand, nothing overflows."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from branches.access import actions
from branches.access.models import User
from branches.account import sealing, totp
from branches.account.models import SecondFactor
from branches.basics import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "Kiefer-Nadel-7-Wald"
PAGES = ("/account/", "/account/factor/", "/password/")


@pytest.fixture
def person(reviewer):
    actions.set_password(user=reviewer, password=WORD, by=None)
    return User.objects.get(pk=reviewer.pk)


@pytest.fixture
def real_time(monkeypatch):
    """The server's threads and the browser agree on the time of day."""
    from datetime import datetime

    monkeypatch.setattr(clock, "now", lambda: datetime.now(clock.ZONE))


def sign_in(page, address: str) -> None:
    page.goto(address)
    page.fill("#id_username", "reviewer")
    page.fill("#id_password", WORD)
    page.click("main form button")


def test_text_outlives_the_session(real_time, person, look, live_server):
    seen = look(person, "/password/")
    page, bar = seen.page, seen.page.locator(".session-bar")
    page.clock.install()
    page.reload()
    page.fill("#id_old", WORD)
    page.fill("#id_new", "Neuer-Wald-8-Baum")
    page.fill("#id_again", "Neuer-Wald-8-Baum")
    expect(bar).to_be_hidden()
    page.clock.fast_forward("28:30")
    expect(bar).to_contain_text("两分钟后")
    bar.locator("button").click()
    bar.wait_for(state="hidden")
    page.clock.fast_forward("30:30")
    expect(bar).to_contain_text("已自动退出")
    Session.objects.all().delete()
    page.click("main form button")
    expect(page).to_have_url(re.compile("/password/$"))  # nothing was sent
    expect(page.locator("#id_new")).to_have_value("Neuer-Wald-8-Baum")
    with page.context.expect_page() as opened:
        bar.locator("a").click()
    other = opened.value
    sign_in(other, other.url)
    other.wait_for_url("**/account/")
    bar.wait_for(state="hidden")  # the other window tells this one
    page.click("main form button")
    page.wait_for_url("**/account/")
    assert User.objects.get(pk=person.pk).check_password("Neuer-Wald-8-Baum"), "the form of the old page was taken"


@pytest.mark.parametrize("width", [360, 1440])
def test_second_factor_is_set_up_and_asked_for(real_time, person, look, axe, live_server, width):
    client = Client()
    client.post("/login/", {"username": "reviewer", "password": WORD})
    seen = look(person, "/account/factor/", width=width)
    page = seen.page
    page.click("main form button")
    page.fill("input[name=_password]", WORD)
    page.click("main form button")
    assert not axe(page)
    page.click(".enrol summary")
    shown = page.inner_text(".secret").replace(" ", "")
    secret = sealing.open_sealed(SecondFactor.objects.get().sealed)
    assert shown == totp.spelled(secret).replace(" ", "")
    page.fill("#id_code", totp.code_at(secret, totp.step_of(clock.now())))
    page.click(".code-form button")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 8 and not axe(page)
    page.context.clear_cookies()
    sign_in(page, f"{live_server.url}/login/")
    page.wait_for_url("**/login/code/")
    assert not axe(page)
    page.fill("#id_code", codes[0])
    page.click(".code-form button")
    page.goto(f"{live_server.url}/account/")
    expect(page.locator("main")).to_contain_text(re.compile(r"剩余\s*7\s*个未用"))
    for address in PAGES:
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
        assert not axe(page), address
    assert [said for said in seen.complaints if "403" not in said] == [], "but for the page that asks for the password again"
