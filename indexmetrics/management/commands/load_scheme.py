"""`manage.py load_scheme`: takes in a scoring scheme from JSON or xlsx."""

import json
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from indexmetrics.schemes import actions
from indexmetrics.schemes.document import read
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.sheets import from_xlsx

LARGEST = 20 * 1024 * 1024


class Command(PlainCommand):
    """Loads it as a draft; the same content is found again, every problem is listed."""

    help = "Load a scoring scheme (.json, or the .xlsx form of the same) as a draft; --lock makes it final."

    def add_arguments(self, parser):
        """Which file, and whether it is final."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--lock", action="store_true", help="make it final, so that a quarter can run under it")

    @transaction.atomic
    def act(self, *, file: Path, lock: bool, **options) -> None:
        """Read, load, lock when asked."""
        scheme, is_new = actions.load(document=document_in(file), by=None)
        if lock and scheme.state == Scheme.State.DRAFT:
            scheme = actions.lock(scheme=scheme, by=None)
        self.stdout.write(_("%(code)s version %(version)d: %(news)s, %(state)s, %(hash)s") % {
            "code": scheme.code, "version": scheme.version, "news": _("new") if is_new else _("unchanged"),
            "state": scheme.get_state_display(), "hash": scheme.sha256[:12]})


def document_in(file: Path) -> dict:
    """The scheme document of a file, by its ending."""
    suffix = file.suffix.lower()
    if suffix not in (".json", ".xlsx"):
        raise Refused("file", _("%(file)s: a scheme is a .json or .xlsx file.") % {"file": file})
    if file.stat().st_size > LARGEST:
        raise Refused("file", _("%(file)s is larger than 20 MB.") % {"file": file})
    if suffix == ".xlsx":
        return from_xlsx(file.read_bytes())
    try:
        return read(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused("file", _("%(file)s is not written in UTF-8.") % {"file": file}) from error
    except json.JSONDecodeError as error:
        raise Refused("file", _("%(file)s: no JSON at line %(line)d, column %(column)d.") % {
            "file": file, "line": error.lineno, "column": error.colno}) from error
