"""The newest backup is restored elsewhere, proved, and its date stands on the administrator's home."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from branches.audit.actions import record
from branches.audit.kinds import EventKind
from branches.audit.models import Event
from branches.basics import clock, room
from branches.basics.refusals import Refused
from branches.org.models import Bureau
from scoring.keeping import archive, scratch
from scoring.keeping.actions import backup, drill
from scoring.keeping.state import safekeeping

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path, settings):
    settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path / "backups", tmp_path / "evidence"
    return settings.BACKUP_DIR


@pytest.mark.once
def test_the_newest_backup_is_proved(folder, second_quarter, capsys):
    call_command("backup")
    call_command("drill")

    last = safekeeping().drill
    assert last.is_well and not last.is_old and last.failed is None
    assert Event.objects.get(kind=EventKind.BACKUP_DRILLED).after["seconds"] > 0


def test_a_damaged_one_is_said_in_words_and_shown_red(folder, sign_in, admin, monkeypatch):
    Bureau.objects.update_or_create(pk=1, defaults={"name": "局", "is_demo": False})
    call_command("backup")
    damaged = next(folder.glob("*.zip"))
    monkeypatch.setattr(scratch, "_run", lambda words, _folder, _tell: (_ for _ in ()).throw(Refused("drill", "chain broken")))

    with pytest.raises(Refused):
        drill(source=damaged, by=None)

    page = sign_in(admin).get("/").text
    assert "最近一次恢复演练失败" in page and "chain broken" in page


def test_no_backup_is_said_in_one_line(folder):
    with pytest.raises(CommandError, match=r"manage\.py backup"):
        call_command("drill")


def test_the_home_turns_red_when_the_backup_is_a_day_and_two_hours_old(folder, sign_in, admin):
    Bureau.objects.update_or_create(pk=1, defaults={"name": "局", "is_demo": False})
    record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id="a.zip", at=clock.now() - timedelta(hours=25))
    fresh = sign_in(admin).get("/").text
    record(EventKind.BACKUP_MADE, by=None, subject="backup", subject_id="b.zip", at=clock.now() - timedelta(hours=27))
    old = sign_in(admin).get("/").text

    assert "没有新近的备份" not in fresh and "没有新近的备份" in old


def test_a_failed_backup_shows_red(folder, sign_in, admin, monkeypatch):
    Bureau.objects.update_or_create(pk=1, defaults={"name": "局", "is_demo": False})

    def unwritable(*_about):
        raise PermissionError(13, "Permission denied", "/mnt/second")

    monkeypatch.setattr(archive, "write", unwritable)
    with pytest.raises(CommandError):
        call_command("backup")

    assert "最近一次备份失败" in sign_in(admin).get("/").text


def test_nobody_else_sees_it(folder, sign_in, secretary, reviewer):
    assert "数据保全" not in sign_in(secretary).get("/").text
    assert "数据保全" not in sign_in(reviewer).get("/").text


def test_old_ones_go_and_a_copy_lies_elsewhere(folder, tmp_path):
    folder.mkdir()
    for day in range(1, 5):
        (folder / f"wusetu-2020010{day}-000000.zip").write_bytes(b"old")
    second = tmp_path / "second"
    second.mkdir()

    call_command("backup", keep=2, copy=second)

    kept = sorted(file.name for file in folder.glob("*.zip"))
    assert len(kept) == 2 and kept[0] == "wusetu-20200104-000000.zip"
    assert (second / kept[1]).read_bytes() == (folder / kept[1]).read_bytes()


def test_leftovers_of_killed_backups_are_swept(tmp_path, folder):
    (tmp_path / ".backup-dead").write_bytes(b"half")
    with (tmp_path / ".backup-alive").open("wb") as writing:
        assert archive._hold(writing)
        backup(target=tmp_path / "all.zip", by=None, tell=str)

        assert not (tmp_path / ".backup-dead").exists() and (tmp_path / ".backup-alive").exists()


def test_a_short_disk_is_told(folder, sign_in, admin, monkeypatch):
    Bureau.objects.update_or_create(pk=1, defaults={"name": "局", "is_demo": False})
    monkeypatch.setattr(room, "is_short", lambda _path: True)

    assert "磁盘空间将满" in sign_in(admin).get("/").text
