"""A form that came after the session had ended: its text waits until its owner is back.

It is kept on the server, in the new session of the same browser, and shown to nobody but the person whose
session had ended. Passwords and codes are not kept; files have to be chosen again.
"""

from django.conf import settings
from django.http import QueryDict

from branches.access.models import SignIn
from branches.basics import clock

KEPT = "unsent"
FIELD = "_unsent"
SECRET = frozenset({"password", "_password", "old", "new", "again", "code", "csrfmiddlewaretoken"})
LONGEST = 200_000


def fields_of(sent: QueryDict) -> list[tuple[str, str]]:
    """Every field of a form with its values, without secrets."""
    return [(name, value) for name, values in sent.lists() for value in values if name not in SECRET]


def keep(request) -> None:
    """Put the form aside when this browser's session had an owner; a stranger's is not kept."""
    if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
        return
    old = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    owner = SignIn.objects.filter(session_key=old).values_list("user", flat=True).first() if old else None
    fields = fields_of(request.POST)
    if owner is None or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return
    request.session[KEPT] = {
        "user": owner, "path": request.get_full_path(), "fields": fields, "files": list(request.FILES),
        "at": clock.now().isoformat(),
    }


def kept_for(request, user) -> dict | None:
    """What waits for this person; what waits for another one is dropped."""
    kept = request.session.get(KEPT)
    if kept and kept["user"] != user.pk:
        del request.session[KEPT]
        return None
    return kept


def drop(request) -> None:
    """It was sent, or is not wanted any more."""
    request.session.pop(KEPT, None)
