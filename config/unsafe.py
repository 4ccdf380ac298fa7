"""What stops the start of serving others: no keys or names of a person's choosing, passwords in plain sight."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from branches.basics import floors
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
    outside = [host for host in settings.ALLOWED_HOSTS if host not in settings.LOOPBACK]
    if outside and not settings.BEHIND_TLS and not settings.ALLOW_PLAIN_HTTP:
        raise ImproperlyConfigured(
            f"serving {', '.join(outside)} without TLS: passwords would travel readable. Put a TLS proxy in front and "
            "set BEHIND_TLS=1, or accept it with ALLOW_PLAIN_HTTP=1."
        )


def refuse_known_bad() -> None:
    """A package with known holes does not serve, whatever else is right."""
    found = floors.too_old()
    if found:
        raise ImproperlyConfigured(
            f"packages that may not run: {'; '.join(found)}. Install the locked ones: python3 manage.py start"
        )
