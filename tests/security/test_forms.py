"""Whatever changes something refuses a stale form and never acts twice; every form on every page carries what that takes."""

import os
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import get_resolver, resolve
from lxml import html

from branches.access.models import Receipt
from branches.access.writing import KEY
from branches.audit.models import Event
from indexmetrics.evidence.models import Record
from scoring.management import matrix
from tests.security import addresses, town
from tests.security.walk import Visitor

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LONG = os.environ.get("WUSETU_LONG") == "1"
# Forms without a version: each says why nothing that somebody else saved can be overwritten by it.
NEW = "makes a new thing"
NO_VERSION = {
    "people-create": NEW, "branches-found": NEW, "periods-open": NEW, "brands-new": NEW, "brands-enter": NEW, "brands-partner": NEW,
    "walls-make": NEW, "verdict-enter": NEW, "appeal-new": NEW, "evidence-event": NEW, "evidence-frame": NEW, "schemes-upload": NEW,
    "import-upload": NEW, "evidence-reopen": "makes a request; one that waits already is refused",
    "review-rule-out": "makes a ruling; an indicator that is ruled out already is refused",
    "review-accept-all": "every row carries its own version", "review-undo": "carries the token of the act that it takes back",
    "matrix-act": "asks first; each row is then checked by its state", "import-apply": "is held against all rows that were shown",
    "import-undo": "is refused when a row was changed since", "schemes-changes": "locks what nobody can change, by its own content",
    "sessions-end": "a session ends once", "password-change": "one's own, with the present password",
    "account-factor-begin": "one's own; counts only after its first code", "account-factor-remove": "one's own, with the password",
}
NEW_OR_NOT = {
    "register": "entries that add up are new; a grid of figures carries its version",
    "evidence-figure": "the first figure is new, and there is one a month", "evidence-check": "the first handing over is new",
}
# Forms that no page of the town shows, because what they are for is not there: their templates are read below.
UNSEEN = {
    "account-factor-remove": "nobody has a second factor", "people-factor-reset": "nobody has a second factor",
    "appeal-new": "no window is open", "evidence-reopen": "the accepted record is asked for already",
    "import-apply": "the upload holds no row", "import-undo": "nothing was taken over", "matrix-act": "buttons of the form of all crossings",
    "rectification-close": "no measures are written", "review-undo": "nothing was done a moment ago",
    "schemes-changes": "the scheme is locked",
}
# Pages that carry another form's own fields on, key and version among them, or stand before the door.
TAKEN_ALONG = {"confirm.html", "unsent.html", "refused.html", "login.html", "code.html"}
BARE = {"language-switch", "theme-switch", "logout", "evidence-forget", "sessions-unsent", "account-recovery", "account-factor-confirm", "audit-export"}


@pytest.fixture
def bureau(standing_town):
    with town.standing():
        yield standing_town


def once_views() -> dict[str, bool]:
    """Route name → does its view remember the first answer under the form's key?"""
    found = {}

    def walk(patterns) -> None:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns)
            elif pattern.name:
                view, marked = pattern.callback, False
                while view is not None:
                    marked = marked or getattr(view, "is_once", False)
                    view = getattr(view, "__wrapped__", None)
                found[pattern.name] = marked

    walk(get_resolver().url_patterns)
    return found


# Addresses whose POST may be repeated without a receipt: each says why.
REPEATABLE = {
    "login": "no signed-in person", "login-code": "no signed-in person", "logout": "ends once",
    "language-switch": "a cookie", "theme-switch": "a cookie", "confirm": "asks the password only",
    "account-factor-confirm": "a code works once; the recovery codes are in this answer and nowhere else",
    "account-recovery": "new codes replace the old ones and are in this answer and nowhere else", "matrix-export": "a file; the selection is too long for an address",
    "audit-export": "a file; each time on record",
    "sessions-unsent": "the same text kept again", "evidence-keep": "the same text kept again", "evidence-forget": "dropped once",
}


def test_every_address_that_writes_remembers_its_first_answer():
    writing = {
        route for (route, method, _whose, _state), expected in matrix.table().items()
        if method == "POST" and any(status not in (302, 401, 403, 404, 405) for status in expected.values())
    } | {
        route for (route, method, _whose, _state), expected in matrix.table().items()
        if method == "POST" and any(status == 302 for role, status in expected.items() if role != "nobody")
    }
    once = once_views()
    assert not sorted(route for route in writing - set(REPEATABLE) if not once.get(route, False))


