"""`manage.py reset_second_factor`: for an administrator who lost phone and codes, and has nobody beside him."""

from django.utils.translation import gettext as _

from branches.access.people import person_for
from branches.account.actions import reset_factor
from branches.management.plain import PlainCommand


class Command(PlainCommand):
    """Takes the second factor of an account away; its sessions end, the trail says it was the server's operator."""

    help = "Take the second factor of an account away; the next sign-in is with the password alone."

    def add_arguments(self, parser):
        """Whose."""
        parser.add_argument("username", metavar="NAME")

    def act(self, *, username: str, **options) -> None:
        """Reset it."""
        reset_factor(user=person_for(username), by=None)
        self.stdout.write(_("The second factor of %(name)s is taken away.") % {"name": username})
