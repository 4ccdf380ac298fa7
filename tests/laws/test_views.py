"""Addresses: closed to strangers, guarded in code, and named after what they show."""

import ast
import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.laws.project import APPS, ROOT, modules

# Open without log-in, each for its reason.
PUBLIC = {
    "healthz": "for monitoring; tells nothing but ok",
    "language-switch": "the log-in page has it too",
    "theme-switch": "the log-in page has it too",
    "login": "the door",
    "login-code": "the door's second step; without the first it leads back there",
    "privacy": "whoever is to sign in may read before what is kept about him; no data",
    "logout": "leaving is always allowed",
    "wall-screen": "its secret token is the key",
    "scheme-colours": "five colours under the hash of their scheme; a style sheet, no data",
}
SAMPLES = {"int": "1", "str": "2026Q2", "slug": "x", "path": "x",
           "uuid": "00000000-0000-0000-0000-000000000000"}  # fmt: skip
BY_NAME = {"month": "2026-05", "quarter": "2026Q2"}
# Files that pass on a fragment which Jinja2 rendered with autoescape; each was read for it.
RENDERED_ESCAPED = {"scoring/boards/fragment.py"}
TO_LOGIN = re.compile(r"^/login/\?next=")


def routes() -> list[tuple[str, URLPattern]]:
    """Every address with its pattern; the API's own addresses are behind its own guard."""
    found: list[tuple[str, URLPattern]] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern).lstrip("^")
            if isinstance(one, URLResolver):
                walk(one, route)
            else:
                found.append((route, one))

    walk(get_resolver("config.urls"), "/")
    return found


def example(route: str) -> str:
    """An address of the route's form."""

    def value(match: re.Match) -> str:
        kind, _colon, name = match[1].rpartition(":")
        return BY_NAME.get(name, SAMPLES.get(kind or "str", "x"))

    return re.sub(r"<([^>]+)>", value, route).rstrip("$")


ROUTES = routes()
CLOSED = [
    pytest.param(example(route), id=route)
    for route, pattern in ROUTES if (pattern.name or "") not in PUBLIC
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_stranger_is_sent_to_log_in(client, address):
    """Reading and writing; where a method does not exist the answer is 405, never a page."""
    answers = [client.get(address), client.post(address)]

    closed = [
        one.status_code in (401, 403) if address.startswith("/api/")
        else one.status_code == 302 and TO_LOGIN.match(one["Location"])
        for one in answers
    ]  # fmt: skip
    assert any(closed), [one.status_code for one in answers]
    assert all(good or one.status_code == 405 for good, one in zip(closed, answers, strict=True))


def test_every_view_is_guarded_or_listed_public():
    """The guard is seen in the code, so that a view cannot lose it in passing."""
    bare = []
    for route, pattern in ROUTES:
        view = getattr(pattern.callback, "view_class", pattern.callback)
        guarded = hasattr(pattern.callback, "permissions") or hasattr(view, "permissions")
        if not guarded and pattern.name not in PUBLIC and not route.startswith("/api/"):
            bare.append(f"{route} {getattr(view, '__qualname__', view)}")

    assert not bare, "\n".join(bare)


def test_public_views_are_marked_and_really_there():
    unmarked = [
        route for route, pattern in ROUTES
        if pattern.name in PUBLIC and not getattr(pattern.callback, "is_public", False)
    ]  # fmt: skip

    assert not unmarked


def test_every_address_has_a_name_that_speaks_of_it():
    """`evidence/<month>/` is evidence-…: who knows the address finds the view."""
    odd = []
    for route, pattern in ROUTES:
        first = route.strip("/").split("/")[0].split(".")[0]
        if route.startswith("/api/") or first.startswith(("<", "_")) or not first:
            continue
        noun = (pattern.name or "").split("-")[0]
        if not noun or not (first.startswith(noun) or noun.startswith(first.rstrip("s"))):
            odd.append(f"{route} is named {pattern.name!r}")

    assert not odd, "\n".join(odd)


def test_views_show_templates_of_their_slice():
    odd = []
    for module in modules(*APPS):
        if not module.path.name.startswith("views"):
            continue
        own = "/".join(module.slice.split("."))
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                name = node.value
                if re.fullmatch(r"[\w/-]+\.html", name):
                    in_jinja = (ROOT / "templates/jinja2" / name).is_file()
                    if not (name.startswith(own + "/") or "/" not in name or in_jinja):
                        odd.append(f"{module.place}:{node.lineno} {name} is not under {own}/")
                    elif not in_jinja and not (ROOT / "templates" / name).is_file():
                        odd.append(f"{module.place}:{node.lineno} {name} does not exist")

    assert not odd, "\n".join(odd)


def test_no_view_escapes_the_guards_of_forms():
    """Nobody switches off CSRF or marks text as safe."""
    wrong = [
        f"{module.place}:{line} {name}" for module in modules(*APPS, "config")
        for name, line in module.imports
        if module.place not in RENDERED_ESCAPED
        and name.endswith((".csrf_exempt", ".mark_safe", ".SafeString", ".xframe_options_exempt"))
    ]  # fmt: skip

    assert not wrong, "\n".join(wrong)


def test_numbers_of_forms_are_read_plainly():
    """Django's own number fields take 1_0 and 1e5; ours read what people write, and refuse tricks."""
    wrong = [
        f"{module.place}:{node.lineno}" for module in modules(*APPS) if module.place != "branches/access/fields.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in (
            "forms.IntegerField", "forms.DecimalField", "forms.FloatField")
    ]  # fmt: skip

    assert not wrong, "use branches.access.fields: " + ", ".join(wrong)
