"""What the home page borrows from the door: alarms for readers of the trail, weak transport for the administrator."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string

from branches.access.allow import allows
from branches.access.models import User
from branches.access.permissions import Permission
from branches.audit.models import Event
from branches.basics import clock

SHOWN_FOR = timedelta(days=7)
MOST = 5


def home_notices(*, user: User) -> str:
    """The notices; "" when there is nothing to say to this user."""
    context = {
        "alarms": list(_alarms()) if allows(user, Permission.AUDIT_READ) else [],
        "is_plain": settings.ALLOW_PLAIN_HTTP and not settings.BEHIND_TLS and bool(allows(user, Permission.USER_MANAGE)),
    }
    return render_to_string("branches/account/home.html", context) if any(context.values()) else ""


def _alarms():
    since = clock.now() - SHOWN_FOR
    return Event.objects.filter(subject="alarm", at__gte=since).order_by("-number")[:MOST]
