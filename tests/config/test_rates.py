"""How often one person may ask; nobody is held up by others."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from config import settings as real
from tests import make
from tests.indexmetrics.test_evidence_files import FORM, NEW

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAPER = "/imports/members/template.xlsx"


@pytest.fixture(autouse=True)
def _own_count(settings, monkeypatch):
    settings.RATES = real.RATES
    monkeypatch.setattr("config.rates.time.time", lambda: 1_800_000_030.0)
    cache.clear()
    yield
    cache.clear()


def test_a_burst_of_a_hundred_papers_is_ten(client, admin, reviewer):
    client.force_login(admin)
    answers = [client.get(PAPER, HTTP_ACCEPT="text/html") for _time in range(100)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 90
    assert answers[-1]["Retry-After"] == "31" and 'class="fault"' in answers[-1].text
    client.force_login(make.user("admin-2", role="admin"))
    assert client.get(PAPER).status_code == 200


def test_the_next_minute_begins_anew(client, admin, monkeypatch):
    client.force_login(admin)
    assert [client.get(PAPER).status_code for _time in range(11)][-1] == 429
    monkeypatch.setattr("config.rates.time.time", lambda: 1_800_000_061.0)
    assert client.get(PAPER).status_code == 200


def test_searches_and_uploads(client, reviewer, secretary, settings):
    settings.RATES = {**real.RATES, "search": 3, "upload": 2}
    client.force_login(reviewer)
    assert [client.get("/audit/?q=x").status_code for _time in range(4)] == [200, 200, 200, 429]
    assert client.get("/audit/").status_code == 200
    client.force_login(secretary)
    answers = [
        client.post(NEW, FORM | {
            "_key": f"k{number}", "title": f"第{number}次", "files": [SimpleUploadedFile("a.pdf", make.PDF)],
        }).status_code for number in range(3)
    ]
    assert answers == [302, 302, 429]
    assert client.post(NEW, FORM | {"_key": "k9", "title": "第9次"}).status_code == 302


def test_the_limits_are_those_of_the_standard():
    assert real.RATES["export"] <= 10 and set(real.RATES) == {"export", "search", "upload"}
