"""Every page and form as every post meets it: heads, reading without writing, texts, numbers, redirects."""

import ast
import hashlib
import itertools
import os
import re
from urllib.parse import urlencode, urlsplit

import pytest
from django.apps import apps
from django.db import connection
from django.urls import resolve

from branches.basics.texts import unseen_in
from config.numbering import HEADER
from scoring.management import matrix
from tests.laws.project import modules
from tests.security import addresses, forms, personal, town
from tests.security.walk import Visitor, plain

pytestmark = pytest.mark.django_db
LONG = os.environ.get("WUSETU_LONG") == "1"
READERS = ACTORS = ("branch_secretary", "reviewer", "discipline_office", "bureau_committee", "viewer", "admin", "nobody")
if not LONG:
    READERS = ("branch_secretary", "reviewer", "admin")
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "connect-src 'self'", "img-src 'self' data:",
    "form-action 'self'", "base-uri 'none'", "frame-src 'self'", "frame-ancestors 'none'", "object-src 'none'",
}  # fmt: skip
HEAD = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What reading may write: who looked or was refused (the trail, its counts) and that the session is alive.
LIVING = {"branches_guesses", "branches_event", "branches_chainhead", "django_session", "branches_signin"}
INLINE = re.compile(rb"<style|\sstyle=\"|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE)
# That a reviewer has looked at a record is a trace too: from then on it is no longer taken back.
LOOKED = {"opened_at", "opened_by_id"}
TYPES = re.compile(r"text/(?:html|css|plain|csv); charset=utf-8|application/json(?:; charset=utf-8)?|application/[\w.+-]+|image/(?:png|jpeg|svg\+xml)")
FILES = ("/evidence/file/",)
HOSTILE = ("password", "-1' OR 1=1 --", "user__password", "?", "branch__assignments__user__username", "__class__")


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def visitors(standing_town):
    """Everybody, each with a browser."""
    with town.standing():
        yield {actor: Visitor(standing_town.client(actor)) for actor in ACTORS}


def once_each(places, *, states: bool = True):
    """The first address of every route, and of every state of its thing."""
    seen = set()
    for place in places:
        key = (place.name, place.state if states else "")
        if key not in seen and place.whose != town.FOREIGN:
            seen.add(key)
            yield place


def dump() -> dict[str, str]:
    """A fingerprint of every table that reading must not change."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in LIVING:
            continue
        columns = [field.column for field in model._meta.local_fields if field.column not in LOOKED]
        rows = list(model._base_manager.order_by("pk").values_list(*columns))
        found[model._meta.db_table] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def wrong_heads(answer, path: str):
    """What is missing in an answer's head."""
    head = answer.headers
    yield from (f"{name}: {head.get(name)}" for name, value in HEAD.items() if head.get(name) != value)
    if not path.startswith(FILES) or answer.status_code != 200:
        rules = {rule.strip() for rule in head.get("Content-Security-Policy", "").split(";")}
        if rules != POLICY:
            yield f"policy {head.get('Content-Security-Policy')}"
        if head.get("X-Frame-Options") != "DENY":
            yield "framing"
    if not re.fullmatch(r"[0-9a-f]{8}", head.get(HEADER, "")):
        yield "no number"
    if [name for name in head if name.startswith("Access-Control") or name in ("Server", "X-Powered-By")]:
        yield "CORS or server"
    if answer.status_code not in (302, 304, 405) and not TYPES.fullmatch(head.get("Content-Type", "")):
        yield f"type {head.get('Content-Type')}"
    kept = head.get("Cache-Control", "")
    if answer.status_code == 200 and not path.endswith(".css") and "no-store" not in kept and "private" not in kept:
        yield f"cache {kept}"


@pytest.mark.once
def test_reading_changes_nothing_and_every_head_is_strict(standing_town, visitors):
    """All pages by everybody, then the database is as before; GET, HEAD and OPTIONS alike.

    Every page and every answer of the API with names of others notes who looked, or says in a list why not.
    """
    before, wrong, asked = dump(), [], 0
    for actor in READERS:
        visitor, others = visitors[actor], personal.names_of_others(standing_town.people[actor]) if actor != "nobody" else set()
        for place in once_each(addresses.places(standing_town)):
            for method in ("GET", "OPTIONS") if actor == "admin" else ("GET",):
                visitor.client.cookies.clear()
                visitor.client.cookies.update(visitor.jar)
                answer = getattr(visitor.client, method.lower())(place.path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                asked += 1
                wrong += [f"{actor} {method} {place.path}: {what}" for what in wrong_heads(answer, place.path)]
                if answer.status_code >= 400 and b"<html" in body and answer.headers[HEADER].encode() not in body:
                    wrong.append(f"{actor} {place.path}: {answer.status_code} without its number")
                if answer.status_code >= 500:
                    wrong.append(f"{actor} {place.path}: {answer.status_code}")
                if answer.headers.get("Content-Type", "").startswith("text/html") and INLINE.search(body):
                    wrong.append(f"{actor} {place.path}: inline {INLINE.search(body)[0]!r}")
                if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith(("text/html", "application/json")):
                    wrong += [f"{actor} {place.path}: shows {one}, and nobody notes who looks" for one in personal.unnoted(
                        place.name, place.path, body.decode(), others)]
    assert not wrong, "\n".join([f"{len(wrong)} of {asked}", *wrong[:40]])
    after = dump()
    assert {table for table in after if after[table] != before[table]} == set()
    assert asked > 150 * len(READERS), asked


@pytest.fixture
def writes():
    """Every text that is written while the test runs."""
    found: list[str] = []

    def watch(execute, sql, parameters, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            rows = parameters if many else [parameters or ()]
            found.extend(str(value) for row in rows for value in row if isinstance(value, str) or "Json" in type(value).__name__)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield found


def all_forms(standing_town, visitors):
    """(actor, form) for every different form that anybody finds on a page."""
    seen = set()
    for actor in (one for one in ACTORS if one != "viewer"):
        for place in once_each(addresses.places(standing_town), states=LONG):
            if place.path.startswith("/api/"):
                continue
            answer = visitors[actor].ask("GET", place)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            for form in forms.forms_of(answer.body.decode(), place.path):
                route = resolve(urlsplit(form.action).path).url_name
                key = (route, form.method, tuple(sorted(form.fields)))
                if key not in seen:
                    seen.add(key)
                    yield actor, form


def test_every_form_takes_any_text_without_breaking(standing_town, visitors, writes):
    """Too long, bent, tricky, hidden fields too: an answer below 500, and nothing unseen is written."""
    wrong, sent, names = [], 0, set()
    for actor, form in list(all_forms(standing_town, visitors)):
        for kind, value in (forms.VALUES if LONG else forms.WORST).items():
            for hidden in (False, True) if LONG else (kind == "bent",):
                filled = form.filled(value, hidden=hidden)
                del writes[:]
                place = addresses.Place("form", form.action, sent=filled)
                answer = _send(visitors[actor], form, place)
                sent += 1
                names.add(resolve(urlsplit(form.action).path).url_name)
                if answer.status_code >= 500:
                    wrong.append(f"{actor} {form.method} {form.action} {kind}: {answer.status_code} {filled.keys()}")
                if any(unseen_in(text) or "\0" in text or "\\u0000" in text or "\\u202e" in text for text in writes):
                    wrong.append(f"{actor} {form.action} {kind}: wrote what nobody sees")
    assert not wrong, "\n".join([f"{len(wrong)} of {sent}", *wrong[:40]])
    assert sent > 100 and len(names) > 30, (sent, len(names))


def asked_names() -> set[str]:
    """Every name that a view looks up in an address's query, read off the code."""
    return {
        node.args[0].value for module in modules("branches", "indexmetrics", "scoring", "config")
        for node in ast.walk(ast.parse(module.path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("get", "getlist") and node.args
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        and ast.unparse(node.func.value).lower() in ("request.get", "get", "sent")
    }


@pytest.mark.once
def test_hostile_orders_filters_and_pages_are_not_found_or_fall_back(standing_town, visitors):
    """Every name a page may ask for, with what names no column: the page, or 404; an unknown order is the usual one."""
    names = sorted(asked_names() - {"as", "_key", "_version"})
    wrong, seen = [], set()
    assert {"sort", "page", "state", "q", "quarter", "kind"} <= set(names)
    for actor in ("reviewer", "admin", "branch_secretary"):
        for place in once_each(addresses.places(standing_town), states=False):
            if place.name in seen or matrix.table()[place.name, "GET", place.whose, place.state][actor] != 200:
                continue
            seen.add(place.name)
            for turn in range(len(HOSTILE) if LONG else 1):  # each name with another of them
                text = urlencode(dict(zip(names, itertools.cycle(HOSTILE[turn:] + HOSTILE[:turn]), strict=False)))
                answer = visitors[actor].ask("GET", addresses.Place("asked", f"{urlsplit(place.path).path}?{text}"))
                if answer.status_code not in (200, 302, 304, 404, 422):
                    wrong.append(f"{actor} {place.path}?{text}: {answer.status_code}")
    assert not wrong and len(seen) > 60, (len(seen), wrong[:40])
    board = addresses.Place("board", f"/board/{town.PUBLISHED}/")
    usual = plain(visitors["reviewer"].ask("GET", board), board)
    for value in HOSTILE:
        asked = addresses.Place("board", f"{board.path}?{urlencode({'sort': value, 'view': value})}")
        assert plain(visitors["reviewer"].ask("GET", asked), asked).count(b"<tr") == usual.count(b"<tr"), value


def _send(visitor: Visitor, form: forms.Form, place):
    text = urlencode(place.sent, errors="surrogatepass")
    if form.method == "post":
        return visitor.ask("POST", place, data=text, content_type="application/x-www-form-urlencoded")
    return visitor.ask("GET", addresses.Place("form", f"{urlsplit(place.path).path}?{text}"))
