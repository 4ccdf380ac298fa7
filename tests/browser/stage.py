"""A stage for browser tests: a held clock that server threads see, people signed in, one browser."""

from contextlib import AbstractContextManager
from datetime import datetime

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page

from branches.access.roles import Role
from branches.basics import clock
from tests import make

MAY = "/evidence/2026-05/"
NOW = datetime(2026, 6, 2, 15, 0, tzinfo=clock.ZONE)
SLOWEST = 20_000


class Stage(AbstractContextManager):
    """The tabs and what they need; leaving it closes them."""

    def __init__(self, browser: Browser, address: str, monkeypatch):
        # A context variable holds the clock for one thread; the live server has others.
        monkeypatch.setattr(clock, "now", lambda: NOW)
        self.browser, self.address, self.contexts = browser, address, []
        make.quarter("2026Q2")
        self.branch, self.other = make.branch("pcs-2"), make.branch("pcs-3")
        self.people = {
            "secretary": make.user("secretary", role=Role.SECRETARY, at=self.branch),
            "reviewer": make.user("reviewer", role=Role.REVIEWER),
        }
        self.complaints: list[str] = []

    def __exit__(self, *failure) -> None:
        for context in self.contexts:
            context.close()

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return self.address + path

    def page(self, who: str, *, width: int = 1440, script: bool = True) -> Page:
        """A tab of that person; what the browser complains about is collected."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": self._session(who), "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(SLOWEST)
        page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _session(self, who: str) -> str:
        person = type(self.people[who]).objects.get(pk=self.people[who].pk)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "branches.access.backends.PasswordBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.set_expiry(10**7)
        session.create()
        return session.session_key
