"""An address that changes something refuses a stale form and never acts twice."""

import pytest
from django.urls import get_resolver

from branches.access.models import Receipt
from branches.audit.models import Event
from indexmetrics.evidence.models import Record
from scoring.management import matrix
from tests.security import town
from tests.security.walk import SENT

pytestmark = pytest.mark.once


@pytest.fixture
def bureau(db):
    with town.standing():
        yield town.build()


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
    "account-factor-begin": "a secret that is kept only after its first code", "account-factor-confirm": "a code works once",
    "account-recovery": "new codes replace the old ones", "matrix-export": "a file; the selection is too long for an address",
    "audit-export": "a file; each time on record",
    "sessions-unsent": "the same text kept again", "evidence-keep": "the same text kept again", "evidence-forget": "dropped once",
    "password-change": "needs the current password, which is another one afterwards",
}


@pytest.mark.django_db
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


def test_a_stale_or_missing_version_overwrites_nothing(bureau):
    """The second of two tabs, and a form whose version was taken out."""
    record = bureau.records[town.OWN, "draft"]
    path = f"/evidence/record/{record.pk}/edit/"
    fields = {"kind": record.kind, "date": record.date.isoformat(), "title": "第二个窗口", "due": "18", "present": "15"}
    client, before = bureau.client("branch_secretary"), Record.objects.get(pk=record.pk)
    for version in (before.version - 1, before.version + 7, ""):
        answer = client.post(path, {**fields, "_version": version, "_key": f"k{version}", "save": "1"})
        assert answer.status_code == 409 and "第二个窗口" in answer.text, version
    assert Record.objects.get(pk=record.pk).content() == before.content()


def test_the_same_key_gives_the_first_answer_and_acts_once(bureau):
    record = bureau.records[town.OWN, "submitted"]
    client = bureau.client("reviewer")
    sent = {**SENT, "_version": record.version, "_key": "one-key"}
    first = client.post(f"/review/record/{record.pk}/accept/", sent)
    events = Event.objects.count()
    again = client.post(f"/review/record/{record.pk}/accept/", sent)

    assert (first.status_code, again.status_code) == (302, 302) and first["Location"] == again["Location"]
    assert Event.objects.count() == events and Receipt.objects.filter(key="one-key").count() == 1
