"""The head of every kind of answer that is no page of a slice: errors, static files, health, secure transport."""

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path

from branches.access.decorators import public
from branches.basics.refusals import OutOfStep
from config import urls, views
from config.numbering import HEADER
from tests.security.test_surface import wrong_heads

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HTML = {"HTTP_ACCEPT": "text/html"}
FAULTS = {
    400: SuspiciousOperation("KANARI"), 403: PermissionDenied("KANARI"), 404: Http404("KANARI"), 409: OutOfStep("step", "太晚了"),
    500: ValueError("KANARI"), 503: OperationalError("database is locked KANARI"),
}
CHINESE = re.compile("[\u4e00-\u9fff]{4}")


@public
def faulty(request, status: int):
    """Breaks as asked."""
    if status == 429:
        return views.too_often(request, 9)
    raise FAULTS[status]


urlpatterns = [path("faulty/<int:status>/", faulty, name="faulty"), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.mark.parametrize("status", [*FAULTS, 429])
def test_own_error_pages(status, sign_in, reviewer):
    client = sign_in(reviewer)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        page = client.get(f"/faulty/{status}/", **HTML)

    assert page.status_code == status and CHINESE.search(page.text)
    assert page[HEADER] in page.text
    assert not any(word in page.text for word in ("KANARI", "Traceback", "Django", "django.", "Python", "/work/"))
    assert not list(wrong_heads(page, "/faulty/"))
    assert ("Retry-After" in page) == (status in (429, 503))


def test_wrong_method_and_too_large_a_form(settings):
    page = Client().get("/language/", **HTML)
    assert page.status_code == 405 and not list(wrong_heads(page, "/language/")) and page[HEADER] in page.text
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    page = Client().post("/language/", {"next": "x" * 99}, **HTML)
    assert page.status_code == 413 and not list(wrong_heads(page, "/language/")) and page[HEADER] in page.text


@pytest.mark.parametrize(("address", "kind"), [
    ("/static/css/pages/plain.css", "text/css; charset=\"utf-8\""), ("/static/vendor/bootstrap/css/bootstrap.min.css", "text/css; charset=\"utf-8\""),
    ("/static/vendor/echarts/echarts.min.js", "text/javascript; charset=\"utf-8\""), ("/static/no-such.js", "text/html; charset=utf-8"),
    ("/healthz", "application/json"), ("/api/v1/", "application/json"),
])
def test_other_answers(address, kind):
    answer = Client().get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    answer.close()

    assert answer["Content-Type"] == kind
    assert [what for what in wrong_heads(answer, address + ".css") if not what.startswith("type")] == []


def test_strict_transport_with_tls_only(settings):
    assert "Strict-Transport-Security" not in Client().get("/login/", secure=True)
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_SSL_REDIRECT = 31536000, True, True
    assert Client().get("/login/", secure=True)["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
    sent_on = Client().get("/login/")
    assert (sent_on.status_code, sent_on["Location"]) == (301, "https://testserver/login/")


def test_deployment_check_is_clean(settings):
    told = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], capture_output=True, text=True, check=False,
        cwd=settings.BASE_DIR, env={
            **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
            "SECRET_KEY": "v8Jq2Lw9Zx4Tn6Rb1Yp3Hk5Mc7Df0Gs2Va4Ue6Ow8Xi1Zt3Nq5", "AUDIT_KEY": "Kd7Wm3Bz9Qs1Xv5Jn8Lr2Ty6Hc4Fg0Pa3Ue7Io1Sd5Yk9Mw2Zb4",
            "ALLOWED_HOSTS": "board.example", "CSRF_TRUSTED_ORIGINS": "https://board.example", "BEHIND_TLS": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings"})
    assert told.returncode == 0, told.stdout + told.stderr
    assert "no issues" in told.stdout
