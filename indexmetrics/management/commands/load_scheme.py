"""`manage.py load_scheme`: takes in a scoring scheme from JSON or xlsx."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.basics.zips import LARGEST_FILE
from branches.management.plain import PlainCommand
from indexmetrics.schemes import actions
from indexmetrics.schemes.forms import ENDINGS
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.reading import document_of


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
    """The scheme document of a file, by its ending; a refusal names the file."""
    if file.suffix.lower() not in ENDINGS:
        raise Refused("file", _("%(file)s: a scheme is a .json or .xlsx file.") % {"file": file})
    if file.stat().st_size > LARGEST_FILE:
        raise Refused("file", _("The file is larger than 5 MB."))
    try:
        return document_of(file.name, file.read_bytes())
    except Refused as refusal:
        raise Refused(refusal.code, _("%(file)s: %(why)s") % {"file": file, "why": refusal}) from refusal
