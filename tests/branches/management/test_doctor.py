"""Each thing that can be unsafe is broken once and must be named."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from branches.access.actions import create_user
from branches.access.models import Assignment
from branches.access.roles import Role
from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.basics import clock
from branches.management import examinations

pytestmark = pytest.mark.django_db
GOOD_KEY = "a7Kq9xZ2mVb4Rt6Yp1Lw8Nc3Jd5Hf0GsUeQiOoTrEaWsXdCvFgBh"


@pytest.fixture
def sound(settings, tmp_path):
    """An installation without a fault, as far as settings go."""
    settings.DEBUG = False
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "evidence"
    settings.MEDIA_ROOT.mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    settings.SECRET_KEY, settings.AUDIT_KEY = GOOD_KEY, GOOD_KEY[::-1]
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.LOOPBACK = ["127.0.0.1"]
    record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id="daily.zip")
    return settings


def one(found):
    sentences = list(found)
    assert len(sentences) == 1, sentences
    return sentences[0]


def test_sound_settings_have_no_finding(sound):
    assert list(examinations.serving(demo=False)) == []
    assert [found for found in examinations.files() if str(sound.VAR) in found] == []
    assert list(examinations.space_and_backup(demo=False)) == []


def test_debug_is_named(sound):
    sound.DEBUG = True

    assert "DEBUG" in one(examinations.serving(demo=False))


@pytest.mark.parametrize("key", ["short", "a" * 60])
def test_weak_key_is_named(sound, key):
    sound.AUDIT_KEY = key

    assert "AUDIT_KEY" in one(examinations.serving(demo=False))


def test_any_host_is_named(sound):
    sound.ALLOWED_HOSTS, sound.BEHIND_TLS = ["*"], True

    assert "ALLOWED_HOSTS" in one(examinations.serving(demo=False))


def test_outside_host_without_tls_is_named(sound):
    sound.ALLOWED_HOSTS, sound.BEHIND_TLS = ["board.example"], False

    assert "board.example" in "".join(examinations.serving(demo=False))


def test_open_key_file_is_named(sound):
    file = Path(sound.VAR, "secret_key")
    file.write_text(GOOD_KEY)
    file.chmod(0o644)

    assert "chmod 0600" in "".join(examinations.files())


def test_old_backup_is_named(sound):
    with clock.frozen("2030-01-01"):
        assert clock.local(examinations.last_backup()).year < 2030
        assert "manage.py backup" in one(examinations.space_and_backup(demo=False))


def test_missing_backup_is_named():
    assert "manage.py backup" in "".join(examinations.space_and_backup(demo=False))


def test_network_file_system_is_recognised(tmp_path):
    table = tmp_path / "mounts"
    table.write_text("/dev/sda / ext4 rw 0 0\nserver:/x /srv/data nfs4 rw 0 0\n")

    assert examinations.file_system(Path("/srv/data/var/w.sqlite3"), table) == "nfs4"
    assert examinations.file_system(Path("/srv/database/w.sqlite3"), table) == "ext4"


def test_demo_account_is_named_outside_a_demonstration():
    create_user(username="shown", password="x" * 12, name="x", is_demo=True, by=None)

    assert "shown" in one(examinations.accounts(demo=False))
    assert list(examinations.accounts(demo=True)) == []


def test_guessable_password_of_a_deciding_account_is_named():
    user, _password = create_user(username="boss", password="boss123", name="x", by=None)
    Assignment.objects.create(user=user, role=Role.ADMIN, since=clock.today())

    assert "boss" in one(examinations.accounts(demo=False))


def test_command_exits_with_one_line(sound, capsys):
    sound.DEBUG = True

    with pytest.raises(CommandError):
        call_command("doctor")
    assert "DEBUG" in capsys.readouterr().out
