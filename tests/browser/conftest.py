"""A browser on the live server that notes every complaint of a page: script errors, CSP, axe."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

PATIENCE = 20_000  # ms; a page that comes late on a busy machine is not a wrong page
ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@pytest.fixture(scope="session", autouse=True)
def _sync_in_event_loop():
    """Playwright's own loop runs in this thread; the tests' queries beside it are meant."""
    import os

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for all tests."""
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield started
        started.close()


@pytest.fixture
def look(browser, live_server):
    """`look(user, address, width=…)` opens a page signed in; `.complaints` lists what it complained of."""
    contexts = []

    def opened(user, address: str, *, width: int = 1440, theme: str = "light", script: bool = True):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        cookies = [{"name": "theme", "value": theme, "url": live_server.url}]
        if user is not None:
            client = Client()
            client.force_login(user)
            key = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url})
        context.add_cookies(cookies)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        answer = page.goto(live_server.url + address)
        return SimpleNamespace(page=page, status=answer.status, complaints=complaints)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def axe():
    """`axe(page)` lists what the accessibility rules find wrong."""
    from axe_playwright_python.sync_playwright import Axe

    def violations(page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [f"{row['id']}: {row['nodes'][0]['html'][:160]} ({len(row['nodes'])})" for row in found]

    return violations