def _acting(bureau, statuses):
    """(visitor, place) once for every write address that one of the roles may use, with what its form sends."""
    seen, once = set(), once_views()
    for actor in ("branch_secretary", "reviewer", "discipline_office", "bureau_committee", "admin"):
        visitor = Visitor(bureau.client(actor))
        for place in addresses.places(bureau):
            expected = matrix.table()[place.name, "POST", place.whose, place.state][actor]
            if once.get(place.name) and expected in statuses and place.name not in seen and place.whose in ("", town.OWN):
                seen.add(place.name)
                yield visitor, place


def test_a_stale_or_missing_version_overwrites_nothing(bureau):
    """Every address that changes what is there: 409 whatever else was sent, and what was sent is on the page."""
    wrong, asked = [], set()
    for visitor, place in _acting(bureau, (302, 422)):
        if place.name in {**NO_VERSION, **NEW_OR_NOT} or place.name == "evidence-edit":  # below, with a whole form
            continue
        asked.add(place.name)
        for version in ("", "987654321", "x"):
            answer = visitor.ask("POST", place, data={**place.sent, "told": "第二个窗口", "_key": "k", "_version": version})
            if answer.status_code != 409 or "第二个窗口" not in answer.text:
                wrong.append(f"{place.name} {version!r}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert len(asked) > 20, sorted(asked)


def test_the_second_of_two_tabs_keeps_its_text(bureau):
    record = bureau.records[town.OWN, "draft"]
    path = f"/evidence/record/{record.pk}/edit/"
    fields = {"kind": record.kind, "date": record.date.isoformat(), "title": "第二个窗口", "due": "18", "present": "15"}
    client, before = bureau.client("branch_secretary"), Record.objects.get(pk=record.pk)
    for version in (before.version - 1, before.version + 7, ""):
        answer = client.post(path, {**fields, "_version": version, "_key": f"k{version}", "save": "1"})
        assert answer.status_code == 409 and "第二个窗口" in answer.text, version
    assert Record.objects.get(pk=record.pk).content() == before.content()


def test_without_a_key_nothing_is_done_and_the_form_is_offered_anew(bureau):
    """Whatever would have been done; every other answer is as it would be with a key (the matrix)."""
    wrong, asked, events = [], set(), Event.objects.count()
    for visitor, place in _acting(bureau, (302,)):
        asked.add(place.name)
        for key in (None, "", "two words", "x" * 65):
            sent = {"told": "写好的话", **place.sent, "_key": key}
            answer = visitor.client.post(place.path, sent)
            if answer.status_code != 422 or answer["X-Refusal"] != "form_key" or "写好的话" not in answer.text:
                wrong.append(f"{place.name} {key!r}: {answer.status_code}")
            if Event.objects.count() != events:
                wrong.append(f"{place.name} {key!r}: acted")
        form = next(one for one in html.fromstring(answer.text).iter("form") if _value(one, "told"))
        again = visitor.ask("POST", place, data=dict(form.form_values()) | {"_version": place.sent.get("_version", _value(form, "_version"))})
        if again.status_code != 302 or again["Location"].startswith("/login/"):
            wrong.append(f"{place.name} sent again: {again.status_code}")
    assert not wrong, "\n".join(wrong)
    assert len(asked) > 15, sorted(asked)


def test_the_house_forms_stand_on_one_component():
    """Every form of the templates that is sent by POST takes its hidden fields from it, or is one of the listed bare ones."""
    wrong = []
    for path in sorted(settings.TEMPLATES[0]["DIRS"][0].rglob("*.html")):
        for form in re.finditer(r'<form method="post"[^>]*?(?:\{% url "([a-z-]+)"[^>]*)?>(.{0,60})', path.read_text(encoding="utf-8")):
            if "write_fields.html" not in form[2] and form[1] not in BARE and path.name not in TAKEN_ALONG:
                wrong.append(f"{path.name}: {form[0][:120]}")
    assert not wrong, "\n".join(wrong)


def test_the_same_key_gives_the_first_answer_and_acts_once(bureau):
    record = bureau.records[town.OWN, "submitted"]
    client = bureau.client("reviewer")
    sent = {"_version": record.version, "_key": "one-key"}
    first = client.post(f"/review/record/{record.pk}/accept/", sent)
    events = Event.objects.count()
    again = client.post(f"/review/record/{record.pk}/accept/", sent)

    assert (first.status_code, again.status_code) == (302, 302) and first["Location"] == again["Location"]
    assert Event.objects.count() == events and Receipt.objects.filter(key="one-key").count() == 1



@pytest.fixture(scope="module")
def found(standing_town):
    """Every form, read once for the whole file."""
    with town.standing():
        return written(standing_town)


def written(standing) -> dict[str, list[tuple[str, html.HtmlElement]]]:
    """Route that takes the form → (page, form) of every role that sees it, from one page of each kind."""
    found: dict[str, list] = {}
    for actor in town.ACTORS:
        if actor in ("nobody", "viewer", "unposted", "reviewer_of_one"):
            continue
        visitor, seen = Visitor(standing.client(actor)), set()
        for place in addresses.places(standing):
            key = (place.name, place.whose if LONG or place.name.startswith("brands") else "", place.state)
            may = matrix.table()[place.name, "GET", place.whose, place.state][actor] == 200
            if key in seen or not may or place.whose == town.MISSING or place.path.startswith("/api/"):
                continue
            seen.add(key)
            answer = visitor.ask("GET", place)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                for form in html.fromstring(answer.body.decode()).iter("form"):
                    found.setdefault(_route(form, place), []).append((f"{actor} {place.path}", form))
    return found


def _route(form, place) -> str:
    method = (form.get("method") or "get").lower()
    return f"{method} {resolve(urlsplit(form.get('action') or place.path).path).url_name}"


def _value(form, name: str) -> str:
    return next((one.get("value") or "" for one in form.iter("input") if one.get("name") == name), "")


def _buttons(form) -> list[str]:
    """The names in words of what sends the form, also of buttons that stand elsewhere on its page."""
    name, page = form.get("id"), form.getroottree().getroot()
    own = [button for button in form.iter("button") if button.get("form") in (None, name)]
    own += [button for button in page.iter("button") if name and button.get("form") == name]
    return [
        (button.get("aria-label") or " ".join(button.itertext())).strip()
        for button in own if (button.get("type") or "submit") == "submit"
    ]


def _lacks(route: str, form) -> list[str]:
    """What a form that is sent by POST should carry and does not."""
    version, buttons, lacks = _value(form, "_version"), _buttons(form), []
    if len(_value(form, "csrfmiddlewaretoken")) < 32:
        lacks.append("no token")
    if route not in REPEATABLE and not KEY.fullmatch(_value(form, "_key")):
        lacks.append("no key")
    if route not in {**REPEATABLE, **NO_VERSION, **NEW_OR_NOT} and not version.isdigit():
        lacks.append("no version")
    if not buttons or not all(any(letter.isalpha() for letter in words) for words in buttons):
        lacks.append(f"buttons {buttons}")
    return lacks


def test_every_form_that_writes_carries_key_version_token_and_a_button_in_words(found):
    wrong = [
        f"{where} → {route}: {what}" for route, forms in sorted(found.items()) if route.startswith("post ")
        for where, form in forms for what in _lacks(route.removeprefix("post "), form)
    ]
    assert not wrong, "\n".join([str(len(wrong)), *sorted(set(wrong))[:60]])
    seen = {route.removeprefix("post ") for route in found if route.startswith("post ")}
    unseen = {name for name, is_once in once_views().items() if is_once} - seen
    assert unseen == UNSEEN.keys(), " ".join(sorted(unseen))


def test_what_is_sent_by_get_only_asks(found):
    """A GET form leads to an address that answers GET, and carries nothing of a form that writes."""
    asking = {route.removeprefix("get "): forms for route, forms in found.items() if route.startswith("get ")}
    wrong = [
        route for route, forms in asking.items()
        if any(_value(form, name) for _where, form in forms for name in ("_key", "_version", "csrfmiddlewaretoken"))
        or all(405 in expected.values() for (name, method, *_r), expected in matrix.table().items() if (name, method) == (route, "GET"))
    ]
    assert asking and not wrong, wrong
