"""Stored scripts in every text of the town: in a real browser none runs, on no page, for nobody, and no policy is violated."""

import os

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from branches.access.models import SignIn
from branches.audit.models import Event
from branches.basics import clock
from scoring.management import matrix
from tests.security import addresses, town
from tests.security.tampering import Thawed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = os.environ.get("WUSETU_LONG") == "1"
RUN = "window.ran=(window.ran||0)+1"
PAYLOADS = (
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f"\"><svg onload={RUN}>", f"'><body onload={RUN}>", f"javascript:{RUN}",
    f"</title><script>{RUN}</script>", f"</textarea><script>{RUN}</script>", f"</script><script>{RUN}</script>", f"<a href=javascript:{RUN}>x</a>",
    f"\" autofocus onfocus={RUN} x=\"", f"' onmouseover={RUN} x='", f"<details open ontoggle={RUN}>", f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<math href=javascript:{RUN}>x", f"<style>@import 'x'</style><script>{RUN}</script>", f"{{{{{RUN}}}}}", "{% debug %}", f"${{{RUN}}}", f"<%={RUN}%>",
    f"\\\"-{RUN}-\\\"", f"</style><script>{RUN}</script>", f"<object data=javascript:{RUN}>", f"<form action=javascript:{RUN}><button>x", f"--><script>{RUN}</script>",
    f"<video><source onerror={RUN}></video>",
)
# Keys, codes and states: the program writes them itself, and a page cannot be asked for without them.
OWN = {
    "username", "password", "session_key", "session_data", "expire_date", "code", "type_code", "branch_code", "quarter_code", "period_code", "month", "kind",
    "indicator", "part", "state", "role", "key", "slot", "token", "digest", "path", "sha256", "content_hash", "content_type", "seal", "content_sha256",
    "about", "number", "period", "colour", "level", "stage", "position", "subject", "subject_id", "by_role", "algorithm", "token_hash", "app_label", "model", "place", "location",
    "key_mark", "scope",
}
ACTORS = ("branch_secretary", "reviewer", "admin", "bureau_committee", "discipline_office", "viewer") if LONG else ("branch_secretary", "reviewer")


def plant() -> int:
    """A payload in every free text column of every row, in every text inside of stored JSON that people wrote."""
    count = 0
    with Thawed():
        for model in apps.get_models():
            if model in (Session, SignIn) or model._meta.app_label not in ("branches", "indexmetrics", "scoring"):
                continue
            names = [
                field.name for field in model._meta.local_fields
                if isinstance(field, models.CharField | models.TextField) and not field.choices and not field.primary_key
                and field.name not in OWN and not field.name.endswith(("_text", "_hash", "_key", "_sha256", "_code"))
            ]
            for row in model._base_manager.order_by("pk")[: 60 if LONG else 30]:
                values = {}
                for name in names:
                    if not getattr(row, name):
                        continue
                    most = model._meta.get_field(name).max_length
                    fitting = [one for one in PAYLOADS if not most or len(one) <= most]
                    if fitting and not model._meta.get_field(name).unique:
                        values[name] = fitting[count % len(fitting)]
                        count += 1
                if model is Event:
                    values |= {"after": {"name": PAYLOADS[count % 25], "title": PAYLOADS[(count + 1) % 25]}}
                data = getattr(row, "data", None)
                if isinstance(data, dict) and model.__name__ == "Record":
                    values["data"] = {**data, "place": PAYLOADS[count % 25], "subject": PAYLOADS[(count + 3) % 25], "themes": PAYLOADS[(count + 5) % 25]}
                if values:
                    model._base_manager.filter(pk=row.pk).update(**values)
    return count


@pytest.fixture
def walls(browser, live_server, monkeypatch, settings, tmp_path):
    """A browser for each person on the planted town."""
    settings.MEDIA_ROOT = tmp_path
    with town.standing():
        place = town.build()
        held = clock.now()
        assert plant() > 300
        monkeypatch.setattr(clock, "now", lambda: held)
        contexts = []

        def enter(actor: str):
            context = browser.new_context()
            contexts.append(context)
            key = place.client(actor).cookies[settings.SESSION_COOKIE_NAME].value
            session = Session.objects.get(session_key=key)
            session.expire_date = clock.now().replace(year=2099)
            session.save()
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
            return context.new_page()

        yield place, enter, live_server.url
        for context in contexts:
            context.close()


def test_no_stored_script_runs(walls):
    place, enter, url = walls
    wrong, seen, shown, table = [], 0, 0, matrix.table()
    for actor in ACTORS:
        page, told = enter(actor), []
        page.on("console", lambda said, told=told: told.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("dialog", lambda dialog, told=told: (told.append("dialog"), dialog.dismiss()))
        visited = set()
        for one in addresses.places(place):
            if one.name in visited or one.whose == town.MISSING or one.path.startswith(("/api/", "/evidence/file/")):
                continue
            visited.add(one.name)
            del told[:]
            answer = page.request.get(url + one.path, max_redirects=0)
            if answer.status != table[one.name, "GET", one.whose, one.state][actor]:
                wrong.append(f"{actor} {one.path}: {answer.status}")  # a page that the texts broke shows none of them
            if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            page.goto(url + one.path, wait_until="load")
            seen += 1
            shown += "window.ran" in page.content()
            if page.evaluate("window.ran || 0"):
                wrong.append(f"{actor} {one.path}: a script ran")
            wrong += [f"{actor} {one.path}: {what}" for what in told]
    assert not wrong, "\n".join(wrong[:30])
    assert seen > 25 * len(ACTORS) and shown > 3 * len(ACTORS), (seen, shown)
