"""A scratch installation for a drill: its own empty database and files, thrown away afterwards."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from scoring.keeping import envelope
from scoring.keeping.archive import Tell

LONGEST = 6 * 3600


def prove(source: Path, key_file: Path | None, tell: Tell) -> dict:
    """Restore there, then recompute every edition and check every hash; `Refused` with what went wrong."""
    if not source.is_file():
        raise Refused("source", _("There is no backup %(name)s.") % {"name": source})
    if envelope.is_closed(source) and key_file is None:
        raise envelope.keyless(source.name)
    with tempfile.TemporaryDirectory(prefix="wusetu-drill-") as folder:
        key = ["--key", str(key_file.resolve())] if key_file else []
        _run(["restore", str(source.resolve()), "--yes", *key], Path(folder), tell)
        _run(["self_audit", "--no-backups"], Path(folder), tell)
        return {"bytes": source.stat().st_size}


def _run(words: list[str], folder: Path, tell: Tell) -> None:
    """One command of the scratch installation; the same keys, nothing else of ours."""
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder}/drill.sqlite3", "MEDIA_ROOT": str(folder / "evidence"),
        "SECRET_KEY": settings.SECRET_KEY, "AUDIT_KEY": settings.AUDIT_KEY, "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        [sys.executable, str(Path(settings.BASE_DIR, "manage.py")), *words], env=environment, cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LONGEST, check=False)
    lines = done.stdout.strip().splitlines()
    for line in lines:
        tell(f"  {line}")
    if done.returncode:
        raise Refused("drill", _("The drill failed at “%(command)s”: %(why)s") % {
            "command": words[0], "why": lines[-1] if lines else done.returncode})
