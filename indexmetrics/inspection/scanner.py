"""The virus scanner of the house: any command that ends with 0 for clean and 1 for infected."""

import shlex
import subprocess
from pathlib import Path

from django.conf import settings

from branches.audit.afterwards import remember
from branches.audit.kinds import EventKind
from indexmetrics.inspection.reasons import refuse

CLEAN, INFECTED = 0, 1


def inspect(path: Path, name: str, sha256: str) -> None:
    """`Refused`, and on record, unless the scanner says clean; without one only where none is demanded."""
    command = shlex.split(settings.EVIDENCE_SCANNER)
    if not command:
        if settings.EVIDENCE_SCANNER_REQUIRED:
            _refuse("scanner", name, sha256, "absent")
        return
    try:
        # The command is the operator's own setting and no shell reads it; the path is made by us.
        ended = subprocess.run(  # noqa: S603
            [*command, str(path)], capture_output=True, timeout=settings.EVIDENCE_SCANNER_SECONDS,
            stdin=subprocess.DEVNULL, check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        _refuse("scanner", name, sha256, "timeout")
    except OSError:
        _refuse("scanner", name, sha256, "absent")
    if ended == INFECTED:
        _refuse("virus", name, sha256, "infected")
    if ended != CLEAN:
        _refuse("scanner", name, sha256, f"exit {ended}")


def _refuse(code: str, name: str, sha256: str, result: str) -> None:
    remember(EventKind.FILE_REFUSED, subject="file", subject_id=sha256[:16],
             after={"name": name, "sha256": sha256, "result": result})
    refuse(code, name)
