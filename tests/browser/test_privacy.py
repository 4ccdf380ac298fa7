"""Personal data in the browser: the notice reads well on every paper; the browser itself keeps nothing."""

import pytest
from pypdf import PdfReader

from tests.browser.stage import MAY, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Cookies by name: the session, the guard of forms, and two choices of how to read.
COOKIES = {"sessionid", "csrftoken", "language", "theme"}
KEPT = """async () => ({
    local: Object.keys(localStorage), session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((one) => one.name),
    caches: window.caches ? await caches.keys() : [],
    workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}
WALKS = {
    "secretary": ("/", MAY, f"{MAY}event/new/?kind=party_day", "/account/"),
    "reviewer": ("/", "/review/", "/matrix/", "/verdicts/", "/audit/", "/account/"),
}


@pytest.mark.parametrize("width", [360, 1440])
def test_the_notice_has_no_barrier(look, axe, tmp_path, width):
    seen = look(None, "/privacy/", width=width)
    page = seen.page
    assert seen.status == 200 and seen.complaints == [] and axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.pdf(path=tmp_path / "notice.pdf", format="A4")
    assert len(PdfReader(tmp_path / "notice.pdf").pages) <= 2


@pytest.mark.parametrize("who", WALKS)
def test_the_browser_keeps_nothing(browser, live_server, monkeypatch, who):
    with Stage(browser, live_server.url, monkeypatch) as stage:
        page = stage.page(who)
        for address in WALKS[who]:
            assert page.goto(stage.url(address)).status == 200, address
            if "event/new" in address:
                page.fill("#id_title", "写到一半")
                page.wait_for_selector("[data-kept]:has-text(':')")
            assert page.evaluate(KEPT) == NOTHING, address
        assert {one["name"] for one in page.context.cookies()} <= COOKIES
        key = next(one["value"] for one in page.context.cookies() if one["name"] == "sessionid")
        page.evaluate("document.querySelector('form[action=\"/logout/\"]').requestSubmit()")
        page.wait_for_url("**/login/**")
        assert page.evaluate(KEPT) == NOTHING
        left = page.context.cookies()
        assert {one["name"] for one in left} <= COOKIES and key not in {one["value"] for one in left}
        page.go_back()
        page.wait_for_url("**/login/**")
