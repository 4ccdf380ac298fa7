"""Forms without their token, foreign hosts, headers, bodies that are too large: refused on every route."""

import re

import pytest
from django.test import Client

from tests.security import addresses, town
from tests.security.walk import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
INLINE = re.compile(rb"<style|\sstyle=\"|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", re.IGNORECASE)
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")


@pytest.fixture
def bureau(db):
    with town.standing():
        yield town.build()


def test_headers_on_every_route_and_no_form_without_its_token(bureau):
    wrong = []
    for actor in ("admin", "reviewer", "branch_secretary"):
        visitor, bare, once = Visitor(bureau.client(actor)), Visitor(bureau.client(actor, csrf=True)), set()
        for place in addresses.places(bureau):
            if place.name in once:
                continue
            once.add(place.name)
            answer = visitor.ask("GET", place)
            wrong += [f"{actor} {place.path}: {what}" for what in _missing(answer, place.path)]
            refused = bare.ask("POST", place)
            if refused.status_code not in (403, 405) and not place.path.startswith("/api/"):
                wrong.append(f"{actor} POST {place.path} without token: {refused.status_code}")
    assert not wrong, "\n".join(wrong[:40])


def _missing(answer, path: str):
    head = answer.headers
    if head.get("X-Content-Type-Options") != "nosniff":
        yield "nosniff"
    if head.get("Referrer-Policy") != "same-origin" or head.get("Cross-Origin-Opener-Policy") != "same-origin":
        yield "referrer or opener"
    if "camera=()" not in head.get("Permissions-Policy", "") or "Access-Control-Allow-Origin" in head:
        yield "permissions or CORS"
    policy = head.get("Content-Security-Policy", "")
    if "unsafe-eval" in policy or ("/evidence/file/" not in path and any(part not in policy for part in POLICY)):
        yield f"policy {policy}"
    if head.get("X-Frame-Options") not in ("DENY", "SAMEORIGIN"):
        yield "framing"
    if head.get("Content-Type", "").startswith("text/html") and INLINE.search(answer.body):
        yield f"inline {INLINE.search(answer.body)[0]!r}"
    if head.get("Server") or head.get("X-Powered-By"):
        yield "names its server"
    kept = head.get("Cache-Control", "")
    if answer.status_code == 200 and not path.endswith(".css") and "no-store" not in kept and "private" not in kept:
        yield f"cache {head.get('Cache-Control')}"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil", ""])
def test_foreign_hosts_are_refused(host, db, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert Client(raise_request_exception=False).get("/login/", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize("target", [
    "//evil.example", "https://evil.example/", "https:evil.example", "\\\\evil.example", "/\\evil.example", "javascript:alert(1)",
    "http:///evil.example", "\t//evil.example", "///evil.example", "data:text/html,x",
])
def test_no_address_leads_outside(target, reviewer, sign_in):
    client = sign_in(reviewer)
    for path in ("/theme/", "/language/"):
        assert client.post(path, {"next": target, "theme": "dark", "language": "en"})["Location"] == "/"
    assert client.get("/login/", {"next": target})["Location"] == "/"


def test_tls_behind_a_proxy_closes_cookies(settings):
    """What BEHIND_TLS switches; read from the settings' own text in a fresh process."""
    import os
    import subprocess
    import sys

    told = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings as s; import django; django.setup();"
         "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT)"],
        env={**os.environ, "BEHIND_TLS": "1", "DJANGO_SETTINGS_MODULE": "config.settings_test"},
        capture_output=True, text=True, check=True, cwd=settings.BASE_DIR)
    assert told.stdout.split() == ["True", "True", "__Host-sessionid", "31536000", "True"]
