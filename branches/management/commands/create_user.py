"""`manage.py create_user`: an account with its post."""

import select
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from branches.access.actions import appoint, create_user
from branches.access.models import User
from branches.access.roles import Role
from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand
from branches.org.models import Branch

PATIENCE = 2.0  # seconds; a pipe that says nothing in that time has no password for us


class Command(PlainCommand):
    """The password comes from standard input, else a random one is shown once and must be changed."""

    help = "Create an account with a post; the password is read from stdin, or a random one is printed once."

    def add_arguments(self, parser):
        """Who, as what, where."""
        parser.add_argument("username", metavar="NAME", help="user name to sign in with")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--branch", metavar="CODE", default="", help="code of the branch of the post")
        parser.add_argument("--name", default="", help="the person's name as shown (default: the user name)")

    @transaction.atomic
    def act(self, *, username: str, role: str, branch: str, name: str, **options) -> None:
        """Account and post in one transaction."""
        where = _branch(branch) if branch else None
        password = _given_password()
        if password:
            _check(password, User(username=username, name=name or username))
        user, chosen = create_user(username=username, name=name or username, password=password or None, by=None)
        appoint(user=user, role=Role(role), branch=where, by=None)
        self.stdout.write(_("Account %(name)s: %(role)s") % {"name": username, "role": Role(role).label})
        if not password:
            self.stdout.write(_("One-time password: %(password)s") % {"password": chosen})


def _branch(code: str) -> Branch:
    found = Branch.objects.filter(code=code).first()
    if found is None:
        raise Refused("branch", _("There is no branch %(code)s.") % {"code": code})
    return found


def _given_password() -> str:
    """The first line of standard input when something is piped in."""
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        return ""
    try:
        ready = select.select([sys.stdin], [], [], PATIENCE)[0]
    except (OSError, ValueError):
        ready = [sys.stdin]  # no file behind it, or a system whose select takes sockets only
    return sys.stdin.readline().rstrip("\r\n") if ready else ""


def _check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("password", " ".join(error.messages)) from error
