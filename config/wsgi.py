"""The door for web servers such as gunicorn or waitress."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config.env import env_text


def refuse_unsafe() -> None:
    """Serving others than this machine needs keys and names chosen by a person."""
    if settings.DEBUG or settings.STARTING:
        return
    missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if not env_text(name)]
    if not settings.AUDIT_KEY:
        missing.append("AUDIT_KEY")
    if missing:
        raise ImproperlyConfigured(
            f"{' and '.join(missing)} not set. Set in the environment before serving "
            "(python3 manage.py start needs none of them, and serves this machine only)."
        )


refuse_unsafe()
# What this process writes (evidence, database) is for its own account only.
os.umask(0o077)
settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)
application = get_wsgi_application()
