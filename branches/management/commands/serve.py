"""`manage.py serve`: gunicorn for more than fifty users, behind the shipped nginx configuration."""

import os
import sys
from pathlib import Path

from django.conf import settings

from branches.management.plain import PlainCommand

SHIPPED = Path("config", "serving", "gunicorn.conf.py")


class Command(PlainCommand):
    """Becomes gunicorn; keys and outside names come from the environment, as the door for web servers asks."""

    help = "Serve with gunicorn behind nginx (see `nginx`); for one machine and few users `start` is enough."

    def add_arguments(self, parser):
        """Where to listen for nginx."""
        parser.add_argument("--bind", default="127.0.0.1:8001", help="address or unix:/path for nginx (127.0.0.1:8001)")

    def act(self, *, bind: str, **options) -> None:
        """Hand the process over, so that signals of the service manager reach gunicorn itself."""
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", str(SHIPPED), "--bind", bind])  # noqa: S606
