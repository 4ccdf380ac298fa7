"""`manage.py export_audit`: the trail in the columns of a log platform, for a job of every night."""

import os
from datetime import date, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from branches.basics import clock
from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from branches.trail.actions import export
from branches.trail.writing import Form


class Command(PlainCommand):
    """Writes the file whole or not at all, readable by its owner only; an existing one is never touched."""

    help = "Export the audit trail (User_ID … Operate_Condition) of a period, yesterday by default, as csv or jsonl."

    def add_arguments(self, parser):
        """Which days, which form, which file."""
        parser.add_argument("--from", dest="since", type=_day, default=None, metavar="DAY", help="first day, 2026-05-20 (yesterday)")
        parser.add_argument("--to", dest="until", type=_day, default=None, metavar="DAY", help="last day, included (yesterday)")
        parser.add_argument("--format", dest="form", choices=[form.value for form in Form], default=Form.CSV.value)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="a file that is not there yet")

    def act(self, *, since: date | None, until: date | None, form: str, output: Path, **options) -> None:
        """Write beside the target, then give it its name."""
        yesterday = clock.today() - timedelta(days=1)
        first, last = since or until or yesterday, until or since or yesterday
        if output.exists():
            raise _taken(output)
        with NamedTemporaryFile(dir=output.resolve().parent, prefix=".export-", delete=False) as part:
            try:
                count = export(since=first, until=last, form=Form(form), out=part, by=None)
                part.flush()
                os.fsync(part.fileno())
                _give_name(Path(part.name), output)
            finally:
                Path(part.name).unlink(missing_ok=True)
        self.stdout.write(_("%(file)s: %(count)d events from %(since)s to %(until)s") % {
            "file": output, "count": count, "since": first, "until": last})


def _give_name(part: Path, target: Path) -> None:
    """A second name for the finished file, which the system refuses when somebody took that name meanwhile."""
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:  # a file system without second names, such as that of a USB stick
        if target.exists():
            raise _taken(target) from error
        part.rename(target)


def _taken(file: Path) -> Refused:
    return Refused("output", _("%(file)s is there already and stays as it is; name another file.") % {"file": file})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("“%(text)s” is no day; write it as 2026-05-20.") % {"text": text}) from error
