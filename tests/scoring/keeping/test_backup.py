"""A backup restored into an empty installation gives the same boards, trail and files."""

import hashlib
import json
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection

from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.audit.queries import first_broken
from branches.basics import clock
from branches.basics.refusals import Refused
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment
from scoring.boards.models import Edition
from scoring.boards.verifying import differences
from scoring.keeping import filling
from scoring.keeping.actions import backup, restore
from tests import lived, make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "evidence"
    return settings.MEDIA_ROOT


@pytest.fixture
def published(media, second_quarter, secretary, reviewer, committee, own_branch):
    return lived.published(
        second_quarter, own_branch, secretary, reviewer, committee, title="守初心", data={"due": 18, "present": 17}, file="签到表.pdf")


def _empty(media):
    call_command("flush", interactive=False, verbosity=0)
    for file in media.rglob("*.pdf"):
        file.unlink()


def _forge(whole, forged, name, change):
    """The archive with one member changed or added, and a manifest that says it must be so."""
    with zipfile.ZipFile(whole) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    members[name] = change(members.get(name, b""))
    manifest = json.loads(members["manifest.json"])
    manifest["members"].setdefault(name, {})["sha256"] = hashlib.sha256(members[name]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(forged, "w") as archive:
        for one, content in members.items():
            archive.writestr(one, content)


def test_restored_board_trail_and_files_are_the_same(tmp_path, media, published, own_branch):
    seal, content = published.seal, published.content_sha256
    events = list(Event.objects.order_by("number").values_list("number", "digest"))
    backup(target=tmp_path / "all.zip", by=None, tell=str)
    _empty(media)

    restore(source=tmp_path / "all.zip", by=None, tell=str)

    again = Edition.objects.get()
    assert (again.seal, again.content_sha256) == (seal, content)
    assert differences(again) == []
    assert list(Event.objects.order_by("number").values_list("number", "digest"))[:len(events)] == events
    assert first_broken() is None
    assert stored_at(Attachment.objects.get().path).read_bytes() == make.PDF
    assert make.branch().pk > own_branch.pk


def test_times_come_back_to_the_microsecond(tmp_path, media, published):
    """The chain covers them; cut to milliseconds, every restored trail would read as forged."""
    moment = clock.now().replace(microsecond=123456)
    record(EventKind.ACCESS_LOGIN, by=None, subject="user", subject_id="x", at=moment)
    backup(target=tmp_path / "all.zip", by=None, tell=str)
    _empty(media)

    restore(source=tmp_path / "all.zip", by=None, tell=str)

    assert Event.objects.get(subject_id="x").at == moment
    assert first_broken() is None


def test_a_forged_trail_is_not_restored(tmp_path, media, published):
    """Whoever rewrites the archive together with its manifest still lacks the key of the chain."""
    whole, forged = tmp_path / "all.zip", tmp_path / "forged.zip"
    backup(target=whole, by=None, tell=str)
    _empty(media)
    name = "tables/branches.event.jsonl"
    _forge(whole, forged, name, lambda content: content.replace(b"reviewer", b"revlewer", 1))

    with pytest.raises(Refused) as refused:
        restore(source=forged, by=None, tell=str)

    assert refused.value.code == "chain" and not Event.objects.exists()


def test_a_forged_name_leads_nowhere_outside_the_store(tmp_path, media, published):
    whole, forged = tmp_path / "all.zip", tmp_path / "forged.zip"
    backup(target=whole, by=None, tell=str)
    _empty(media)
    _forge(whole, forged, "files/../../outside.pdf", lambda _nothing: b"%PDF-1.4")

    with pytest.raises(Refused, match=r"outside\.pdf"):
        restore(source=forged, by=None, tell=str)

    assert not list(tmp_path.parent.rglob("outside.pdf")) and not Event.objects.exists()


def test_every_index_is_there_again(tmp_path, media, published):
    """They step aside while the tables are filled."""
    with connection.cursor() as cursor:
        cursor.execute(filling.FOUND[connection.vendor])
        before = sorted(cursor.fetchall())
        backup(target=tmp_path / "all.zip", by=None, tell=str)
        _empty(media)

    restore(source=tmp_path / "all.zip", by=None, tell=str)

    with connection.cursor() as cursor:
        cursor.execute(filling.FOUND[connection.vendor])
        assert sorted(cursor.fetchall()) == before and len(before) > 30


def test_every_changed_member_is_found(tmp_path, media, published):
    whole, bad = tmp_path / "all.zip", tmp_path / "bad.zip"
    backup(target=whole, by=None, tell=str)
    _empty(media)
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in sorted(members):
        if name == "manifest.json" or not members[name]:
            continue
        with zipfile.ZipFile(bad, "w") as archive:
            for other, content in members.items():
                archive.writestr(other, content[:-1] + b"#" if other == name else content)

        with pytest.raises(Refused, match=name):
            restore(source=bad, by=None, tell=str)

    assert not Event.objects.exists()


def test_nothing_is_restored_over_work(tmp_path, published):
    backup(target=tmp_path / "all.zip", by=None, tell=str)

    with pytest.raises(Refused) as refused:
        restore(source=tmp_path / "all.zip", by=None, tell=str)

    assert refused.value.code == "target"


def test_another_key_is_told_at_once(tmp_path, media, published, settings):
    backup(target=tmp_path / "all.zip", by=None, tell=str)
    _empty(media)
    settings.AUDIT_KEY = "another key that never wrote this trail, fifty characters"

    with pytest.raises(Refused, match="AUDIT_KEY"):
        restore(source=tmp_path / "all.zip", by=None, tell=str)

    assert not Event.objects.exists()
