"""The form all our commands share: a user's mistake is one clear line and exit 1, never a traceback."""

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils.translation import gettext as _

from branches.basics.refusals import Refusal


class PlainCommand(BaseCommand):
    """A command whose `act` may refuse; addresses are not loaded, so it works beside a broken page."""

    requires_system_checks: list = []

    def handle(self, *args, **options):
        """Act, and turn refusals and missing things into one message."""
        try:
            self.act(**options)
        except Refusal as error:
            raise CommandError(str(error)) from error
        except Http404 as error:
            raise CommandError(_("There is no %(code)s.") % {"code": error}) from error
        except OSError as error:
            raise CommandError(f"{error.filename or ''}: {error.strerror or error}") from error

    def act(self, **options) -> None:
        """What the command does."""
        raise NotImplementedError
