"""Encrypted backups: the server can close them and cannot open them; the key in the safe can."""

import stat
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics.refusals import Refused
from scoring.boards.models import Edition
from scoring.boards.verifying import differences
from scoring.keeping import envelope, scratch
from scoring.keeping.actions import backup, drill, restore
from tests import make_edition

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def key(tmp_path, settings, capsys):
    """A key pair made as the operator makes it; the public half is set, the file of the secret half comes back."""
    settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path / "backups", tmp_path / "var" / "evidence"
    call_command("backup_key", str(tmp_path / "safe.key"))
    settings.BACKUP_RECIPIENTS = [capsys.readouterr().out.split("=")[1].split()[0]]
    return tmp_path / "safe.key"


def test_only_the_key_in_the_safe_opens_it(key, tmp_path, settings):
    seal = make_edition.published("2026Q2").seal
    call_command("backup", "--copy", str(tmp_path))
    made = next(settings.BACKUP_DIR.iterdir())
    raw = made.read_bytes()
    call_command("flush", interactive=False, verbosity=0)

    assert made.name.endswith(".zip.age") and (tmp_path / made.name).read_bytes() == raw
    assert raw.startswith(envelope.SIGN) and b"manifest" not in raw and b"tables/" not in raw
    with pytest.raises(Refused, match="--key"):
        restore(source=made, by=None, tell=str)
    with pytest.raises(CommandError, match=r"age|密钥"):
        call_command("restore", str(made), "--yes", "--key", str(tmp_path / made.name))
    assert not Edition.objects.exists()
    call_command("restore", str(made), "--yes", "--key", str(key))
    assert Edition.objects.get().seal == seal and differences(Edition.objects.get()) == []


def test_a_foreign_key_and_a_damaged_file_are_named(key, tmp_path):
    made = tmp_path / "all.zip.age"
    backup(target=made, by=None, tell=str)
    call_command("flush", interactive=False, verbosity=0)
    call_command("backup_key", str(tmp_path / "other.key"), stdout=StringIO())

    with pytest.raises(Refused, match=r"other\.key"):
        restore(source=made, by=None, key_file=tmp_path / "other.key", tell=str)
    whole = made.read_bytes()
    for broken in (whole[:-40], whole[: len(whole) // 2] + b"x" + whole[len(whole) // 2 + 1 :]):
        made.write_bytes(broken)
        with pytest.raises(Refused, match=r"all\.zip\.age"):
            restore(source=made, by=None, key_file=key, tell=str)
    assert not Event.objects.filter(kind=EventKind.BACKUP_RESTORED).exists()


def test_a_wrong_public_key_makes_no_readable_backup(key, tmp_path, settings):
    settings.BACKUP_RECIPIENTS = ["age1falsch"]

    with pytest.raises(CommandError, match="age1falsch"):
        call_command("backup")
    assert not list(settings.BACKUP_DIR.iterdir())
    assert Event.objects.get(kind=EventKind.BACKUP_FAILED).reason


def test_a_full_disk_ends_it_and_leaves_nothing(key, tmp_path, monkeypatch):
    def full(_plain, _target, _keys):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(envelope.pyrage, "encrypt_io", full)
    with pytest.raises(OSError, match="No space"):
        backup(target=tmp_path / "all.zip.age", by=None, tell=str)
    assert not list(tmp_path.glob("*.age")) and not list(tmp_path.glob(".backup-*"))


def test_a_drill_hands_the_key_on_and_says_when_it_is_missing(key, settings, monkeypatch):
    called = []
    monkeypatch.setattr(scratch, "_run", lambda words, _folder, _tell: called.append(words))
    call_command("backup")
    made = next(settings.BACKUP_DIR.iterdir())

    drill(source=made, by=None, key_file=key, tell=str)
    assert called[0] == ["restore", str(made), "--yes", "--key", str(key)]
    with pytest.raises(Refused, match="--key"):
        drill(source=made, by=None, tell=str)


def test_the_key_file_is_for_its_owner_and_never_overwritten(key):
    before = key.read_text(encoding="utf-8")

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match=r"safe\.key"):
        call_command("backup_key", str(key))
    assert key.read_text(encoding="utf-8") == before
