"""Back up database and evidence files into one archive."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from branches.basics import clock
from branches.basics.refusals import Refusal
from scoring.keeping import envelope
from scoring.keeping.actions import backup
from scoring.keeping.archive import sync_folder


class Command(BaseCommand):
    """Write one archive with database, evidence files and checksums; the system may go on working."""

    help = __doc__

    def add_arguments(self, parser):
        """FILE: where the archive goes; a second place; how many to keep."""
        parser.add_argument("file", type=Path, nargs="?", help="default: BACKUP_DIR, named by the moment")
        parser.add_argument("--copy", type=Path, metavar="FOLDER", help="also put a copy there, for example on another disk")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="delete all but the newest N of BACKUP_DIR")

    def handle(self, *, file: Path | None, copy: Path | None, keep: int, **options):
        """Write it and say what is in it."""
        target = file or _named()
        if not target.resolve().parent.is_dir():
            raise CommandError(f"{target}: the folder does not exist")
        try:
            manifest = backup(target=target, by=None, tell=self.stdout.write)
            if copy:
                _copied(target, copy)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}  {len(manifest['members'])} members  chain head {manifest['chain_head'][:12]}")
        for old in _older(keep):
            old.unlink()
            self.stdout.write(_("deleted: %(file)s") % {"file": old.name})


def _named() -> Path:
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    closed = envelope.SUFFIX if settings.BACKUP_RECIPIENTS else ""
    return folder / f"wusetu-{clock.now():%Y%m%d-%H%M%S}.zip{closed}"


def _older(keep: int) -> list[Path]:
    """Archives beyond the newest `keep`; none when everything is kept."""
    found = sorted(Path(settings.BACKUP_DIR).glob("wusetu-*.zip*"), reverse=True)
    return found[keep:] if keep > 0 else []


def _copied(source: Path, folder: Path) -> None:
    """A copy in a second place: whole or not at all."""
    aside = folder / f".copy-{source.name}"
    try:
        shutil.copyfile(source, aside)
        aside.chmod(0o600)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(folder / source.name)
        sync_folder(folder)
    finally:
        aside.unlink(missing_ok=True)
