"""Forms without their token and foreign hosts are refused on every route; cookies are closed behind TLS."""

import pytest
from django.test import Client

from tests.security import addresses, town
from tests.security.walk import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def bureau(db):
    with town.standing():
        yield town.build()


def test_no_form_without_its_token(bureau):
    wrong = []
    for actor in ("admin", "reviewer", "branch_secretary"):
        bare, once = Visitor(bureau.client(actor, csrf=True)), set()
        for place in addresses.places(bureau):
            if place.name in once or place.path.startswith("/api/"):
                continue
            once.add(place.name)
            refused = bare.ask("POST", place)
            if refused.status_code not in (403, 405):
                wrong.append(f"{actor} POST {place.path} without token: {refused.status_code}")
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil", ""])
def test_foreign_hosts_are_refused(host, db, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert Client(raise_request_exception=False).get("/login/", HTTP_HOST=host).status_code == 400


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
