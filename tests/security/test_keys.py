"""Keys: made at install for their owner only, rotated without losing sessions, second factors or the trail."""

import stat
import subprocess
import sys

import pytest
from django.test import Client

from branches.access import actions
from branches.audit.actions import record
from branches.audit.chain import digest_of
from branches.audit.kinds import EventKind
from branches.audit.models import ChainHead, Event
from branches.audit.queries import first_broken, tail_is_whole
from branches.basics.refusals import OutOfStep
from config.keys import keep_keys
from tests.laws.project import ROOT
from tests.security.tampering import Thawed

WORD = "Kiefer-Nadel-7-Wald"
FIRST, SECOND, THIRD = "first-key-" * 6, "second-key-" * 6, "third-key-" * 6


def acts(count: int) -> None:
    for number in range(count):
        record(EventKind.ACCESS_LOGIN, by=None, subject="user", subject_id=str(number))


@pytest.fixture
def rotated(db, settings):
    """A trail under three keys, one after the other."""
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = FIRST, []
    acts(3)
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = SECOND, [FIRST]
    acts(3)
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = THIRD, [FIRST, SECOND]
    acts(3)
    return settings


@pytest.mark.pure
def test_keys_are_made_once_for_their_owner_only(tmp_path):
    made = keep_keys(tmp_path / "var", "", "")

    assert made == keep_keys(tmp_path / "var", "", "") and made[0] != made[1]
    assert all(len(key) >= 50 for key in made)
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "var").iterdir()} == {0o600}


@pytest.mark.django_db
def test_sessions_outlive_a_new_secret_key(reviewer, settings):
    actions.set_password(user=reviewer, password=WORD, by=None)
    client = Client()
    client.post("/login/", {"username": "reviewer", "password": WORD})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 5, [settings.SECRET_KEY]
    assert client.get("/review/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/review/").status_code == 200, "it was signed anew meanwhile"
    settings.SECRET_KEY = "a-third-key-" * 5
    assert client.get("/review/").status_code == 302, "without its key nobody stays"


@pytest.mark.django_db
def test_the_trail_is_whole_over_three_keys(rotated):
    assert first_broken() is None and tail_is_whole() and tail_is_whole(newest=2)
    assert Event.objects.filter(kind=EventKind.AUDIT_REKEYED).count() == 2
    assert Event.objects.count() == 11


@pytest.mark.django_db
def test_a_key_that_is_not_given_is_named(rotated):
    rotated.AUDIT_KEY_FALLBACKS = [SECOND]

    assert first_broken().startswith("event 1: the key")


@pytest.mark.django_db
def test_nothing_is_written_under_a_key_without_its_predecessor(rotated):
    rotated.AUDIT_KEY, rotated.AUDIT_KEY_FALLBACKS = "stray-key-" * 6, []

    with pytest.raises(OutOfStep, match="AUDIT_KEY_FALLBACKS"):
        acts(1)
    assert Event.objects.count() == 11


@pytest.mark.django_db
@pytest.mark.parametrize("number", [2, 4, 6, 8, 11])
def test_a_changed_event_is_found_in_every_epoch(rotated, number):
    with Thawed():
        Event.objects.filter(number=number).update(by_name="somebody")

    assert first_broken() == f"event {number}: content changed"
    assert not tail_is_whole()


@pytest.mark.django_db
def test_a_leaked_retired_key_rewrites_nothing(rotated):
    """Whoever has the first key may sign its epoch anew; the second epoch still hangs on the old digests."""
    previous = "0" * 64
    with Thawed():
        for event in Event.objects.filter(number__lte=4).order_by("number"):
            event.by_name = "somebody" if event.number == 2 else event.by_name
            event.digest = previous = digest_of(event, previous, FIRST)
            event.save()

    assert first_broken() == "event 5: content changed"


@pytest.mark.django_db
def test_an_invented_change_of_key_is_found(db, settings):
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = SECOND, [FIRST]
    acts(2)
    event = Event(**{**Event.objects.order_by("-number").values().first(), "id": None, "number": 3})
    event.kind, event.subject, event.before, event.after = EventKind.AUDIT_REKEYED, "audit_key", {}, {"key": "x"}
    event.save()
    ChainHead.objects.update(number=3)

    assert first_broken() is not None


@pytest.mark.pure
@pytest.mark.parametrize("name", ["WUSETU_TEST", "WUSETU_SKIP_THROTTLE", "WUSETU_NO_AUDIT"])
def test_unknown_names_stop_every_command(name):
    told = subprocess.run(
        [sys.executable, "manage.py", "routes"], cwd=ROOT, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", name: "1", "SECRET_KEY": FIRST, "AUDIT_KEY": SECOND},
    )

    assert told.returncode != 0 and name in told.stderr
