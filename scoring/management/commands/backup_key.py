"""`manage.py backup_key`: makes the pair of keys for encrypted backups."""

import os
from pathlib import Path

from django.utils.translation import gettext as _

from branches.basics import clock
from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from scoring.keeping import envelope


class Command(PlainCommand):
    """Writes the secret key into a new file for its owner only and says what to do with it."""

    help = "Make a key pair for encrypted backups: the secret key into FILE, the public one for BACKUP_RECIPIENTS."

    def add_arguments(self, parser):
        """FILE: where the secret key goes; never over an existing one."""
        parser.add_argument("file", type=Path)

    def act(self, *, file: Path, **options) -> None:
        """Write it and say the public half."""
        secret, public = envelope.new_key()
        try:
            opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise Refused("file", _("%(file)s cannot be made (%(why)s); name a new file in a folder that exists.") % {
                "file": file, "why": error.strerror}) from error
        with os.fdopen(opened, "w", encoding="utf-8") as written:
            written.write(f"# Wusetu {clock.now():%Y-%m-%d}\n# {public}\n{secret}\n")
        self.stdout.write(f"BACKUP_RECIPIENTS={public}")
        self.stdout.write(_(
            "Set this line for the server. Take %(file)s away from it, keep two copies in the safe: "
            "without it no encrypted backup can be opened again, with it everybody can.") % {"file": file})
