"""`manage.py verify_audit`: walks trail, editions and evidence files, names the first broken item."""

from itertools import chain

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from branches.audit.models import Event
from branches.management.plain import PlainCommand
from indexmetrics.evidence.models import Attachment
from scoring.boards.models import Edition
from scoring.management import proofs


class Command(PlainCommand):
    """Exits 1 with the first item that is not what it was."""

    help = "Check the audit chain, the editions and the evidence files; exit 1 naming the first broken item."

    def act(self, **options) -> None:
        """Stop at the first break, else say how much was checked."""
        broken = next(chain(proofs.broken_trail(), proofs.broken_editions(), proofs.broken_files()), None)
        if broken:
            raise CommandError(broken)
        self.stdout.write(_("Whole: %(events)d events, %(editions)d editions, %(files)d files") % {
            "events": Event.objects.count(), "editions": Edition.objects.count(),
            "files": Attachment.objects.values("path").distinct().count()})
