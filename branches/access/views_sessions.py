"""Pages of open sessions: one's own, each with its end; the administrator's end of all."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from branches.access import people as reads
from branches.access import sessions
from branches.access.decorators import requires
from branches.access.permissions import Permission
from branches.access.recent import recent_password
from branches.access.writing import write_once


@requires()
@never_cache
@require_safe
def own(request):
    """Where one is signed in."""
    return render(request, "branches/access/sessions.html", {
        "rows": sessions.open_sessions(request.user), "this": request.session.session_key,
    })


@requires()
@require_POST
@write_once
def end(request, pk: int):
    """End one of one's own sessions."""
    sessions.end(one=sessions.session_for(request.user, pk), by=request.user)
    messages.success(request, _("The session is ended."))
    return redirect("sessions")


@requires(Permission.USER_MANAGE)
@require_POST
@recent_password
@write_once
def end_all(request, username: str):
    """End all sessions of an account."""
    sessions.end_all(user=reads.person_for(username), by=request.user)
    messages.success(request, _("All sessions of the account are ended."))
    return redirect("people-show", username)
