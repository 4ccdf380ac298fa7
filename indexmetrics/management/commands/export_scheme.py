"""`manage.py export_scheme`: writes a scoring scheme as JSON or xlsx."""

from pathlib import Path

from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from indexmetrics.schemes.models import Scheme
from indexmetrics.schemes.sheets import to_xlsx


class Command(PlainCommand):
    """Loading the written file gives the same scheme, value for value."""

    help = "Write a scheme to FILE as .json or .xlsx, by the file's ending; the newest version by default."

    def add_arguments(self, parser):
        """Which scheme, where to, which version."""
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--version-number", type=int, default=None, help="an older version")

    def act(self, *, code: str, file: Path, version_number: int | None, **options) -> None:
        """Find it and write it whole."""
        schemes = Scheme.objects.filter(code=code).order_by("-version")
        if version_number is not None:
            schemes = schemes.filter(version=version_number)
        scheme = schemes.first()
        if scheme is None:
            known = ", ".join(sorted(set(Scheme.objects.values_list("code", flat=True)))) or "–"
            raise Refused("scheme", _("There is no scheme %(code)s; there is: %(known)s.") % {
                "code": code, "known": known})
        if file.suffix.lower() not in (".json", ".xlsx"):
            raise Refused("file", _("%(file)s: a scheme is a .json or .xlsx file.") % {"file": file})
        is_json = file.suffix.lower() == ".json"
        file.write_bytes((scheme.document_text + "\n").encode() if is_json else to_xlsx(scheme.document))
        self.stdout.write(_("%(code)s version %(version)d: written to %(file)s, %(hash)s") % {
            "code": scheme.code, "version": scheme.version, "file": file, "hash": scheme.sha256[:12]})
